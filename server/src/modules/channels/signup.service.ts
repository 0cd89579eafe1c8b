import type { ChannelCreate, ChannelCreateBySignup, ChannelSignedUp } from "@balcao/api";
import { exchangeCode } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import type { SignupApp } from "../../platform/config.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound, ProblemError } from "../../platform/problem.ts";
import type { Reader } from "./check-view.ts";
import { GRAPH_VERSION, inspect, type ConnectOptions } from "./connect.service.ts";

/** How long somebody may look at what was found before the number is chosen. */
const GOOD_MS = 30 * 60_000;
/** how long a person waits for Meta's answer */
const GRAPH_MS = 20_000;

const place = ({ accountId }: Actor): string => `signup:${accountId}`;

/** Who signed in to Facebook and chose a number there: their code becomes a token, which stays here, and what it reaches is looked at. */
export async function signUp(
  deps: Deps,
  options: ConnectOptions,
  app: SignupApp,
  actor: Actor,
  code: string,
  reader: Reader,
): Promise<ChannelSignedUp> {
  const { appId, appSecret } = app;
  const access = {
    fetch: options.fetch,
    baseUrl: options.graphBaseUrl,
    version: GRAPH_VERSION,
    appId,
    appSecret,
    timeoutMs: GRAPH_MS,
  };
  const told = await exchangeCode(access, code);
  // a code lives for half a minute: nothing is left to be tried again with it
  if (told.kind !== "told") throw new ProblemError(422, "signup_refused");
  const given = { appId, appSecret, accessToken: told.facts, wabaId: null };
  const found = await inspect(deps, options, actor, given, reader);
  const kept = JSON.stringify({ token: told.facts, until: deps.clock.now() + GOOD_MS });
  return { signup: deps.sealer.seal(kept, place(actor)).toString("base64url"), found };
}

/** The access that `signup` stands for, in the account in which it was given; refused when it is too old, or not ours. */
export function accessBySignup(
  deps: Deps,
  app: SignupApp | null,
  actor: Actor,
  { signup, ...rest }: ChannelCreateBySignup,
): ChannelCreate {
  if (!app) throw notFound();
  let kept: { token: string; until: number };
  try {
    kept = JSON.parse(deps.sealer.open(Buffer.from(signup, "base64url"), place(actor))) as typeof kept;
  } catch {
    // altered, of another account, or sealed under a key that is gone: in any case not what was given here
    throw new ProblemError(422, "signup_refused");
  }
  if (kept.until < deps.clock.now()) throw new ProblemError(422, "signup_refused");
  return { ...rest, appId: app.appId, appSecret: app.appSecret, accessToken: kept.token };
}
