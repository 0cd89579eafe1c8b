import type { Charge } from "./charges.ts";
import type { BusinessNumber, ChatMessage, JsonObject, Template, Thread } from "./model.ts";
import { freeEntryUntil, windowOpen } from "./rules.ts";
import type { World } from "./world.ts";

/** Brazil keeps UTC-3 all year since 2019; months of the account are counted there. */
const ACCOUNT_ZONE_MS = -3 * 3_600_000;
/** 1 October 2026 in the account's zone: free-form replies cost money from then on, and utility templates inside the window. */
const SERVICE_CHARGED_FROM = Date.UTC(2026, 9, 1) - ACCOUNT_ZONE_MS;

type PricingType = "regular" | "free_customer_service" | "free_entry_point";

/** Calendar month of the account, e.g. "2026-11". `at` is epoch ms. */
export function accountMonth(at: number): string {
  return new Date(at + ACCOUNT_ZONE_MS).toISOString().slice(0, 7);
}

/** The pricing object of 5.2 in the wire's own keys. */
function pricing(type: PricingType, category: string): JsonObject {
  return { billable: type === "regular", pricing_model: "PMP", type, category };
}

function templatePricing(category: Template["category"], thread: Thread, at: number): JsonObject {
  const free = category === "UTILITY" && at < SERVICE_CHARGED_FROM && windowOpen(thread, at);
  return pricing(free ? "free_customer_service" : "regular", category.toLowerCase());
}

/**
 * What a message costs when it leaves at `at` (13.3), or null for what is no message for pricing (reactions). Counts nothing.
 * `payable` is false when it needs a payment method the account has not.
 */
function quote(
  world: World,
  number: BusinessNumber,
  thread: Thread,
  message: ChatMessage,
  at: number,
): { pricing: JsonObject; payable: boolean } | null {
  if (message.type === "reaction") return null;
  if (freeEntryUntil(thread, at) !== null)
    return { pricing: pricing("free_entry_point", "referral_conversion"), payable: true };
  if (message.templateCategory)
    return { pricing: templatePricing(message.templateCategory, thread, at), payable: number.paymentMethod };
  const before = at < SERVICE_CHARGED_FROM;
  const used = number.serviceMonth === accountMonth(at) ? number.serviceCount : 0;
  const free = before || used < world.knobs.freeServiceMessages;
  const needsMethod = !before && (!free || world.knobs.unpaidService === "always");
  return {
    pricing: pricing(free ? "free_customer_service" : "regular", "service"),
    payable: !needsMethod || number.paymentMethod,
  };
}

/** Fixes the price of a message, unless it has one, and takes its place among the free ones of the month. */
export function fixPrice(
  world: World,
  number: BusinessNumber,
  thread: Thread,
  message: ChatMessage,
  at: number,
): void {
  const quoted = message.pricing === null ? quote(world, number, thread, message, at) : null;
  if (quoted === null) return;
  message.pricing = quoted.pricing;
  message.pricedAt = at;
  if (quoted.pricing.category !== "service") return;
  const month = accountMonth(at);
  if (number.serviceMonth !== month) Object.assign(number, { serviceMonth: month, serviceCount: 0 });
  number.serviceCount++;
}

/** Whether the account can pay for a message that leaves at `at`; otherwise it fails with 131042. Nothing is fixed or counted. */
export function canPay(
  world: World,
  number: BusinessNumber,
  thread: Thread,
  message: ChatMessage,
  at: number,
): boolean {
  return quote(world, number, thread, message, at)?.payable ?? true;
}

/**
 * Writes what a message cost when it has arrived (`at`): a message that was only sent is not charged.
 * True the first time; a later status of the same message costs nothing more.
 */
export function chargeOnce(
  world: World,
  number: BusinessNumber,
  thread: Thread,
  message: ChatMessage,
  at: number,
): boolean {
  fixPrice(world, number, thread, message, at);
  if (message.pricing === null || message.chargedAt !== undefined) return false;
  message.chargedAt = at;
  const pricedAt = message.pricedAt ?? at;
  const charge: Charge = {
    wamid: message.id,
    phoneNumberId: number.phoneNumberId,
    wabaId: number.wabaId,
    userId: thread.userId,
    messageType: message.type,
    month: accountMonth(pricedAt),
    pricedAt,
    at,
    type: String(message.pricing.type),
    category: String(message.pricing.category),
    billable: message.pricing.billable === true,
  };
  world.charges.add(charge);
  return true;
}
