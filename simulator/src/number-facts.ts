import type { BusinessNumber, JsonObject } from "./model.ts";

/** Where the webhooks of a number go: its own override, else its app's callback; null when nobody is subscribed. */
export function callbackOf(number: BusinessNumber): string | null {
  return number.subscribed ? (number.webhookOverride?.url ?? number.webhookUrl) : null;
}

/** Is this number's app told of this field? Only what it switched on, and nothing while it is in development. */
export const hears = (number: BusinessNumber, field: string): boolean =>
  number.appLive && (number.fields?.includes(field) ?? true);

/** The `metadata` of every `messages` value. */
export function metadataOf(number: BusinessNumber): JsonObject {
  return { display_phone_number: number.displayPhone, phone_number_id: number.phoneNumberId };
}
