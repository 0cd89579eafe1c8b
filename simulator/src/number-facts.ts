import type { BusinessNumber, JsonObject } from "./model.ts";

/** Where the webhooks of a number go: its own override, else its app's callback; null when nobody is subscribed. */
export function callbackOf(number: BusinessNumber): string | null {
  return number.subscribed ? (number.webhookOverride?.url ?? number.webhookUrl) : null;
}

/** The `metadata` of every `messages` value. */
export function metadataOf(number: BusinessNumber): JsonObject {
  return { display_phone_number: number.displayPhone, phone_number_id: number.phoneNumberId };
}
