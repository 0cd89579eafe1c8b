import { randomInt } from "node:crypto";
import {
  setupClient,
  type CallbackAnswer,
  type GraphFetch,
  type OwnFacts,
  type SetupAccess,
  type SetupClient,
  type SetupFacts,
} from "@balcao/whatsapp";
import type { OpenChannel } from "./channel-cache.ts";

/** A person waits for the answer: what takes longer is told as not answered. */
const TIMEOUT_MS = 10_000;

/** Our own question to our own address: longer than Meta's and begun so, since it is not to be noted as Meta's. */
const OWN_CHALLENGE = /^0{8}\d{16}$/;
export const isOwnChallenge = (query: unknown): boolean =>
  typeof query === "object" &&
  query !== null &&
  "hub.challenge" in query &&
  OWN_CHALLENGE.test(String(query["hub.challenge"]));

/** Where Meta is told to call for a number. `baseUrl` without a trailing slash. */
export const callbackOf = (baseUrl: string, channelId: string): string =>
  `${baseUrl}/webhooks/whatsapp/${channelId}`;

export const isMetas = (graphBaseUrl: string): boolean =>
  /(^|\.)facebook\.com$/.test(new URL(graphBaseUrl).hostname);

export type Access = Pick<SetupAccess, "appId" | "appSecret" | "token" | "baseUrl" | "version">;

export const accessOf = (channel: OpenChannel): Access => ({
  appId: channel.appId,
  appSecret: channel.appSecret,
  token: channel.accessToken,
  baseUrl: channel.graphBaseUrl,
  version: channel.graphVersion,
});

export const clientOf = (fetch: GraphFetch, access: Access): SetupClient =>
  setupClient({ ...access, fetch, timeoutMs: TIMEOUT_MS });

/** Calls our own address as Meta would, with the right words. */
async function callBack(fetch: GraphFetch, url: string, verifyToken: string): Promise<CallbackAnswer> {
  const challenge = `00000000${randomInt(1e8, 1e9 - 1)}${randomInt(1e6, 1e7 - 1)}`;
  const target = new URL(url);
  target.searchParams.set("hub.mode", "subscribe");
  target.searchParams.set("hub.challenge", challenge);
  target.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(target.href, {
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = (await response.text()).slice(0, 200);
    return response.status === 200 && text === challenge
      ? { kind: "echoed" }
      : { kind: "answered", status: response.status };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    return { kind: "unreachable", reason: code || (cause instanceof Error ? cause.name : "failed") };
  }
}

/** Asks Meta, and our own address, all that the checks need. `verifyToken` null = there is no address yet. */
export async function probe(
  fetch: GraphFetch,
  access: Access,
  own: OwnFacts,
  verifyToken: string | null,
  now: number,
): Promise<SetupFacts> {
  const client = clientOf(fetch, access);
  const notAsked = { kind: "not_asked" } as const;
  const hasApp = own.appId !== "";
  const hasWaba = own.wabaId !== "";
  const hasNumber = own.phoneNumberId !== "";
  const [token, waba, number, numbers, apps, subscription, callback] = await Promise.all([
    hasApp ? client.token(now) : notAsked,
    hasWaba ? client.waba(own.wabaId) : notAsked,
    hasNumber ? client.number(own.phoneNumberId) : notAsked,
    hasWaba ? client.numbers(own.wabaId) : notAsked,
    hasWaba ? client.apps(own.wabaId) : notAsked,
    hasApp ? client.subscription() : notAsked,
    verifyToken === null ? notAsked : callBack(fetch, own.callbackUrl, verifyToken),
  ]);
  return { now, own, token, waba, number, numbers, apps, subscription, callback };
}
