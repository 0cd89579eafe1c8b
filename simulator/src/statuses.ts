import { createHash } from "node:crypto";
import { errorByCode } from "./graph/graph-error.ts";
import type {
  BusinessNumber,
  ChatMessage,
  JsonObject,
  MessageStatus,
  SimUser,
  StatusEvent,
  Thread,
} from "./model.ts";
import { canPay, chargeOnce, fixPrice } from "./pricing.ts";
import { freeEntryUntil, phoneVisible } from "./rules.ts";
import { metadataOf } from "./number-facts.ts";
import type { WebhookItem } from "./webhook-body.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import type { World } from "./world.ts";

const RANK: Record<MessageStatus, number> = {
  pending: -1,
  accepted: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  played: 4,
  failed: 9,
};
/** What shows that a message is on the device. */
const ARRIVED: ReadonlySet<MessageStatus> = new Set(["delivered", "read", "played"]);
const HELD_MS = 10 * 60_000;
const HELP = "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes";

/** The life of a business message after it was accepted (18.5). */
export class StatusSchedule {
  readonly #world: World;
  readonly #sender: WebhookSender;

  constructor(world: World, sender: WebhookSender) {
    this.#world = world;
    this.#sender = sender;
  }

  /** Plans `sent` and what follows. */
  begin(number: BusinessNumber, user: SimUser, thread: Thread, message: ChatMessage): void {
    const { delayRandom, clock, knobs, scheduler } = this.#world;
    const sentAt = clock.now() + delayRandom.between(...knobs.sentDelayMs);
    scheduler.schedule(sentAt, "status", (at) => {
      this.#sender.enqueue(this.leave(number, user, thread, message, at));
      this.planDelivery(number, user, thread, message, at);
    });
  }

  /** Holds a template back for quality assessment (7.3); then it leaves, or fails as a paused one. */
  hold(number: BusinessNumber, user: SimUser, thread: Thread, message: ChatMessage): void {
    const { scheduler, clock, knobs } = this.#world;
    const end = knobs.heldEnd;
    scheduler.schedule(clock.now() + HELD_MS, "status", () => {
      if (end === "released") this.begin(number, user, thread, message);
      else this.fail(number, user, thread, message, 132015, user.waId);
    });
  }

  /** The message leaves Meta: `sent`, or `failed` when the account cannot pay for it (131042). */
  leave(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    at: number,
  ): WebhookItem {
    if (!canPay(this.#world, number, thread, message, at))
      return this.#failed(number, user, thread, message, 131042, user.waId, at);
    if (this.#world.knobs.pricingOn !== "delivered") fixPrice(this.#world, number, thread, message, at);
    return this.item(number, user, thread, message, "sent", at);
  }

  /** Plans a `failed` status for a message that was accepted but cannot arrive. `user` null = nobody has that phone. */
  fail(
    number: BusinessNumber,
    user: SimUser | null,
    thread: Thread | null,
    message: ChatMessage,
    code: number,
    waId: string,
  ): void {
    const { delayRandom, clock, knobs, scheduler } = this.#world;
    scheduler.schedule(clock.now() + delayRandom.between(...knobs.sentDelayMs), "status", (at) => {
      this.#sender.enqueue(this.#failed(number, user, thread, message, code, waId, at));
    });
  }

  /** Plans the delivery of a message that was sent: at once when the device is online, else when it comes back. */
  planDelivery(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    from: number,
  ): void {
    if (user.device === "offline" || message.type === "reaction") return;
    const { delayRandom, faultRandom, knobs, scheduler } = this.#world;
    scheduler.schedule(from + delayRandom.between(...knobs.deliveredDelayMs), "status", (at) => {
      if (user.device === "offline" || message.status !== "sent") return;
      const open = thread.openBy.size > 0;
      const skip = open && user.readReceipts && delayRandom.chance(0.5);
      if (!skip) this.apply(number, user, thread, message, "delivered", at);
      if (faultRandom.chance(knobs.failedAfterDelivered))
        this.#sender.enqueue(this.#failed(number, user, thread, message, 131026, user.waId, at + 200));
      if (open) this.readOne(number, user, thread, message, at + (skip ? 0 : delayRandom.between(100, 400)));
      else this.#world.announce(thread, message);
    });
  }

  /** Marks one business message as seen; a `read` status goes out only when the person allows it. */
  readOne(number: BusinessNumber, user: SimUser, thread: Thread, message: ChatMessage, at: number): void {
    if (message.direction !== "out" || message.type === "reaction" || !user.readReceipts) return;
    if (message.status !== "sent" && message.status !== "delivered") return;
    const { scheduler, clock } = this.#world;
    const read = (when: number): void => {
      if (message.status !== "sent" && message.status !== "delivered") return;
      this.apply(number, user, thread, message, "read", when);
      if (this.#world.knobs.autoPlayVoice) this.#planPlayed(number, user, thread, message, when);
    };
    if (at <= clock.now()) read(at);
    else scheduler.schedule(at, "status", read);
  }

  /** The person plays a voice note: `played` after `read`. */
  played(number: BusinessNumber, user: SimUser, thread: Thread, message: ChatMessage): void {
    if (!isVoice(message) || message.status === "played" || message.status === "failed" || !user.readReceipts)
      return;
    const now = this.#world.clock.now();
    if (message.status !== "read") this.apply(number, user, thread, message, "read", now);
    this.apply(number, user, thread, message, "played", now);
  }

  /** Sends a status to the receiver and keeps the highest one on the message. */
  apply(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    status: MessageStatus,
    at: number,
  ): void {
    this.#sender.enqueue(this.item(number, user, thread, message, status, at));
  }

  /** The status as a webhook item; also notes it on the message. */
  item(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    status: MessageStatus,
    at: number,
  ): WebhookItem {
    const event = eventOf(message, status, at);
    if (RANK[status] > RANK[message.status] && message.status !== "failed") {
      message.status = status;
      this.#world.announce(thread, message);
    }
    const now = this.#world.clock.now();
    const charged = ARRIVED.has(status) && chargeOnce(this.#world, number, thread, message, at);
    const visible = phoneVisible(user, number, thread, now);
    const body: JsonObject = { id: message.id, status, timestamp: seconds(at) };
    if (message.addressedBy === "phone" || visible) body.recipient_id = user.waId;
    body.recipient_user_id = this.#world.bsuidOf(user, number.portfolioId);
    if (message.opaque !== null) body.biz_opaque_callback_data = message.opaque;
    addConversation(body, number, thread, message, status, now);
    const carries =
      status === "sent"
        ? this.#world.knobs.pricingOn !== "delivered"
        : this.#world.knobs.pricingOn !== "sent" && charged;
    if (message.pricing && carries) body.pricing = message.pricing;
    const contact: JsonObject = { profile: profileOf(user, status !== "sent") };
    if (body.recipient_id !== undefined) contact.wa_id = user.waId;
    contact.user_id = body.recipient_user_id;
    return this.#wrap(number, body, [contact], event);
  }

  #failed(
    number: BusinessNumber,
    user: SimUser | null,
    thread: Thread | null,
    message: ChatMessage,
    code: number,
    waId: string,
    at: number,
  ): WebhookItem {
    const error = errorByCode(code);
    if (thread && message.status !== "delivered" && message.status !== "read") {
      message.status = "failed";
      message.failure = { code, title: error.title };
      this.#world.announce(thread, message);
    }
    const body: JsonObject = { id: message.id, status: "failed", timestamp: seconds(at) };
    if (message.addressedBy === "phone") body.recipient_id = waId;
    else if (user) body.recipient_user_id = this.#world.bsuidOf(user, number.portfolioId);
    if (message.opaque !== null) body.biz_opaque_callback_data = message.opaque;
    body.errors = [
      {
        code,
        title: error.title,
        message: error.title,
        error_data: { details: error.details ?? error.title },
        href: HELP,
      },
    ];
    return this.#wrap(number, body, null, eventOf(message, "failed", at, error.title));
  }

  #planPlayed(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    from: number,
  ): void {
    if (!isVoice(message)) return;
    this.#world.scheduler.schedule(from + this.#world.delayRandom.between(1_000, 3_000), "status", () => {
      this.played(number, user, thread, message);
    });
  }

  #wrap(
    number: BusinessNumber,
    status: JsonObject,
    contacts: JsonObject[] | null,
    event: StatusEvent,
  ): WebhookItem {
    const value: JsonObject = { messaging_product: "whatsapp", metadata: metadataOf(number) };
    if (contacts) value.contacts = contacts;
    value.statuses = [status];
    return {
      number,
      field: "messages",
      value,
      onDelivered: () => {
        event.webhook = "DELIVERED";
      },
      onMissed: (last) => {
        event.webhook = last ? "FAILED" : "RETRYING";
      },
    };
  }
}

/** Notes a status for the message history. */
function eventOf(message: ChatMessage, status: MessageStatus, at: number, detail?: string): StatusEvent {
  const event: StatusEvent = { status, at, webhook: "PENDING" };
  if (detail !== undefined) event.detail = detail;
  message.events = [...(message.events ?? []), event];
  return event;
}

/** Unix seconds as a string, as in messages and statuses. */
export function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}

/** `profile` of a contact: the name, and the username where Meta shows it. */
export function profileOf(user: SimUser, withUsername: boolean): JsonObject {
  const profile: JsonObject = { name: user.name };
  if (withUsername && user.username !== null) profile.username = user.username;
  return profile;
}

function isVoice(message: ChatMessage): boolean {
  return message.direction === "out" && message.type === "audio" && message.content.voice === true;
}

function addConversation(
  body: JsonObject,
  number: BusinessNumber,
  thread: Thread,
  message: ChatMessage,
  status: MessageStatus,
  now: number,
): void {
  const freeUntil = freeEntryUntil(thread, now);
  const old = Number(/^v(\d+)/.exec(number.webhookVersion)?.[1] ?? 25) <= 23;
  if (freeUntil === null && !old) return;
  const origin = freeUntil === null ? String(message.pricing?.category ?? "service") : "referral_conversion";
  const key =
    freeUntil === null ? message.id : `${number.phoneNumberId}|${thread.userId}|${thread.referralAt}`;
  const conversation: JsonObject = { id: createHash("md5").update(key).digest("hex") };
  if (status === "sent") conversation.expiration_timestamp = seconds(freeUntil ?? now + 24 * 3_600_000);
  conversation.origin = { type: origin.replace("-", "_") };
  body.conversation = conversation;
}
