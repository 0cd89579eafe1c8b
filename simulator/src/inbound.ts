import { groupOf } from "./groups.ts";
import { makeWamid } from "./ids.ts";
import { buildContent } from "./inbound-content.ts";
import type { UserMessage } from "./inbound-content.ts";
import { isObject } from "./model.ts";
import type { BusinessNumber, ChatMessage, JsonObject, SimUser, Thread } from "./model.ts";
import { notePhoneExchange, phoneVisible, takeThroughput } from "./rules.ts";
import { profileOf, seconds } from "./statuses.ts";
import { metadataOf } from "./number-facts.ts";
import { WaitingMessages } from "./waiting-messages.ts";
import type { WebhookSender } from "./webhook-sender.ts";
import type { World } from "./world.ts";

/** Types that do not open the service window (13.1). */
const NO_WINDOW = new Set(["system", "request_welcome", "revoke", "edit"]);

/** What people do on their phones, and the webhooks it causes. */
export class Inbound {
  readonly #world: World;
  readonly #sender: WebhookSender;
  readonly waiting: WaitingMessages;

  constructor(world: World, sender: WebhookSender) {
    this.#world = world;
    this.#sender = sender;
    this.waiting = new WaitingMessages(world);
  }

  /**
   * The person writes to the business, or in a group it is in. Offline devices keep the message until they are back.
   * Throws a RangeError when the content does not fit its type.
   */
  send(number: BusinessNumber, user: SimUser, input: UserMessage): ChatMessage {
    if (
      input.groupId !== undefined &&
      groupOf(this.#world, input.groupId, user).phoneNumberId !== number.phoneNumberId
    )
      throw new RangeError(`The group ${input.groupId} is of another business number.`);
    const thread = this.#world.thread(number.phoneNumberId, user.id);
    const { content, quotedId } = buildContent(this.#world, number, thread, input);
    const message: ChatMessage = {
      id: makeWamid(this.#world.idRandom, user.waId, "in"),
      direction: "in",
      at: this.#world.clock.now(),
      type: input.type,
      content,
      quotedId,
      status: "pending",
      failure: null,
      reactions: { user: null, business: null },
      opaque: null,
      addressedBy: "phone",
      pricing: null,
      forwarded: input.forwarded ?? "no",
    };
    if (input.type === "reaction") this.#react(content);
    if (input.type === "edit" || input.type === "revoke") this.#revise(input.type, content);
    if (input.groupId === undefined) this.#world.addMessage(thread, message);
    if (user.device !== "offline") this.#transmit(number, user, thread, message, input);
    else {
      this.waiting.add({ number, user, thread, message, input });
      this.#world.changed();
    }
    return message;
  }

  /** Sends what a device wrote while it was away. */
  flushOffline(user: SimUser): void {
    for (const one of this.waiting.takeOf(user))
      this.#transmit(one.number, user, one.thread, one.message, one.input);
  }

  /** Pending messages of the chats that wait nowhere (snapshots of earlier versions), and devices that came back meanwhile. */
  restore(): void {
    for (const thread of this.#world.threads.values()) {
      const number = this.#world.numbers.get(thread.phoneNumberId);
      const user = this.#world.users.get(thread.userId);
      if (!number || !user) continue;
      for (const message of thread.messages) {
        if (message.direction !== "in" || message.status !== "pending" || this.waiting.has(message)) continue;
        const input: UserMessage = { type: message.type, forwarded: message.forwarded };
        this.waiting.add({ number, user, thread, message, input });
      }
      if (user.device !== "offline") this.flushOffline(user);
    }
  }

  /**
   * The person takes another number: new account id, new BSUID, and the system message of 4.2 to every number it talks to.
   * Throws a RangeError when the phone is taken.
   */
  changeNumber(user: SimUser, waId: string): void {
    const owner = this.#world.userByPhone(waId);
    if (owner && owner.id !== user.id) throw new RangeError(`The phone ${waId} belongs to ${owner.id}.`);
    const told = [...this.#world.numbers.values()].flatMap((number) => {
      const thread = this.#world.threads.get(`${number.phoneNumberId}|${user.id}`);
      if (!thread) return [];
      const visible = phoneVisible(user, number, thread, this.#world.clock.now());
      const previous = this.#world.bsuidOf(user, number.portfolioId);
      return [{ number, thread, from: { oldWaId: visible ? user.waId : null, previous } }];
    });
    const rotation = user.bsuidRotation + 1;
    const moved = this.#world.putUser({
      ...user,
      waId,
      aliases: [],
      bsuidRotation: rotation,
      contactBook: [],
    });
    for (const { number, thread, from } of told) this.#announceChange(number, moved, thread, from);
  }

  #announceChange(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    from: { oldWaId: string | null; previous: string },
  ): void {
    const current = this.#world.bsuidOf(user, number.portfolioId);
    const at = this.#world.clock.now();
    const message: JsonObject = {
      id: makeWamid(this.#world.idRandom, user.waId, "in"),
      timestamp: seconds(at),
      type: "system",
    };
    if (from.oldWaId === null) {
      message.system = {
        type: "user_changed_user_id",
        body: `User ${user.name} changed from ${from.previous} to ${current}`,
        user_id: current,
        previous_user_id: from.previous,
      };
    } else {
      message.from = from.oldWaId;
      message.system = {
        type: "user_changed_number",
        body: `User ${user.name} changed from ${from.oldWaId} to ${user.waId}`,
        wa_id: user.waId,
        user_id: current,
        previous_user_id: from.previous,
      };
    }
    thread.lastPhoneExchangeAt = from.oldWaId === null ? null : at;
    const value = { messaging_product: "whatsapp", metadata: metadataOf(number), messages: [message] };
    this.#sender.enqueue({ number, field: "messages", value, onDelivered: null });
  }

  #react(content: JsonObject): void {
    const target = this.#world.findMessage(String(content.message_id));
    if (!target) return;
    target.message.reactions.user =
      typeof content.emoji === "string" && content.emoji !== "" ? content.emoji : null;
    this.#world.announce(target.thread, target.message);
  }

  /** The writer's own phone shows at once what became of the message. */
  #revise(type: "edit" | "revoke", content: JsonObject): void {
    const target = this.#world.findMessage(String(content.original_message_id));
    if (target?.message.direction !== "in") return;
    const { message } = target;
    if (type === "revoke") message.revised = "deleted";
    else {
      const changed = isObject(content.message) ? content.message : {};
      const part = changed[String(changed.type)];
      if (isObject(part)) message.content = { ...message.content, ...part };
      message.revised = "edited";
    }
    this.#world.announce(target.thread, message);
  }

  #transmit(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    input: UserMessage,
  ): void {
    // what is written in a group is not in the person's own chat, and opens no window (13.1)
    const isOwn = input.groupId === undefined;
    const announce = (): void => {
      if (isOwn) this.#world.announce(thread, message);
    };
    if (number.blockedUsers.includes(user.id)) {
      message.status = "sent";
      announce();
      return;
    }
    takeThroughput(this.#world, number.phoneNumberId);
    if (this.#untold(number, message)) return;
    const at = input.at ?? this.#world.clock.now();
    message.at = at;
    message.status = "sent";
    const value = this.#value(number, user, thread, message, input, at);
    if (isOwn && !NO_WINDOW.has(message.type))
      thread.lastUserMessageAt = Math.max(at, thread.lastUserMessageAt ?? 0);
    if (input.referral) Object.assign(thread, { referralAt: at, firstAnswerAt: null });
    announce();
    const onDelivered = (): void => {
      if (message.status !== "sent") return;
      message.status = "delivered";
      announce();
    };
    this.#sender.enqueue({ number, field: "messages", value, onDelivered });
  }

  /** True for a deletion Meta tells nobody of: one on a number that is not in the app, too. */
  #untold(number: BusinessNumber, message: ChatMessage): boolean {
    if (message.type !== "revoke" || number.onBizApp || this.#world.knobs.revisions === "told") return false;
    message.status = "sent";
    return true;
  }

  /** The message as it goes out when its content does not: an edit nobody is told of, or the first one after onboarding. */
  #withoutContent(number: BusinessNumber, thread: Thread, message: ChatMessage): JsonObject | null {
    const { knobs, faultRandom } = this.#world;
    if (message.type === "edit" && !number.onBizApp && knobs.revisions === "coexistence")
      return unsupported({ type: "edit" }, 131051);
    const isFirst = thread.messages.find((one) => one.direction === "in") === message;
    return isFirst && faultRandom.chance(knobs.unsupportedFirst) ? unsupported(null, 131060) : null;
  }

  #value(
    number: BusinessNumber,
    user: SimUser,
    thread: Thread,
    message: ChatMessage,
    input: UserMessage,
    at: number,
  ): JsonObject {
    const flip = this.#world.faultRandom.chance(this.#world.knobs.hiddenFlip);
    const visible = phoneVisible(user, number, thread, at) !== flip;
    if (visible) notePhoneExchange(this.#world, user, number, thread);
    const bsuid = this.#world.bsuidOf(user, number.portfolioId);
    const wire: JsonObject = {};
    if (visible) wire.from = user.waId;
    wire.from_user_id = bsuid;
    wire.id = message.id;
    wire.timestamp = seconds(at);
    if (input.groupId !== undefined) wire.group_id = input.groupId;
    const context = this.#context(number, message);
    if (context) wire.context = context;
    if (input.referral) wire.referral = input.referral;
    wire.type = message.type;
    Object.assign(wire, this.#withoutContent(number, thread, message) ?? wireContent(message));
    if (input.errors) wire.errors = input.errors;
    const contact: JsonObject = { profile: profileOf(user, true) };
    if (visible) contact.wa_id = user.waId;
    contact.user_id = bsuid;
    const value: JsonObject = { messaging_product: "whatsapp", metadata: metadataOf(number) };
    if (message.type !== "system") value.contacts = [contact];
    value.messages = [wire];
    return value;
  }

  #context(number: BusinessNumber, message: ChatMessage): JsonObject | null {
    if (message.forwarded === "once") return { forwarded: true };
    if (message.forwarded === "many") return { frequently_forwarded: true };
    if (message.quotedId === null) return null;
    const quoted = this.#world.findMessage(message.quotedId);
    const from =
      quoted?.message.direction === "in"
        ? this.#world.users.get(quoted.thread.userId)?.waId
        : number.displayPhone;
    return { from: from ?? number.displayPhone, id: message.quotedId };
  }
}

/** The part of the wire message under the key of its type; keys that only the phone needs are left out. */
function wireContent(message: ChatMessage): JsonObject {
  if (message.type === "contacts") return { contacts: message.content.contacts };
  if (message.type === "request_welcome" || Object.keys(message.content).length === 0) return {};
  if (message.type === "unsupported") return unsupported(message.content, 131051);
  return { [message.type]: message.content };
}

/** `type` and parts of a message whose content the desk cannot have; `part` null leaves out the object of older payloads. */
function unsupported(part: JsonObject | null, code: 131051 | 131060): JsonObject {
  const unknown = code === 131051;
  const title = unknown ? "Message type unknown" : "Message unavailable";
  const details = unknown
    ? "Message type is currently not supported."
    : "This message is currently unavailable.";
  return {
    type: "unsupported",
    ...(part === null ? {} : { unsupported: part }),
    errors: [{ code, title, message: title, error_data: { details } }],
  };
}
