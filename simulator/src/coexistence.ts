import { GraphError, errorByCode } from "./graph/graph-error.ts";
import { makeWamid } from "./ids.ts";
import { buildContent, type UserMessage } from "./inbound-content.ts";
import type { BusinessNumber, ChatMessage, JsonObject, SimUser, Thread } from "./model.ts";
import { metadataOf } from "./number-facts.ts";
import { phoneVisible } from "./rules.ts";
import type { Simulator } from "./simulator.ts";
import { profileOf, seconds } from "./statuses.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 3_600_000;
const MEDIA = new Set(["image", "video", "audio", "document", "sticker"]);
/** How far back each phase of the history goes, in days (section 15). */
const PHASES = [1, 90, 180] as const;
const MEDIA_DAYS = 14;
const CHUNK = 50;

/** A message of a chat as it was before the number came to the platform; nobody is told of it. */
export type PastMessage = UserMessage & { userId: string; from: "user" | "business"; at: number };

function numberOf(sim: Simulator, phoneNumberId: string): BusinessNumber {
  const number = sim.world.numbers.get(phoneNumberId);
  if (!number) throw new RangeError(`There is no business number ${phoneNumberId}.`);
  return number;
}

function userOf(sim: Simulator, userId: string): SimUser {
  const user = sim.world.users.get(userId);
  if (!user) throw new RangeError(`There is no user ${userId}.`);
  return user;
}

function newMessage(world: World, user: SimUser, direction: "in" | "out", input: UserMessage): ChatMessage {
  return {
    id: makeWamid(world.idRandom, user.waId, direction),
    direction,
    at: input.at ?? world.clock.now(),
    type: input.type,
    content: {},
    quotedId: null,
    status: "delivered",
    failure: null,
    reactions: { user: null, business: null },
    opaque: null,
    addressedBy: "phone",
    pricing: null,
    forwarded: "no",
  };
}

/**
 * Somebody answers in the WhatsApp Business app of a coexistence number: the customer gets it, the desk its echo (section 15).
 * Free of charge, and the window stays as it is. Throws a RangeError when the number is not in the app.
 */
export function writeInApp(
  sim: Simulator,
  phoneNumberId: string,
  userId: string,
  input: UserMessage,
): ChatMessage {
  const number = numberOf(sim, phoneNumberId);
  const user = userOf(sim, userId);
  if (!number.onBizApp)
    throw new RangeError(`The number ${phoneNumberId} is not in the WhatsApp Business app.`);
  const thread = sim.world.thread(phoneNumberId, userId);
  const message = newMessage(sim.world, user, "out", input);
  Object.assign(message, buildContent(sim.world, number, thread, input));
  sim.world.addMessage(thread, message);
  const now = sim.now();
  const visible = phoneVisible(user, number, thread, now);
  const userIdAtMeta = sim.world.bsuidOf(user, number.portfolioId);
  const contact: JsonObject = { profile: profileOf(user, true) };
  if (visible) contact.wa_id = user.waId;
  contact.user_id = userIdAtMeta;
  const echo: JsonObject = { from: number.displayPhone };
  if (visible) echo.to = user.waId;
  Object.assign(echo, { to_user_id: userIdAtMeta, id: message.id, timestamp: seconds(message.at) });
  if (message.quotedId !== null) echo.context = { from: user.waId, id: message.quotedId };
  Object.assign(echo, { type: message.type, [message.type]: partOf(message) });
  const value = {
    messaging_product: "whatsapp",
    metadata: metadataOf(number),
    contacts: [contact],
    message_echoes: [echo],
  };
  sim.sender.enqueue({ number, field: "smb_message_echoes", value, onDelivered: null });
  return message;
}

/** Puts messages into chats as the app had them before the platform; they come by `history` when they are asked for. */
export function putPast(sim: Simulator, phoneNumberId: string, past: readonly PastMessage[]): void {
  const number = numberOf(sim, phoneNumberId);
  for (const { userId, from, ...input } of past) {
    if (from !== "user" && from !== "business") throw new RangeError(`"from" must be user or business.`);
    if (typeof input.at !== "number") throw new RangeError(`"at" must be a time, epoch ms.`);
    const user = userOf(sim, userId);
    const thread = sim.world.thread(phoneNumberId, userId);
    const message = newMessage(sim.world, user, from === "user" ? "in" : "out", input as UserMessage);
    Object.assign(message, buildContent(sim.world, number, thread, input as UserMessage), { status: "read" });
    sim.world.addMessage(thread, message);
    thread.messages.sort((one, other) => one.at - other.at);
  }
}

/**
 * POST /{phone}/smb_app_data (section 15): each kind once, in the 24 hours after onboarding; what was asked for comes as webhooks.
 * Throws a GraphError: 100 not in the app or unknown kind, 2593107 asked before, 2593108 too late.
 */
export function syncAppData(sim: Simulator, number: BusinessNumber, body: JsonObject): JsonObject {
  const type = body.sync_type;
  if (body.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  if (type !== "smb_app_state_sync" && type !== "history")
    throw new GraphError(100, "Param sync_type must be one of {smb_app_state_sync, history}.");
  if (!number.onBizApp) throw new GraphError(100, "The phone number is not in the WhatsApp Business app.");
  if (number.syncsAsked.includes(type)) throw errorByCode(2593107);
  if (sim.now() - (number.onboardedAt ?? sim.now()) >= DAY_MS) throw errorByCode(2593108);
  number.syncsAsked.push(type);
  const values = type === "history" ? historyValues(sim.world, number) : [stateValue(sim.world, number)];
  const field = type === "history" ? "history" : "smb_app_state_sync";
  for (const value of values) sim.sender.enqueue({ number, field, value, onDelivered: null });
  return { messaging_product: "whatsapp", request_id: sim.world.idRandom.hex(32) };
}

function threadsOf(world: World, number: BusinessNumber): { thread: Thread; user: SimUser }[] {
  return [...world.threads.values()].flatMap((thread) => {
    const user = thread.phoneNumberId === number.phoneNumberId ? world.users.get(thread.userId) : undefined;
    return user ? [{ thread, user }] : [];
  });
}

function stateValue(world: World, number: BusinessNumber): JsonObject {
  const timestamp = seconds(world.clock.now());
  const state = threadsOf(world, number).map(({ user }) => ({
    type: "contact",
    contact: {
      full_name: user.name,
      first_name: user.name.split(" ")[0],
      phone_number: user.waId,
      user_id: world.bsuidOf(user, number.portfolioId),
      ...(user.username === null ? {} : { username: user.username }),
    },
    action: "add",
    metadata: { timestamp },
  }));
  return { messaging_product: "whatsapp", metadata: metadataOf(number), state_sync: state };
}

/** The chunks of the three phases, newest days first, then the files of the last fortnight one by one. */
function historyValues(world: World, number: BusinessNumber): JsonObject[] {
  const head = { messaging_product: "whatsapp", metadata: metadataOf(number) };
  if (!number.sharesHistory) {
    const { title, details } = declined();
    const error = { code: 2593109, title, message: title, error_data: { details } };
    return [{ ...head, history: [{ errors: [error] }] }];
  }
  const chunks = chunksOf(world, number);
  const history = chunks.map((chunk, index) => ({
    ...head,
    history: [
      {
        metadata: { ...chunk.metadata, progress: Math.round(((index + 1) * 100) / chunks.length) },
        threads: chunk.threads,
      },
    ],
  }));
  const files = threadsOf(world, number).flatMap(({ thread }) =>
    thread.messages
      .filter((one) => MEDIA.has(one.type) && world.clock.now() - one.at <= MEDIA_DAYS * DAY_MS)
      .map((one) => ({ ...head, messages: [fileOf(one, number, world)] })),
  );
  return [...history, ...files];
}

function declined(): { title: string; details: string } {
  const { userTitle, details } = errorByCode(2593109);
  return { title: userTitle ?? "", details: details ?? "" };
}

type Chunk = { metadata: { phase: number; chunk_order: number }; threads: JsonObject[] };

function chunksOf(world: World, number: BusinessNumber): Chunk[] {
  const now = world.clock.now();
  return PHASES.flatMap((days, phase) => {
    const newest = phase === 0 ? 0 : (PHASES[phase - 1] as number) * DAY_MS;
    const parts = threadsOf(world, number).flatMap(({ thread, user }) => {
      const messages = thread.messages.filter((one) => {
        const age = now - one.at;
        return age >= newest && age < days * DAY_MS;
      });
      return slices(messages).map((slice) => ({
        id: user.waId,
        messages: slice.map((one) => historyMessage(one, number, user)),
      }));
    });
    return parts.map((part, index) => ({ metadata: { phase, chunk_order: index + 1 }, threads: [part] }));
  });
}

function slices(messages: ChatMessage[]): ChatMessage[][] {
  const count = Math.ceil(messages.length / CHUNK);
  return Array.from({ length: count }, (_none, index) => messages.slice(index * CHUNK, (index + 1) * CHUNK));
}

function historyMessage(message: ChatMessage, number: BusinessNumber, user: SimUser): JsonObject {
  const out = message.direction === "out";
  const file = MEDIA.has(message.type);
  return {
    from: out ? number.displayPhone : user.waId,
    ...(out ? { to: user.waId } : {}),
    id: message.id,
    timestamp: seconds(message.at),
    type: file ? "media_placeholder" : message.type,
    ...(file ? {} : { [message.type]: partOf(message) }),
    history_context: { status: message.status.toUpperCase() },
  };
}

function fileOf(message: ChatMessage, number: BusinessNumber, world: World): JsonObject {
  const user = world.users.get(world.findMessage(message.id)?.thread.userId ?? "");
  return {
    from: message.direction === "out" ? number.displayPhone : user?.waId,
    id: message.id,
    timestamp: seconds(message.at),
    type: message.type,
    [message.type]: partOf(message),
  };
}

function partOf(message: ChatMessage): unknown {
  return message.type === "contacts" ? message.content.contacts : message.content;
}
