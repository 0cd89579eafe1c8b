import { formatPhone } from "../brazil.ts";
import type { Account, BusinessNumber, JsonObject } from "../model.ts";

/** What GET /{phone} can say (12.1); the caller picks the fields. */
export function numberNode(number: BusinessNumber): JsonObject {
  return {
    id: number.phoneNumberId,
    verified_name: number.verifiedName,
    display_phone_number: formatPhone(number.displayPhone),
    quality_rating: number.qualityRating,
    status: statusOf(number),
    name_status: number.nameStatus,
    code_verification_status: number.codeVerified ? "VERIFIED" : "NOT_VERIFIED",
    platform_type: number.registered ? "CLOUD_API" : "NOT_APPLICABLE",
    throughput: { level: number.registered ? number.throughputLevel : "NOT_APPLICABLE" },
    account_mode: number.allowList ? "SANDBOX" : "LIVE",
    is_official_business_account: false,
    is_pin_enabled: number.pin !== null,
    is_on_biz_app: number.onBizApp,
    whatsapp_business_manager_messaging_limit: number.messagingLimit,
    webhook_configuration: webhookConfiguration(number),
    health_status: healthOf(number, [numberHealth(number), accountHealth(number), appHealth(number)]),
  };
}

/** What GET /{waba} can say (12.1). `number`: any of its numbers. */
export function accountNode(account: Account, number: BusinessNumber): JsonObject {
  return {
    id: account.wabaId,
    name: account.name,
    currency: account.currency,
    timezone_id: account.timezoneId,
    message_template_namespace: `sim_${account.wabaId}`,
    account_review_status: account.reviewStatus,
    business_verification_status: account.verificationStatus,
    country: account.country,
    ownership_type: account.ownershipType,
    health_status: healthOf(number, [accountHealth(number), appHealth(number)]),
  };
}

function statusOf(number: BusinessNumber): string {
  if (number.status !== null) return number.status;
  if (number.banned) return "BANNED";
  if (!number.codeVerified) return "UNVERIFIED";
  return number.registered ? "CONNECTED" : "PENDING";
}

/** Each address only where one is set, as Meta leaves out what is not. */
function webhookConfiguration(number: BusinessNumber): JsonObject {
  const { webhookOverride: override, webhookUrl } = number;
  return {
    ...(override?.scope === "number" ? { phone_number: override.url } : {}),
    ...(override?.scope === "waba" ? { whatsapp_business_account: override.url } : {}),
    ...(webhookUrl === null ? {} : { application: webhookUrl }),
  };
}

type Health = JsonObject & { can_send_message: "AVAILABLE" | "LIMITED" | "BLOCKED" };

const problem = (error_code: number, error_description: string, possible_solution: string): JsonObject => ({
  error_code,
  error_description,
  possible_solution,
});

function numberHealth(number: BusinessNumber): Health {
  const entity = { entity_type: "PHONE_NUMBER", id: number.phoneNumberId };
  if (number.banned) {
    const errors = [problem(141000, "This phone number is banned.", "Appeal in Business Support Home.")];
    return { ...entity, can_send_message: "BLOCKED", errors };
  }
  if (!number.registered) {
    const errors = [problem(141000, "This phone number is not registered.", "Register the phone number.")];
    return { ...entity, can_send_message: "BLOCKED", errors };
  }
  return { ...entity, can_send_message: "AVAILABLE" };
}

/** Meta's word for an account without a payment method (its OpenAPI, health_status). */
const NO_PAYMENT = problem(
  141006,
  "There is an error with the payment method. This will block business initiated conversations.",
  "There was an error with your payment method. Please add a new payment method to the account.",
);

function accountHealth(number: BusinessNumber): Health {
  const entity = { entity_type: "WABA", id: number.wabaId };
  if (number.paymentMethod) return { ...entity, can_send_message: "AVAILABLE" };
  return { ...entity, can_send_message: "BLOCKED", errors: [NO_PAYMENT] };
}

function appHealth(number: BusinessNumber): Health {
  return { entity_type: "APP", id: number.appId, can_send_message: "AVAILABLE" };
}

/** The worst of its entities decides. */
function healthOf(number: BusinessNumber, entities: Health[]): JsonObject {
  const business: Health = {
    entity_type: "BUSINESS",
    id: number.portfolioId,
    can_send_message: "AVAILABLE",
  };
  const all = [...entities, business];
  const worst = (["BLOCKED", "LIMITED"] as const).find((state) =>
    all.some((one) => one.can_send_message === state),
  );
  return { can_send_message: worst ?? "AVAILABLE", entities: all };
}
