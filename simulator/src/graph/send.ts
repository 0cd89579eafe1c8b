import { digitsOf } from "../brazil.ts";
import { makeWamid } from "../ids.ts";
import { findMedia } from "../media-store.ts";
import type { BusinessNumber, ChatMessage, JsonObject, SimUser, Template, Thread } from "../model.ts";
import { isObject } from "../model.ts";
import { putPerson } from "../people.ts";
import { notePhoneExchange, takePair, takeThroughput, windowOpen } from "../rules.ts";
import type { StatusSchedule } from "../statuses.ts";
import { renderTemplate } from "../template-render.ts";
import type { World } from "../world.ts";
import { invalid } from "./check.ts";
import { GraphError, errorByCode } from "./graph-error.ts";
import { checkSend } from "./validate.ts";
import type { CheckedSend } from "./validate.ts";

/** What became of an accepted send. `user` null = nobody has that phone; then a `failed` status follows. */
export type Accepted = {
  answer: JsonObject;
  message: ChatMessage;
  user: SimUser | null;
  thread: Thread | null;
};

export type AcceptOptions = {
  /** false accepts without planning statuses: the caller does it */
  begin: boolean;
  /** a code of section 8 the message fails with whatever it is; null = as the rules say */
  failure: number | null;
};

const MEDIA_TYPES = new Set(["image", "video", "audio", "document", "sticker"]);

type Recipient = {
  by: "phone" | "bsuid";
  /** as written in the call */
  input: string;
  user: SimUser | null;
  waId: string;
  /** accepted and never delivered, as a BSUID in `to` */
  silent: boolean;
};

/**
 * The send pipeline of 18.4 for a number that is already authorised: checks in Meta's order, then acceptance and what
 * follows it. Throws a GraphError.
 */
export function acceptSend(
  world: World,
  statuses: StatusSchedule,
  number: BusinessNumber,
  body: JsonObject,
  { begin, failure: forced }: AcceptOptions,
): Accepted {
  if (number.banned) throw errorByCode(131031);
  if (!number.registered) throw errorByCode(133010);
  const send = checkSend(body);
  if (!takeThroughput(world, number.phoneNumberId)) throw errorByCode(130429);
  const recipient = resolveRecipient(world, number, body);
  const thread = recipient.user ? world.thread(number.phoneNumberId, recipient.user.id) : null;
  if (thread && world.knobs.pairLimit && !takePair(thread, world.clock.now())) throw errorByCode(131056);
  if (recipient.waId === number.displayPhone) throw errorByCode(131021);
  const template =
    send.type === "template" ? renderTemplate(world.templates.get(number.wabaId) ?? [], send.content) : null;
  const failure = forced ?? asyncFailure(world, number, recipient, thread, send, template?.template ?? null);
  if (number.allowList && !allowed(number.allowList, recipient)) throw errorByCode(131030);
  const message = newMessage(world, number, recipient, send, template?.rendered ?? null);
  if (template) message.templateCategory = template.template.category;
  if (thread && thread.referralAt !== null && failure === null) thread.firstAnswerAt ??= message.at;
  record(world, number, recipient, send, message, body);
  if (thread && recipient.user) deliver(world, number, recipient.user, thread, message, failure !== null);
  if (failure !== null) statuses.fail(number, recipient.user, thread, message, failure, recipient.waId);
  const arriving = failure === null && !recipient.silent && thread ? recipient.user : null;
  const held = template !== null && arriving !== null && world.faultRandom.chance(world.knobs.heldTemplates);
  if (arriving && thread && held) statuses.hold(number, arriving, thread, message);
  else if (arriving && thread && begin) statuses.begin(number, arriving, thread, message);
  const status = template === null ? null : held ? "held_for_quality_assessment" : "accepted";
  return { answer: answerOf(recipient, message, status), message, user: held ? null : arriving, thread };
}

function resolveRecipient(world: World, number: BusinessNumber, body: JsonObject): Recipient {
  if (body.to === undefined || body.to === "") {
    const input = String(body.recipient);
    if (!/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(input))
      throw invalid(`recipient ${input} is not a user id`);
    const user = world.userByBsuid(input, number.portfolioId);
    if (!user) throw invalid(`recipient ${input} is not known to this business`);
    return { by: "bsuid", input, user, waId: user.waId, silent: false };
  }
  const input = String(body.to);
  if (/^[A-Z]{2}\./.test(input)) {
    if (world.knobs.bsuidInTo === "strict") throw invalid("Parameter to is not a valid phone number.");
    return { by: "phone", input, user: null, waId: digitsOf(input), silent: true };
  }
  let digits = digitsOf(input);
  if (
    !input.trim().startsWith("+") &&
    (digits.length === 10 || digits.length === 11) &&
    number.displayPhone.startsWith("55")
  )
    digits = `55${digits}`;
  if (digits.length < 8 || digits.length > 15 || /[A-Za-z]/.test(input))
    throw invalid("Parameter to is not a valid phone number.");
  let user = world.userByPhone(digits) ?? null;
  if (!user && world.knobs.unknownRecipients === "create") user = putPerson(world, { waId: digits });
  return { by: "phone", input, user, waId: user?.waId ?? digits, silent: false };
}

function asyncFailure(
  world: World,
  number: BusinessNumber,
  recipient: Recipient,
  thread: Thread | null,
  send: CheckedSend,
  template: Template | null,
): number | null {
  if (recipient.silent) return null;
  if (send.type === "reaction" && !world.findMessage(String(send.content.message_id)))
    throw invalid("Message id is not known.");
  const { user } = recipient;
  if (!user || !thread) return 131026;
  if (number.blockedUsers.includes(user.id))
    throw new GraphError(130403, "Message blocked", "The business has blocked this user.");
  if (template === null && !windowOpen(thread, world.clock.now())) {
    if (world.knobs.syncWindowErrors) throw errorByCode(131047);
    return 131047;
  }
  if (user.device === "old" || user.blockedNumbers.includes(number.phoneNumberId)) return 131026;
  const media = missingMedia(world, number, send);
  if (media !== null) {
    if (world.knobs.mediaErrors === "sync") throw invalid(`Media ${media} does not exist or has expired`);
    return 131053;
  }
  if (template?.category === "AUTHENTICATION" && recipient.by === "bsuid")
    throw new GraphError(131062, "Recipient not allowed for this message", null);
  if (template?.category === "MARKETING" && user.marketingOptOut) return 131050;
  if (template?.category === "MARKETING" && user.experimentGroup) return 130472;
  if (template?.category === "MARKETING" && user.marketingCapped) return 131049;
  return null;
}

/** The id of a media object that this number cannot use, or null. */
function missingMedia(world: World, number: BusinessNumber, send: CheckedSend): string | null {
  const header = send.type === "interactive" && isObject(send.content.header) ? send.content.header : null;
  const holder = header ? header[String(header.type)] : send.content;
  if (!(header || MEDIA_TYPES.has(send.type)) || !isObject(holder) || holder.id === undefined) return null;
  const item = findMedia(world, String(holder.id));
  return item && (item.phoneNumberId === null || item.phoneNumberId === number.phoneNumberId)
    ? null
    : String(holder.id);
}

function allowed(list: readonly string[], recipient: Recipient): boolean {
  const literal = recipient.by === "phone" ? digitsOf(recipient.input) : recipient.waId;
  return list.some((one) => digitsOf(one) === literal);
}

function newMessage(
  world: World,
  number: BusinessNumber,
  recipient: Recipient,
  send: CheckedSend,
  rendered: unknown,
): ChatMessage {
  const content: JsonObject = rendered === null ? send.content : { ...send.content, rendered };
  return {
    id: makeWamid(world.idRandom, recipient.waId, "out"),
    direction: "out",
    at: world.clock.now(),
    type: send.type,
    content,
    quotedId:
      send.contextId !== null &&
      world.findMessage(send.contextId)?.thread.phoneNumberId === number.phoneNumberId
        ? send.contextId
        : null,
    status: "accepted",
    failure: null,
    reactions: { user: null, business: null },
    opaque: send.opaque,
    addressedBy: recipient.by,
    pricing: null,
    forwarded: "no",
  };
}

function record(
  world: World,
  number: BusinessNumber,
  recipient: Recipient,
  send: CheckedSend,
  message: ChatMessage,
  body: JsonObject,
): void {
  world.ledger.sends.add({
    wamid: message.id,
    phoneNumberId: number.phoneNumberId,
    to: recipient.input,
    userId: recipient.user?.id ?? null,
    type: send.type,
    opaque: send.opaque,
    at: message.at,
    answerLost: false,
    body,
  });
}

function deliver(
  world: World,
  number: BusinessNumber,
  user: SimUser,
  thread: Thread,
  message: ChatMessage,
  failing: boolean,
): void {
  world.addMessage(thread, message);
  if (failing) return;
  if (message.addressedBy === "phone") notePhoneExchange(world, user, number, thread);
  if (thread.typingUntil > message.at) {
    thread.typingUntil = 0;
    world.events.emit({ kind: "typing", userId: user.id, phoneNumberId: number.phoneNumberId, until: 0 });
  }
  if (message.type !== "reaction") return;
  const target = world.findMessage(String(message.content.message_id));
  if (!target) return;
  target.message.reactions.business = message.content.emoji === "" ? null : String(message.content.emoji);
  world.announce(target.thread, target.message);
}

function answerOf(recipient: Recipient, message: ChatMessage, status: string | null): JsonObject {
  const contact =
    recipient.by === "bsuid"
      ? { input: recipient.input, user_id: recipient.input }
      : { input: recipient.input, wa_id: recipient.waId };
  const item: JsonObject = { id: message.id };
  if (status !== null) item.message_status = status;
  return { messaging_product: "whatsapp", contacts: [contact], messages: [item] };
}
