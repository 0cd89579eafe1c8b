import type { Outcome } from "./calls.ts";
import { CHECKS, isTokenRefused, type Check, type CheckPart, type CheckState } from "./check.ts";
import { accessChecks, accountChecks } from "./checks-access.ts";
import { numberChecks } from "./checks-number.ts";
import { testCheck, webhookChecks } from "./checks-webhook.ts";
import type { SetupFacts } from "./facts.ts";

/** Everything that must be right for a number to work, in the order in which it is mended. One engine: the screen and `npm run doctor` show it. */
export const setupChecks = (facts: SetupFacts): Check[] => [
  ...accessChecks(facts),
  ...accountChecks(facts),
  ...numberChecks(facts),
  ...webhookChecks(facts),
  testCheck(facts),
];

/** The checks of one part. */
export const checksOf = (checks: readonly Check[], part: CheckPart): Check[] => {
  const ids: readonly string[] = CHECKS[part];
  return checks.filter(({ id }) => ids.includes(id));
};

const ORDER: readonly CheckState[] = ["fail", "unknown", "warn", "wait", "ok"];

/** A number works without these: nobody need have tried. */
const MAY_WAIT: ReadonlySet<string> = new Set(["test", "verify_token"]);

/** The gravest state among checks; "ok" when there are none. A test that nobody made is nothing grave. */
export const worstOf = (checks: readonly Check[]): CheckState =>
  ORDER.find((state) =>
    checks.some((check) => check.state === state && !(state === "wait" && MAY_WAIT.has(check.id))),
  ) ?? "ok";

/** Checks that must be right before a number stopped with this code may run again; null = no check tells of that code. */
const MENDED_BY: Readonly<Record<number, readonly Check["id"][]>> = {
  0: ["token", "scopes"],
  33: ["number"],
  102: ["token"],
  104: ["token"],
  190: ["token", "scopes"],
  463: ["token"],
  467: ["token"],
  131031: ["waba", "registration"],
  131042: ["payment"],
  131044: ["payment"],
  131045: ["registration"],
  133010: ["registration"],
};

/** Is what stopped a number with this code mended, as far as Meta can be asked? Null = Meta does not say; a send must find out. */
export function isMended(code: number, facts: SetupFacts): boolean | null {
  const ids = MENDED_BY[code];
  if (!ids) return null;
  // the stop itself must not be what the checks find
  const checks = setupChecks({ ...facts, own: { ...facts.own, pausedCode: null } });
  return checks.filter(({ id }) => ids.includes(id)).every(({ state }) => state === "ok");
}

/** The finding that says why a number was stopped with this code. */
export function stopFinding(code: number): string {
  if ([0, 102, 104, 190, 463, 467].includes(code)) return "token_refused";
  if (code === 131042 || code === 131044) return "payment_missing";
  if (code === 133010 || code === 131045) return "number_not_registered";
  if (code === 131031 || code === 368) return "account_locked";
  return "stopped_by";
}

/** The finding that says what Meta told of a number by itself; `kind`: of Trouble. */
export function troubleFinding(kind: string): string {
  if (kind === "restriction") return "meta_restricts";
  if (kind === "ban") return "account_locked";
  if (kind === "disconnected") return "meta_disconnected";
  return kind === "silence" ? "meta_silent" : "meta_alerts";
}

/** Did an earlier look find, by Meta's own word, what stopped a number with this code? Then its repair can be seen, too. */
export function wasFound(code: number, before: readonly Check[]): boolean {
  const ids = MENDED_BY[code] ?? [];
  return before.some(
    ({ id, state, data }) =>
      ids.includes(id) && (state === "fail" || state === "warn") && data["stopped"] === undefined,
  );
}

/** What Meta refused of an act on the screen, as keys of sentences: what is wrong and what to do. Null = it was done. */
export function refusalOf(outcome: Outcome): { finding: string; repair: string; code: number | null } | null {
  if (outcome.kind === "done") return null;
  if (outcome.kind === "no_answer")
    return { finding: "meta_unreachable", repair: "meta_unreachable", code: null };
  const { error } = outcome;
  const known =
    REFUSALS[error.code] ?? (isTokenRefused(error) ? (["token_invalid", "token_new"] as const) : null);
  const [finding, repair] = known ?? (["act_refused", "as_meta_says"] as const);
  return { finding, repair, code: error.code };
}

/** Codes of section 8 (wire facts) that acts on a number meet. */
const REFUSALS: Readonly<Record<number, readonly [finding: string, repair: string]>> = {
  10: ["scope_missing_for_act", "scope_missing"],
  200: ["scope_missing_for_act", "scope_missing"],
  2200: ["verify_failed", "callback_wrong"],
  131031: ["pin_wrong", "pin_wrong"],
  133005: ["pin_wrong", "pin_wrong"],
  133006: ["number_not_verified", "number_not_verified"],
  133008: ["pin_too_often", "pin_later"],
  133009: ["pin_too_often", "pin_later"],
  133010: ["number_not_registered", "number_not_registered"],
  133015: ["number_just_deleted", "number_just_deleted"],
  133016: ["registered_too_often", "registered_too_often"],
  136025: ["code_wrong", "code_again"],
};
