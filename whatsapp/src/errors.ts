/**
 * Meta's error codes as what to do about them (wire facts, section 8).
 * retry_later: back off and send the same again · ask_agent: final, a person decides · fix_number: nothing on this number
 * will go until an administrator repairs it.
 */
export type ErrorClass = "retry_later" | "ask_agent" | "fix_number";

export type ErrorRule = {
  class: ErrorClass;
  /** attempts in all, the first included */
  attempts: number;
  /** wait before attempt n + 1, in milliseconds: base × factor^(n − 1), at most `most` */
  wait: { base: number; factor: number; most: number };
  /** circuit breaker: every further send on the number would be burnt */
  stopsNumber: boolean;
  /** stable keys of the explanation and of the next step; texts live in the catalogues */
  explanation: string;
  nextStep: string | null;
};

const NO_WAIT = { base: 0, factor: 1, most: 0 };
const SHORT = { base: 1000, factor: 2, most: 30_000 };
const MINUTES = { base: 60_000, factor: 2, most: 15 * 60_000 };

const ask = (explanation: string, nextStep: string | null): ErrorRule => ({
  class: "ask_agent",
  attempts: 1,
  wait: NO_WAIT,
  stopsNumber: false,
  explanation,
  nextStep,
});
const later = (attempts: number, wait: ErrorRule["wait"], explanation: string): ErrorRule => ({
  class: "retry_later",
  attempts,
  wait,
  stopsNumber: false,
  explanation,
  nextStep: "retry",
});
const fix = (explanation: string, stopsNumber: boolean, nextStep = "ask_administrator"): ErrorRule => ({
  class: "fix_number",
  attempts: 1,
  wait: NO_WAIT,
  stopsNumber,
  explanation,
  nextStep,
});

const TOKEN = fix("token_invalid", true);
const PERMISSION = fix("permission_missing", false);
const TEMPORARY = "temporary";
const INVALID = ask("invalid_message", "report");

const RULES = new Map<number, ErrorRule>([
  [0, TOKEN],
  [102, TOKEN],
  [104, TOKEN],
  [190, TOKEN],
  [463, TOKEN],
  [467, TOKEN],
  [1, later(3, SHORT, TEMPORARY)],
  [2, later(8, SHORT, TEMPORARY)],
  [3, PERMISSION],
  [10, PERMISSION],
  [131005, PERMISSION],
  [4, later(10, MINUTES, "rate_limited")],
  [33, fix("number_gone", true)],
  [100, INVALID],
  [131008, INVALID],
  [131009, ask("invalid_value", "check_number")],
  [135000, INVALID],
  [131051, INVALID],
  [131055, INVALID],
  [368, fix("account_restricted", true)],
  [80007, later(10, MINUTES, "rate_limited")],
  [80008, later(10, MINUTES, "rate_limited")],
  [130403, ask("contact_blocked", "unblock")],
  [130429, later(20, { base: 1000, factor: 1.5, most: 5000 }, "rate_limited")],
  [130472, ask("marketing_experiment", "wait_for_contact")],
  [130497, ask("country_not_allowed", "ask_administrator")],
  [131000, later(4, SHORT, TEMPORARY)],
  [131016, later(8, SHORT, TEMPORARY)],
  [131021, ask("own_number", "check_number")],
  [131026, ask("not_on_whatsapp", "call_contact")],
  [131030, fix("not_on_test_list", false)],
  [131031, fix("account_locked", true)],
  [131037, fix("name_not_approved", false)],
  [131042, fix("payment_problem", true)],
  [131044, fix("payment_problem", true)],
  [131045, fix("number_not_registered", true)],
  [133010, fix("number_not_registered", true)],
  [131047, ask("window_closed", "send_template")],
  [131048, later(3, { base: 3_600_000, factor: 2, most: 6 * 3_600_000 }, "quality_limited")],
  [131049, ask("marketing_limited", "wait_for_contact")],
  [131050, ask("opted_out", "wait_for_contact")],
  [131052, ask("media_not_readable", "ask_contact_again")],
  [131053, ask("media_refused", "convert_file")],
  [131056, later(6, { base: 4000, factor: 4, most: 15 * 60_000 }, "pair_limited")],
  [131057, later(8, { base: 15_000, factor: 2, most: 5 * 60_000 }, "maintenance")],
  [131060, ask("content_unavailable", "ask_contact_again")],
  [131062, ask("phone_needed", "ask_phone")],
  [131063, fix("marketing_disabled", false)],
  [131064, fix("templates_misclassified", false)],
  [132000, ask("template_parameters", "check_template")],
  [132012, ask("template_parameters", "check_template")],
  [132001, ask("template_missing", "choose_template")],
  [132005, ask("template_too_long", "check_template")],
  [132007, ask("template_policy", "choose_template")],
  [132008, ask("template_header", "check_template")],
  [132015, ask("template_paused", "choose_template")],
  [132016, ask("template_disabled", "choose_template")],
  [132069, later(4, { base: 3_600_000, factor: 1, most: 3_600_000 }, "rate_limited")],
  [133004, later(8, SHORT, TEMPORARY)],
  [139102, later(5, SHORT, TEMPORARY)],
  [139103, later(5, SHORT, TEMPORARY)],
  [137000, ask("identity_changed", "confirm_contact")],
]);

const UNKNOWN: ErrorRule = ask("unknown_error", "report");

/** What to do about an error of Meta's. Management errors hide the telling number in the subcode: it is asked first. */
export function errorFor(code: number | null, subcode: number | null = null): ErrorRule {
  if (code === null) return UNKNOWN;
  const bySubcode = subcode === null || subcode < 1000 ? undefined : RULES.get(subcode);
  const rule = bySubcode ?? RULES.get(code);
  if (rule) return rule;
  if (code >= 200 && code <= 299) return PERMISSION;
  if (code >= 132000 && code <= 132999) return ask("template_parameters", "check_template");
  return UNKNOWN;
}

/** Milliseconds before attempt `attempt` + 1 (the first attempt is 1); `jitter` in 0..1 spreads them by a quarter. */
export function retryDelay(rule: ErrorRule, attempt: number, jitter: number): number {
  const delay = Math.min(rule.wait.most, rule.wait.base * rule.wait.factor ** (attempt - 1));
  return Math.round(delay * (1 + 0.25 * jitter));
}

/** Every explanation key, so that a test can demand its text in both languages. */
export function explanationKeys(): { explanations: string[]; nextSteps: string[] } {
  const rules = [...RULES.values(), UNKNOWN];
  const steps = rules.flatMap((rule) => (rule.nextStep === null ? [] : [rule.nextStep]));
  return {
    explanations: [...new Set(rules.map((rule) => rule.explanation))].sort(),
    nextSteps: [...new Set(steps)].sort(),
  };
}
