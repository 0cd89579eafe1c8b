import type desk from "../../i18n/desk.pt-BR.json";

type Explanation = keyof (typeof desk)["failure"]["explanations"];
type NextStep = keyof (typeof desk)["failure"]["nextSteps"];

/** Keys of whatsapp/src/errors.ts, and of what our own side gives; a test there and one here keep them complete. */
export const EXPLANATIONS: readonly Explanation[] = [
  "account_locked",
  "account_restricted",
  "contact_blocked",
  "content_unavailable",
  "country_not_allowed",
  "identity_changed",
  "invalid_message",
  "invalid_value",
  "maintenance",
  "marketing_disabled",
  "marketing_experiment",
  "marketing_limited",
  "media_not_readable",
  "media_refused",
  "name_not_approved",
  "not_on_test_list",
  "not_on_whatsapp",
  "number_gone",
  "number_not_registered",
  "opted_out",
  "own_number",
  "pair_limited",
  "payment_problem",
  "permission_missing",
  "phone_needed",
  "quality_limited",
  "rate_limited",
  "template_disabled",
  "template_header",
  "template_missing",
  "template_parameters",
  "template_paused",
  "template_policy",
  "template_too_long",
  "templates_misclassified",
  "temporary",
  "token_invalid",
  "unknown_error",
  "window_closed",
];
export const NEXT_STEPS: readonly NextStep[] = [
  "ask_administrator",
  "ask_contact_again",
  "ask_phone",
  "call_contact",
  "check_number",
  "check_template",
  "choose_template",
  "confirm_contact",
  "convert_file",
  "report",
  "retry",
  "send_template",
  "unblock",
  "wait_for_contact",
];

/** The catalogue's key for an explanation; one we have no words for is an unknown error. */
export const explanationOf = (key: string | undefined): Explanation =>
  EXPLANATIONS.find((known) => known === key) ?? "unknown_error";
export const nextStepOf = (key: string): NextStep | undefined => NEXT_STEPS.find((known) => known === key);
