import type { Example, Json } from "./webhook-corpus-parts.ts";

const PHONE = { display_phone_number: "5511900000001" };
const TEMPLATE = {
  message_template_id: 1_122_334_455_667_788,
  message_template_name: "pedido_enviado",
  message_template_language: "pt_BR",
};
const of = (field: string, name: string, value: Json): Example => ({
  name,
  field,
  value,
  tells: [`notice ${field}`],
});
const update = (event: string, more: Json = {}): Example =>
  of("account_update", event.toLowerCase(), { event, ...more });

/** Section 3.2 of the wire facts: what Meta says of accounts, numbers and templates. */
export const ACCOUNT_EXAMPLES: Example[] = [
  of("message_template_status_update", "approved", {
    ...TEMPLATE,
    event: "APPROVED",
    message_template_category: "UTILITY",
    reason: "NONE",
  }),
  of("message_template_status_update", "rejected", {
    ...TEMPLATE,
    event: "REJECTED",
    reason: "INVALID_FORMAT",
    rejection_info: { reason: "free text", recommendation: "free text" },
  }),
  of("message_template_status_update", "paused", {
    ...TEMPLATE,
    message_template_language: "pt-BR",
    event: "PAUSED",
    reason: null,
    other_info: { title: "FIRST_PAUSE", description: "free text" },
  }),
  of("message_template_status_update", "disabled", {
    ...TEMPLATE,
    event: "DISABLED",
    disable_info: { disable_date: "1790050000" },
  }),
  of("message_template_quality_update", "quality", {
    ...TEMPLATE,
    previous_quality_score: "GREEN",
    new_quality_score: "YELLOW",
  }),
  of("template_category_update", "category changed", {
    ...TEMPLATE,
    previous_category: "UTILITY",
    new_category: "MARKETING",
  }),
  of("template_category_update", "category announced", {
    ...TEMPLATE,
    new_category: "UTILITY",
    correct_category: "MARKETING",
    category_update_timestamp: 1_790_100_000,
  }),
  of("template_correct_category_detection", "category noticed", {
    ...TEMPLATE,
    category: "UTILITY",
    correct_category: "MARKETING",
  }),
  of("message_template_components_update", "edited elsewhere", {
    ...TEMPLATE,
    message_template_title: "Pedido",
    message_template_element: "Seu pedido {{1}} saiu.",
    message_template_footer: "Loja Azul",
    message_template_buttons: [
      {
        message_template_button_type: "URL",
        message_template_button_text: "Rastrear",
        message_template_button_url: "https://loja.example/r/{{1}}",
      },
    ],
  }),
  of("phone_number_quality_update", "throughput", {
    ...PHONE,
    event: "THROUGHPUT_UPGRADE",
    current_limit: "TIER_UNLIMITED",
    old_limit: "TIER_10K",
    max_daily_conversations_per_business: "TIER_UNLIMITED",
  }),
  of("phone_number_quality_update", "flagged", {
    display_phone_number: "+55 11 90000-0001",
    event: "FLAGGED",
  }),
  of("phone_number_name_update", "name approved", {
    ...PHONE,
    decision: "APPROVED",
    requested_verified_name: "Loja Azul",
    rejection_reason: null,
  }),
  of("phone_number_name_update", "name rejected", {
    ...PHONE,
    decision: "REJECTED",
    requested_verified_name: "Loja Azul",
    rejection_reason: "NAME_FORMAT_UNACCEPTABLE",
  }),
  of("account_review_update", "review", { decision: "APPROVED" }),
  of("business_capability_update", "limit", {
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_business: 20,
    max_phone_numbers_per_waba: 20,
  }),
  of("account_alerts", "alert", {
    entity_type: "BUSINESS",
    entity_id: "555000555000",
    alert_info: {
      alert_severity: "WARNING",
      alert_status: "ACTIVE",
      alert_type: "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO",
      alert_description: "free text",
    },
  }),
  of("security", "pin", { ...PHONE, event: "PIN_RESET_REQUEST", requester: "615000000000" }),
  of("business_username_update", "username", { ...PHONE, username: "lojaazul", status: "approved" }),
  of("business_status_update", "business", {
    business_id: "555000555000",
    event: "COMPROMISED_NOTIFICATION",
  }),
  of("payment_configuration_update", "payments", { configuration_name: "x", status: "ACTIVE" }),
  of("partner_solutions", "partners", { event: "SOLUTION_CREATED", solution_id: "1" }),
  of("a_field_of_tomorrow", "unknown field", { anything: [1, "two", null] }),
  update("ACCOUNT_RESTRICTION", {
    restriction_info: [
      {
        restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
        expiration: 1_790_500_000,
        remediation: "free text",
      },
    ],
  }),
  update("ACCOUNT_VIOLATION", { violation_info: { violation_type: "SPAM" } }),
  update("DISABLED_UPDATE", {
    ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE", waba_ban_date: "December 3, 2026" },
  }),
  update("PARTNER_REMOVED", {
    waba_info: { waba_id: "300100200300400", owner_business_id: "555000555000" },
    disconnection_info: { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" },
  }),
  update("VOLUME_BASED_PRICING_TIER_UPDATE", {
    volume_tier_info: {
      tier_update_time: 1_790_000_000,
      pricing_category: "UTILITY",
      tier: "25000001:50000000",
      effective_month: "2026-11",
      region: "Brazil",
    },
  }),
  update("BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", { country: "BR" }),
  ...[
    "ACCOUNT_DELETED",
    "AD_ACCOUNT_LINKED",
    "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
    "MM_LITE_TERMS_SIGNED",
    "PARTNER_ADDED",
    "PARTNER_APP_INSTALLED",
    "PARTNER_APP_UNINSTALLED",
    "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
    "ACCOUNT_OFFBOARDED",
    "ACCOUNT_RECONNECTED",
  ].map((event) => update(event)),
];
