import type { GraphRefusal } from "../parse-answer.ts";

/** What came of one question: Graph's answer read, its refusal, nothing, or it could not be asked for want of something else. */
export type Told<T> =
  | { kind: "told"; facts: T }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string }
  | { kind: "not_asked" };

/** A token as `debug_token` tells it (wire facts, section 12.4). Times in epoch milliseconds. */
export type TokenFacts = {
  appId: string | null;
  isValid: boolean;
  /** it was valid once and is over: subcode 463, or its time is past */
  isExpired: boolean;
  /** null = it never ends */
  expiresAt: number | null;
  scopes: string[];
  /** business accounts it was given for, by the scopes of WhatsApp; empty = Meta names none */
  wabaIds: string[];
};

/** What Meta says ails a number or its business account (`health_status`, section 12.1), in Meta's words. */
export type HealthError = { code: number; description: string | null; solution: string | null };
export type Health = { canSend: string | null; errors: HealthError[] };

export type WabaFacts = { id: string; name: string | null; review: string | null; health: Health };

/** A number as its node tells it (section 12.1); words as received. */
export type NumberNode = {
  id: string;
  displayPhone: string | null;
  verifiedName: string | null;
  quality: string | null;
  status: string | null;
  nameStatus: string | null;
  codeStatus: string | null;
  platform: string | null;
  throughput: string | null;
  mode: string | null;
  /** null = not told */
  hasPin: boolean | null;
  messagingLimit: string | null;
  health: Health;
  /** where Meta says that its webhooks go: the number's own address, its business account's, its app's */
  webhooks: { number: string | null; waba: string | null; app: string | null };
};

/** An app that hears of a business account (section 2.4). */
export type SubscribedApp = { id: string; name: string | null; override: string | null };

/** What an app has asked to hear of WhatsApp, and where; null = it never asked. */
export type Subscription = { callbackUrl: string | null; active: boolean; fields: string[] } | null;

/** What came of calling our own address from outside, as Meta does before it believes it (section 2.1). */
export type CallbackAnswer =
  | { kind: "echoed" }
  | { kind: "answered"; status: number }
  | { kind: "unreachable"; reason: string }
  | { kind: "not_asked" };

/** What this installation itself knows of the number. Times in epoch milliseconds; null = never. */
export type OwnFacts = {
  appId: string;
  wabaId: string;
  phoneNumberId: string;
  /** where Meta is told to call for this number */
  callbackUrl: string;
  /** every address of this account's numbers: one app has one address, and what comes there finds its number */
  ownCallbacks: readonly string[];
  /** Graph is Meta's own: then the address must be a public one */
  isMeta: boolean;
  verified: { at: number; ok: boolean } | null;
  lastWebhookAt: number | null;
  /** since when Meta has been silent about the number against its habit; null = it is not */
  silentSince: number | null;
  badSignatureAt: number | null;
  /** the last test message, and the furthest status of it that came back; null = none yet */
  test: { at: number; status: string | null; code: number | null } | null;
  pausedCode: number | null;
};

export type SetupFacts = {
  now: number;
  own: OwnFacts;
  token: Told<TokenFacts>;
  waba: Told<WabaFacts>;
  number: Told<NumberNode>;
  /** the numbers of the business account */
  numbers: Told<NumberNode[]>;
  apps: Told<SubscribedApp[]>;
  subscription: Told<Subscription>;
  callback: CallbackAnswer;
};
