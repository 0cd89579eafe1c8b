/**
 * What to do about an error of Meta's.
 * retry_later: the same is sent again, by itself, after a pause that grows · wait: nothing goes by itself; after `wait.base` a
 * person may try again · ask_agent: final, a person decides · fix_number: an administrator has to repair something first.
 */
export type ErrorClass = "retry_later" | "wait" | "ask_agent" | "fix_number";

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
  nextStep: string;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const NO_WAIT = { base: 0, factor: 1, most: 0 };
const SHORT = { base: SECOND, factor: 2, most: 30 * SECOND };
const MINUTES = { base: MINUTE, factor: 2, most: 15 * MINUTE };

const rule = (of: Partial<ErrorRule> & Pick<ErrorRule, "class" | "explanation" | "nextStep">): ErrorRule => ({
  attempts: 1,
  wait: NO_WAIT,
  stopsNumber: false,
  ...of,
});
const ask = (explanation: string, nextStep: string): ErrorRule =>
  rule({ class: "ask_agent", explanation, nextStep });
const later = (attempts: number, wait: ErrorRule["wait"], explanation: string): ErrorRule =>
  rule({ class: "retry_later", attempts, wait, explanation, nextStep: "retry" });
const after = (ms: number, explanation: string, nextStep: string): ErrorRule =>
  rule({ class: "wait", wait: { base: ms, factor: 1, most: ms }, explanation, nextStep });
const fix = (explanation: string, nextStep = "ask_administrator"): ErrorRule =>
  rule({ class: "fix_number", explanation, nextStep });
const stop = (explanation: string): ErrorRule => ({ ...fix(explanation), stopsNumber: true });

const TOKEN = stop("token_invalid");
const PERMISSION = fix("permission_missing");
const TEMPORARY = "temporary";
const INVALID = ask("invalid_message", "report");
const GROUP = ask("group_impossible", "write_person");
const CALL = ask("call_impossible", "call_contact");
const FORM = ask("form_impossible", "ask_administrator");
const MIGRATION = fix("number_migrating");
const USERNAME = ask("username_refused", "choose_username");

/** Each code of the wire facts, section 8. */
export const RULES: ReadonlyMap<number, ErrorRule> = new Map<number, ErrorRule>([
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
  [33, stop("number_gone")],
  [100, INVALID],
  [368, stop("account_restricted")],
  [803, ask("object_missing", "report")],
  [804, ask("object_missing", "report")],
  [80007, later(10, MINUTES, "rate_limited")],
  [80008, later(10, MINUTES, "rate_limited")],
  [130403, ask("contact_blocked", "unblock")],
  [130429, later(20, { base: SECOND, factor: 1.5, most: 5 * SECOND }, "rate_limited")],
  [130472, ask("marketing_experiment", "wait_for_contact")],
  [130497, ask("country_not_allowed", "ask_administrator")],
  [131000, later(4, SHORT, TEMPORARY)],
  [131008, ask("field_empty", "fill_fields")],
  [131009, ask("invalid_value", "check_number")],
  [131016, later(8, SHORT, TEMPORARY)],
  [131020, GROUP],
  [131041, GROUP],
  [131059, GROUP],
  [131021, ask("own_number", "check_number")],
  [131026, ask("not_on_whatsapp", "call_contact")],
  [131030, fix("not_on_test_list", "add_to_test_list")],
  [131031, stop("account_locked")],
  [131037, fix("name_not_approved")],
  [131042, stop("payment_problem")],
  [131044, stop("payment_problem")],
  [131045, stop("number_not_registered")],
  [131047, ask("window_closed", "send_template")],
  [131048, later(4, { base: HOUR, factor: 2, most: 6 * HOUR }, "quality_limited")],
  [131049, after(DAY, "marketing_limited", "wait_for_contact")],
  [131050, ask("opted_out", "wait_for_contact")],
  [131051, INVALID],
  [131052, ask("media_not_readable", "ask_contact_again")],
  [131053, ask("media_refused", "convert_file")],
  [131055, ask("only_marketing", "choose_template")],
  [131056, later(6, { base: 4 * SECOND, factor: 4, most: 15 * MINUTE }, "pair_limited")],
  [131057, later(8, { base: 15 * SECOND, factor: 2, most: 5 * MINUTE }, "maintenance")],
  [131060, ask("content_unavailable", "ask_contact_again")],
  [131062, ask("phone_needed", "ask_phone")],
  [131063, fix("marketing_disabled")],
  [131064, after(7 * DAY, "templates_misclassified", "recategorise")],
  [132000, ask("template_parameters", "fill_fields")],
  [132001, ask("template_missing", "choose_template")],
  [132005, ask("template_too_long", "shorten_fields")],
  [132007, ask("template_policy", "choose_template")],
  [132008, ask("template_header", "check_template")],
  [132012, ask("template_parameters", "check_template")],
  // for how long Meta says of the template itself, and when it is over
  [132015, ask("template_paused", "choose_template")],
  [132016, ask("template_disabled", "choose_template")],
  [132018, ask("template_parameters", "check_template")],
  [132068, fix("flow_blocked")],
  [132069, later(4, { base: HOUR, factor: 1, most: HOUR }, "flow_limited")],
  [133000, fix("deregistration_failed", "deregister_again")],
  [133004, later(8, SHORT, TEMPORARY)],
  [133005, fix("pin_wrong", "correct_pin")],
  [133006, fix("number_unverified", "verify_number")],
  [133008, after(HOUR, "pin_guesses", "wait_and_correct_pin")],
  [133009, after(MINUTE, "pin_guesses", "wait_and_correct_pin")],
  [133010, stop("number_not_registered")],
  [133015, after(5 * MINUTE, "number_just_deleted", "wait_a_little")],
  [133016, after(3 * DAY, "registered_too_often", "wait_days")],
  [134011, fix("terms_missing")],
  [134100, ask("only_marketing", "choose_template")],
  [134101, later(4, { base: 3 * MINUTE, factor: 2, most: 10 * MINUTE }, "account_syncing")],
  [134102, fix("marketing_unavailable")],
  [135000, INVALID],
  [137000, ask("identity_changed", "confirm_contact")],
  [139100, ask("block_partial", "report")],
  [139101, ask("block_list_full", "report")],
  [139102, later(5, SHORT, TEMPORARY)],
  [139103, later(5, SHORT, TEMPORARY)],
  [2388012, MIGRATION],
  [2388091, MIGRATION],
  [2388093, MIGRATION],
  [2388103, MIGRATION],
  [2494100, MIGRATION],
  [2388019, fix("template_count", "delete_templates")],
  [2388023, after(28 * DAY, "template_name_locked", "choose_name")],
  [2388024, ask("template_exists", "choose_name")],
  [2388039, after(DAY, "template_in_review", "wait_a_little")],
  [2388040, ask("template_field_long", "shorten_fields")],
  [2388047, ask("template_header_format", "edit_template")],
  [2388072, ask("template_body_format", "edit_template")],
  [2388073, ask("template_footer_format", "edit_template")],
  [2388050, ask("contact_info_button", "edit_template")],
  [2388153, ask("contact_info_button", "edit_template")],
  [2388293, ask("template_crowded", "add_words")],
  [2388299, ask("template_variable_edge", "words_around_variable")],
  [2593107, ask("sync_used", "report")],
  [2593108, ask("sync_late", "report")],
  [2593109, ask("history_declined", "share_history")],
  [200005, fix("insights_off")],
  [200006, fix("insights_off")],
  [200007, fix("insights_off")],
]);

/** Families that the wire facts name by a range, first and last code. */
export const FAMILIES: readonly (readonly [from: number, to: number, rule: ErrorRule])[] = [
  [200, 299, PERMISSION],
  [131201, 131215, GROUP],
  [132000, 132999, ask("template_parameters", "check_template")],
  [138000, 138999, CALL],
  [139000, 139004, FORM],
  [147001, 147005, USERNAME],
  [2494000, 2494999, ask("setup_refused", "report")],
];

export const UNKNOWN: ErrorRule = ask("unknown_error", "report");
