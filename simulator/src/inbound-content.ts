import { findMedia, keepMedia, signedUrl } from "./media-store.ts";
import { isObject } from "./model.ts";
import type { BusinessNumber, JsonObject, Thread } from "./model.ts";
import { sampleFor } from "./samples.ts";
import type { World } from "./world.ts";

/** A file a person sends: a stored one, bytes in base64, or the sample of its kind when neither is given. */
export type UserMedia = {
  mediaId?: string;
  base64?: string;
  mimeType?: string;
  fileName?: string;
  caption?: string;
  voice?: boolean;
  animated?: boolean;
};

/**
 * What a person sends. `type` is one of section 4.2; the content stands under the key of that type in Meta's own shape,
 * except that `text` may be a plain string and files come as `media`. A type nobody knows passes unchanged.
 */
export type UserMessage = {
  type: string;
  text?: string | JsonObject;
  media?: UserMedia;
  /** wamid of the message that is answered */
  quote?: string;
  forwarded?: "no" | "once" | "many";
  referral?: JsonObject;
  /** written in a group the person and the number are in, and not in their own chat (section 16) */
  groupId?: string;
  errors?: JsonObject[];
  /** Meta's timestamp, epoch ms; default now */
  at?: number;
  [key: string]: unknown;
};

const MEDIA_TYPES = new Set(["image", "video", "audio", "document", "sticker"]);

const DEFAULT_MIME: Record<string, string> = {
  image: "image/jpeg",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
};

/** The wire content of a message and what it answers. Throws a RangeError when it does not fit. */
export function buildContent(
  world: World,
  number: BusinessNumber,
  thread: Thread,
  input: UserMessage,
): { content: JsonObject; quotedId: string | null } {
  if (typeof input.type !== "string" || input.type === "") throw new RangeError(`"type" is missing.`);
  const quotedId = typeof input.quote === "string" ? input.quote : null;
  if (MEDIA_TYPES.has(input.type)) return { content: mediaContent(world, number, input), quotedId };
  if (input.type === "text") return { content: textContent(input.text), quotedId };
  if (input.type === "contacts")
    return { content: { contacts: listOf(input.contacts, "contacts") }, quotedId };
  if (input.type === "reaction") return { content: reactionContent(input.reaction), quotedId: null };
  // as it came from damaged ones (4.2): the object is missing, errors say so
  if (input.type === "interactive" && input.interactive === undefined && input.errors)
    return { content: {}, quotedId };
  if (input.type === "interactive" || input.type === "button")
    return { content: objectOf(input[input.type], input.type), quotedId };
  if (input.type === "request_welcome") return { content: {}, quotedId };
  if (input.type === "unsupported")
    return { content: isObject(input.unsupported) ? input.unsupported : { type: "poll_creation" }, quotedId };
  return { content: objectOf(input[input.type], input.type), quotedId };
}

/**
 * The answer that tapping a button or a list row of a business message makes: what to send as the person.
 * `choice` is the id, the payload, the title, or the position (from 0). Throws a RangeError when there is no such button.
 */
export function tapAnswer(thread: Thread, messageId: string, choice: string | number): UserMessage {
  const message = thread.messages.find((one) => one.id === messageId && one.direction === "out");
  if (!message) throw new RangeError(`The chat has no business message ${messageId}.`);
  if (message.type === "template") return templateTap(message.content, messageId, choice);
  const action = isObject(message.content.action) ? message.content.action : {};
  if (message.content.type === "list") {
    const rows = listOf(action.sections, "sections").flatMap((section) =>
      isObject(section) && Array.isArray(section.rows) ? section.rows.filter(isObject) : [],
    );
    const row = pick(rows, choice, (one) => [one.id, one.title]);
    const reply: JsonObject = { id: row.id, title: row.title };
    if (row.description !== undefined) reply.description = row.description;
    return { type: "interactive", quote: messageId, interactive: { type: "list_reply", list_reply: reply } };
  }
  const buttons = listOf(action.buttons, "buttons").flatMap((one) =>
    isObject(one) && isObject(one.reply) ? [one.reply] : [],
  );
  const button = pick(buttons, choice, (one) => [one.id, one.title]);
  return {
    type: "interactive",
    quote: messageId,
    interactive: { type: "button_reply", button_reply: { id: button.id, title: button.title } },
  };
}

function templateTap(content: JsonObject, messageId: string, choice: string | number): UserMessage {
  const rendered = isObject(content.rendered) ? content.rendered : {};
  const blocks = [rendered, ...listOf(rendered.cards ?? [], "cards").filter(isObject)];
  const buttons = blocks
    .flatMap((block) => listOf(block.buttons ?? [], "buttons").filter(isObject))
    .filter((one) => one.type === "QUICK_REPLY");
  const button = pick(buttons, choice, (one) => [one.payload, one.text]);
  return {
    type: "button",
    quote: messageId,
    button: { payload: button.payload ?? button.text, text: button.text },
  };
}

function pick(
  items: JsonObject[],
  choice: string | number,
  keys: (item: JsonObject) => unknown[],
): JsonObject {
  const found =
    typeof choice === "number" ? items[choice] : items.find((item) => keys(item).includes(choice));
  if (!found) throw new RangeError(`The message offers no "${choice}".`);
  return found;
}

function textContent(text: unknown): JsonObject {
  const body = isObject(text) ? text.body : text;
  if (typeof body !== "string" || body === "")
    throw new RangeError(`"text" must be a text that is not empty.`);
  if (body.length > 65_536) throw new RangeError(`"text" is longer than WhatsApp lets anyone write.`);
  return { body };
}

function reactionContent(reaction: unknown): JsonObject {
  const value = objectOf(reaction, "reaction");
  if (typeof value.message_id !== "string") throw new RangeError(`"reaction.message_id" is missing.`);
  return value;
}

function mediaContent(world: World, number: BusinessNumber, input: UserMessage): JsonObject {
  const media = input.media ?? {};
  const item = storedMedia(world, number, input.type, media);
  const content: JsonObject = {
    id: item.id,
    mime_type: item.mimeType,
    sha256: item.sha256.toString("base64"),
  };
  if (media.caption) content.caption = media.caption;
  const fileName = media.fileName ?? item.fileName;
  if (input.type === "document" && fileName) content.filename = fileName;
  if (input.type === "audio") content.voice = media.voice ?? item.mimeType.includes("opus");
  if (input.type === "sticker") content.animated = media.animated ?? false;
  content.url = signedUrl(world, item.id);
  return content;
}

function storedMedia(
  world: World,
  number: BusinessNumber,
  type: string,
  media: UserMedia,
): ReturnType<typeof keepMedia> {
  if (media.mediaId !== undefined) {
    const item = findMedia(world, media.mediaId);
    if (!item) throw new RangeError(`There is no media ${media.mediaId}.`);
    item.phoneNumberId = number.phoneNumberId;
    return item;
  }
  if (media.base64 !== undefined) {
    const bytes = Buffer.from(media.base64, "base64");
    const mimeType = media.mimeType ?? DEFAULT_MIME[type] ?? "application/octet-stream";
    return keepMedia(world, {
      bytes,
      mimeType,
      fileName: media.fileName ?? null,
      phoneNumberId: number.phoneNumberId,
      days: 7,
    });
  }
  const sample = sampleFor(type);
  if (!sample)
    throw new RangeError(`There is no sample of type ${type}: give "media.base64" or "media.mediaId".`);
  return keepMedia(world, { ...sample, phoneNumberId: number.phoneNumberId, days: 7 });
}

function objectOf(value: unknown, key: string): JsonObject {
  if (!isObject(value)) throw new RangeError(`"${key}" must be an object.`);
  return value;
}

function listOf(value: unknown, key: string): unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`"${key}" must be a list.`);
  return value;
}
