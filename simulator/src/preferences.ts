import type { JsonObject, SimUser } from "./model.ts";
import { metadataOf } from "./number-facts.ts";
import { phoneVisible } from "./rules.ts";
import { profileOf } from "./statuses.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import type { World } from "./world.ts";

/** The person stopped marketing, or wants it again: told to every number they have a chat with (3.2, `user_preferences`). */
export function tellPreference(world: World, sender: WebhookSender, user: SimUser): void {
  for (const thread of world.threads.values()) {
    const number = thread.userId === user.id ? world.numbers.get(thread.phoneNumberId) : undefined;
    if (!number) continue;
    const visible = phoneVisible(user, number, thread, world.clock.now());
    const ids: JsonObject = {
      ...(visible ? { wa_id: user.waId } : {}),
      user_id: world.bsuidOf(user, number.portfolioId),
    };
    const preference = {
      ...ids,
      detail: user.marketingOptOut
        ? "User requested to stop marketing messages"
        : "User requested to resume marketing messages",
      category: "marketing_messages",
      value: user.marketingOptOut ? "stop" : "resume",
      timestamp: Math.floor(world.clock.now() / 1000),
    };
    const value = {
      messaging_product: "whatsapp",
      metadata: metadataOf(number),
      contacts: [{ profile: profileOf(user, true), ...ids }],
      user_preferences: [preference],
    };
    sender.enqueue({ number, field: "user_preferences", value, onDelivered: null });
  }
}
