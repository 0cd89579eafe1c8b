import { METADATA, type Example, type Json } from "./webhook-corpus-parts.ts";

const PHONE = { display_phone_number: "5511900000001" };
const TEMPLATE = {
  message_template_id: 1_122_334_455_667_788,
  message_template_name: "pedido_enviado",
  message_template_language: "pt_BR",
};
const notice = (field: string, name: string, value: Json): Example => ({
  name,
  field,
  value,
  tells: [`notice ${field}`],
});
/** What the wire facts list beside their examples of section 3.2: the other values of an enum. */
export const NOTICES: readonly Example[] = [
  ...[
    "PENDING",
    "IN_APPEAL",
    "FLAGGED",
    "REINSTATED",
    "LOCKED",
    "ARCHIVED",
    "UNARCHIVED",
    "PENDING_DELETION",
    "DELETED",
    "LIMIT_EXCEEDED",
  ].map((event) =>
    notice("message_template_status_update", event.toLowerCase(), { ...TEMPLATE, event, reason: "NONE" }),
  ),
  notice("message_template_status_update", "paused for its rate", {
    ...TEMPLATE,
    event: "PAUSED",
    other_info: { title: "RATE_LIMITING_PAUSE", description: "free text" },
  }),
  notice("message_template_components_update", "phone button edited elsewhere", {
    ...TEMPLATE,
    message_template_element: "Seu pedido saiu.",
    message_template_buttons: [
      {
        message_template_button_type: "PHONE_NUMBER",
        message_template_button_text: "Ligar",
        message_template_button_phone_number: "+551140000000",
      },
    ],
  }),
  ...["ONBOARDING", "UPGRADE", "DOWNGRADE", "UNFLAGGED"].map((event) =>
    notice("phone_number_quality_update", event.toLowerCase(), { ...PHONE, event, current_limit: "TIER_1K" }),
  ),
  ...["DEFERRED", "PENDING"].map((decision) =>
    notice("phone_number_name_update", decision.toLowerCase(), {
      ...PHONE,
      decision,
      requested_verified_name: "Loja",
    }),
  ),
  ...["REJECTED", "PENDING", "DEFERRED"].map((decision) =>
    notice("account_review_update", `review ${decision.toLowerCase()}`, { decision }),
  ),
  notice("business_capability_update", "unlimited", { max_daily_conversations_per_business: -1 }),
  notice("account_alerts", "picture lost", {
    entity_type: "PHONE_NUMBER",
    entity_id: METADATA.phone_number_id,
    alert_info: {
      alert_severity: "CRITICAL",
      alert_status: "ACTIVE",
      alert_type: "PROFILE_PICTURE_LOST",
      alert_description: "free text",
    },
  }),
  notice("account_alerts", "alert over", {
    entity_type: "WABA",
    entity_id: "300100200300400",
    alert_info: { alert_severity: "INFORMATIONAL", alert_status: "NONE", alert_type: "OBA_APPROVED" },
  }),
  ...["PIN_CHANGED", "PIN_REQUEST_SUCCESS"].map((event) =>
    notice("security", event.toLowerCase(), { ...PHONE, event }),
  ),
  notice("account_update", "banned", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }),
  notice("account_update", "unbanned", {
    event: "DISABLED_UPDATE",
    ban_info: { waba_ban_state: "REINSTATE" },
  }),
  notice("account_update", "several restrictions", {
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [
      "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
      "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
      "RESTRICTED_UTILITY_TEMPLATES",
      "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
    ].map((restriction_type) => ({ restriction_type, expiration: 1_790_500_000 })),
  }),
  notice("account_update", "gone by the partner's event", {
    event: "PARTNER_REMOVED",
    waba_info: { waba_id: "300100200300400" },
    disconnection_info: { reason: "COMPANION_INACTIVITY", initiated_by: "SYSTEM" },
  }),
  notice("business_username_update", "username deleted", { ...PHONE, status: "deleted" }),
  notice("automatic_events", "automatic event", { event_name: "LeadSubmitted", id: "1" }),
  notice("tracking_events", "link clicked", { type: "marketing_message_link_click" }),
  notice("flows", "endpoint ails", {
    event: "ENDPOINT_ERROR_RATE",
    flow_id: "1",
    threshold: 10,
    alert_state: "ACTIVATED",
    message: "m",
  }),
];
