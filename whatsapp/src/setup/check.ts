import type { GraphRefusal } from "../parse-answer.ts";
import type { Told } from "./facts.ts";

/** What is looked at, in the order in which it is shown and mended. */
export const CHECKS = {
  access: ["app_secret", "token", "expiry", "scopes"],
  account: ["waba", "payment"],
  number: ["number", "registration", "pin", "name", "quality", "limit"],
  webhook: ["callback", "listening", "verify_token", "subscribed", "fields", "arriving"],
  test: ["test"],
} as const;
export type CheckPart = keyof typeof CHECKS;
export type CheckId = (typeof CHECKS)[CheckPart][number];

/** ok · warn: works, with something to know · fail: does not work · wait: its turn comes later · unknown: could not be found out */
export type CheckState = "ok" | "warn" | "fail" | "wait" | "unknown";

/** What the screen offers to do about it; anything else is done at Meta, as the repair's sentence says. */
export type CheckAct = "access" | "webhook" | "register" | "verify_number" | "pin" | "test";

/** One finding: `finding` and `repair` are keys of sentences in the catalogues, `data` fills them. */
export type Check = {
  id: CheckId;
  state: CheckState;
  finding: string;
  data: Record<string, string | number>;
  repair: string | null;
  act: CheckAct | null;
};

type More = { data?: Check["data"]; repair?: string; act?: CheckAct };
const made =
  (state: CheckState) =>
  (id: CheckId, finding: string, { data = {}, repair, act }: More = {}): Check => ({
    id,
    state,
    finding,
    data,
    repair: repair ?? null,
    act: act ?? null,
  });
export const ok = made("ok");
export const warn = made("warn");
export const fail = made("fail");
export const wait = made("wait");
export const unknown = made("unknown");

const TOKEN_CODES: ReadonlySet<number> = new Set([0, 102, 104, 190, 463, 467, 2500]);
const BUSY_CODES: ReadonlySet<number> = new Set([1, 2, 4, 80007, 80008, 131000, 131016, 133004]);

/** Is it the token that Graph refused, whatever was asked? */
export const isTokenRefused = ({ code }: GraphRefusal): boolean => TOKEN_CODES.has(code);
export const isBusy = ({ code }: GraphRefusal): boolean => BUSY_CODES.has(code);

/** What is said when a question was not answered: Meta is away, is busy, or the token is to blame, which its own check tells. */
export function unanswered(id: CheckId, told: Exclude<Told<unknown>, { kind: "told" }>): Check | null {
  if (told.kind === "not_asked") return wait(id, "not_yet");
  if (told.kind === "no_answer") return unknown(id, "meta_unreachable", { repair: "meta_unreachable" });
  if (isTokenRefused(told.error)) return wait(id, "token_first");
  if (isBusy(told.error)) return unknown(id, "meta_busy", { repair: "meta_busy" });
  return null;
}

/** Meta's own words of a refusal, for the small print. */
export const said = (error: GraphRefusal): { code: number; said: string } => ({
  code: error.code,
  said: error.details ?? error.title ?? error.message ?? "",
});
