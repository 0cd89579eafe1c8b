import { readText, type GraphFetch } from "../graph-http.ts";
import { errorOf, type GraphRefusal } from "../parse-answer.ts";
import { asObject, type Json } from "../read.ts";
import type { NumberNode, SubscribedApp, Subscription, Told, TokenFacts, WabaFacts } from "./facts.ts";
import { readApps, readNumber, readNumbers, readSubscription, readToken, readWaba } from "./read-setup.ts";

/** The fields of section 3.1 (wire facts) that a help desk reads: without the first it is deaf, the others it is told less. */
export const NEEDED_FIELDS = {
  must: ["messages", "message_template_status_update", "template_category_update", "account_update"],
  should: [
    "message_template_quality_update",
    "message_template_components_update",
    "template_correct_category_detection",
    "phone_number_quality_update",
    "phone_number_name_update",
    "account_alerts",
    "account_review_update",
    "business_capability_update",
    "security",
    "user_preferences",
  ],
  /** what only some numbers have: calls, groups, the app on a phone, another assistant. Asked for, never missed. */
  some: [
    "calls",
    "smb_message_echoes",
    "smb_app_state_sync",
    "history",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "messaging_handovers",
    "standby",
  ],
} as const;

/** Meta's code for a parameter it does not take: a field that this app may not have is one. */
const INVALID_PARAMETER = 100;

export type SetupAccess = {
  fetch: GraphFetch;
  baseUrl: string;
  version: string;
  appId: string;
  appSecret: string;
  token: string;
  timeoutMs: number;
};

/** What came of a change at Meta. */
export type Outcome =
  | { kind: "done" }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

export type SetupClient = {
  token(now: number): Promise<Told<TokenFacts>>;
  waba(wabaId: string): Promise<Told<WabaFacts>>;
  number(phoneNumberId: string): Promise<Told<NumberNode>>;
  numbers(wabaId: string): Promise<Told<NumberNode[]>>;
  apps(wabaId: string): Promise<Told<SubscribedApp[]>>;
  subscription(): Promise<Told<Subscription>>;
  /** Asks Meta to call this address for the whole app, with every field; Meta calls it at once to see whether it answers. */
  listen(callbackUrl: string, verifyToken: string): Promise<Outcome>;
  /** Lets the app hear of a business account; `override`: at an address of its own, which leaves the app's alone. */
  subscribe(wabaId: string, override: { url: string; verifyToken: string } | null): Promise<Outcome>;
  /** Takes a number's own address away: its account's or its app's counts again. */
  clearNumberAddress(phoneNumberId: string): Promise<Outcome>;
  /** Takes the app off a business account: Meta calls no more for any of its numbers. */
  unsubscribe(wabaId: string): Promise<Outcome>;
  register(phoneNumberId: string, pin: string): Promise<Outcome>;
  /** Takes a number off the Cloud API: nobody sends by it until it is registered again. */
  deregister(phoneNumberId: string): Promise<Outcome>;
  setPin(phoneNumberId: string, pin: string): Promise<Outcome>;
  /** Meta sends a code to the number, by text message or by voice. */
  requestCode(phoneNumberId: string, method: "SMS" | "VOICE", language: string): Promise<Outcome>;
  verifyCode(phoneNumberId: string, code: string): Promise<Outcome>;
};

const MOST_BYTES = 1_000_000;
const WABA_FIELDS = "id,name,account_review_status,health_status";
const NUMBER_FIELDS =
  "id,display_phone_number,verified_name,quality_rating,status,name_status,code_verification_status,platform_type,throughput,account_mode,is_pin_enabled,webhook_configuration,health_status,whatsapp_business_manager_messaging_limit";

export type Raw = { kind: "body"; root: Json | null } | Exclude<Told<never>, { kind: "told" | "not_asked" }>;

/** What of an address is as secret as a token. */
const secretsOf = (url: string): string[] => {
  const query = new URLSearchParams(url.slice(url.indexOf("?") + 1));
  return ["input_token", "client_secret", "code"].flatMap((name) => query.getAll(name));
};

/** One call. Never throws; neither token nor secret is in what it answers. */
export async function call(
  access: Omit<SetupAccess, "token">,
  url: string,
  bearer: string,
  body?: Json,
  method = body === undefined ? "GET" : "POST",
): Promise<Raw> {
  try {
    const response = await access.fetch(`${access.baseUrl}/${access.version}/${url}`, {
      method,
      headers: {
        "user-agent": "balcao/1",
        authorization: `Bearer ${bearer}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.timeout(access.timeoutMs),
    });
    const answer = await readText(response, MOST_BYTES, [bearer, access.appSecret, ...secretsOf(url)]);
    if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
    let root;
    try {
      root = asObject(JSON.parse(answer));
    } catch {
      return { kind: "no_answer", reason: `http_${response.status}_not_json` };
    }
    const error = errorOf(root);
    if (error !== null) return { kind: "refused", error };
    return response.ok ? { kind: "body", root } : { kind: "no_answer", reason: `http_${response.status}` };
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}

/** Asks for every field, and again without those of some numbers where Meta does not take them all. */
async function withOrWithout(ask: (fields: readonly string[]) => Promise<Outcome>): Promise<Outcome> {
  const { must, should, some } = NEEDED_FIELDS;
  const all = await ask([...must, ...should, ...some]);
  return all.kind === "refused" && all.error.code === INVALID_PARAMETER ? ask([...must, ...should]) : all;
}

/** Questions and changes around one number, by its token; those about the app by the app's own. */
export function setupClient(access: SetupAccess): SetupClient {
  const id = encodeURIComponent;
  const appToken = `${access.appId}|${access.appSecret}`;
  const ask = async <T>(url: string, read: (root: Json | null) => T | null, bearer = access.token) => {
    const answer = await call(access, url, bearer);
    if (answer.kind !== "body") return answer;
    const facts = read(answer.root);
    return facts === null
      ? ({ kind: "no_answer", reason: "unreadable" } as const)
      : ({ kind: "told", facts } as const);
  };
  const change = async (url: string, body: Json, bearer = access.token): Promise<Outcome> => {
    const answer = await call(access, url, bearer, body);
    return answer.kind === "body" ? { kind: "done" } : answer;
  };
  return {
    token: (now) =>
      ask(`debug_token?input_token=${id(access.token)}`, (root) => readToken(root, now), appToken),
    waba: (wabaId) => ask(`${id(wabaId)}?fields=${WABA_FIELDS}`, readWaba),
    number: (phoneNumberId) => ask(`${id(phoneNumberId)}?fields=${NUMBER_FIELDS}`, readNumber),
    numbers: (wabaId) => ask(`${id(wabaId)}/phone_numbers?fields=${NUMBER_FIELDS}&limit=100`, readNumbers),
    apps: (wabaId) => ask(`${id(wabaId)}/subscribed_apps`, readApps),
    async subscription() {
      const answer = await ask(`${id(access.appId)}/subscriptions`, readSubscription, appToken);
      return answer.kind === "told" ? { kind: "told", facts: answer.facts.subscription } : answer;
    },
    listen: (callbackUrl, verifyToken) =>
      withOrWithout((fields) =>
        change(
          `${id(access.appId)}/subscriptions`,
          {
            object: "whatsapp_business_account",
            callback_url: callbackUrl,
            verify_token: verifyToken,
            fields: fields.join(","),
          },
          appToken,
        ),
      ),
    subscribe: (wabaId, override) =>
      change(
        `${id(wabaId)}/subscribed_apps`,
        override === null ? {} : { override_callback_uri: override.url, verify_token: override.verifyToken },
      ),
    async unsubscribe(wabaId) {
      const answer = await call(access, `${id(wabaId)}/subscribed_apps`, access.token, undefined, "DELETE");
      return answer.kind === "body" ? { kind: "done" } : answer;
    },
    deregister: (phoneNumberId) =>
      change(`${id(phoneNumberId)}/deregister`, { messaging_product: "whatsapp" }),
    clearNumberAddress: (phoneNumberId) =>
      change(id(phoneNumberId), { webhook_configuration: { override_callback_uri: "" } }),
    register: (phoneNumberId, pin) =>
      change(`${id(phoneNumberId)}/register`, { messaging_product: "whatsapp", pin }),
    setPin: (phoneNumberId, pin) => change(id(phoneNumberId), { pin }),
    requestCode: (phoneNumberId, method, language) =>
      change(`${id(phoneNumberId)}/request_code`, { code_method: method, language }),
    verifyCode: (phoneNumberId, code) => change(`${id(phoneNumberId)}/verify_code`, { code }),
  };
}
