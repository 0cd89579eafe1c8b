import { isObject } from "../model.ts";
import type { JsonObject } from "../model.ts";
import { invalid, mayText, missing, needList, needObject, needText, onlyKeys, unsupported } from "./check.ts";
import { GraphError } from "./graph-error.ts";
import { checkInteractive, checkMediaReference } from "./validate-interactive.ts";

const TOP_KEYS = [
  "messaging_product",
  "recipient_type",
  "to",
  "recipient",
  "type",
  "context",
  "biz_opaque_callback_data",
  "recipient_identity_key_hash",
  "text",
  "image",
  "video",
  "document",
  "audio",
  "sticker",
  "location",
  "contacts",
  "reaction",
  "interactive",
  "template",
  "messages",
  "message_activity_sharing",
] as const;

/** Types that exist on the wire but cannot be sent (131051). */
const NOT_SENDABLE = new Set([
  "system",
  "order",
  "unsupported",
  "button",
  "unknown",
  "request_welcome",
  "edit",
  "revoke",
]);

export type CheckedSend = {
  type: string;
  content: JsonObject;
  contextId: string | null;
  opaque: string | null;
};

/**
 * Checks the body of a send call (7.1, 7.2) in the order of 18.4: keys first, then lengths.
 * Throws the GraphError Meta would answer.
 */
export function checkSend(body: JsonObject): CheckedSend {
  if (body.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  if (body.to === undefined && body.recipient === undefined)
    throw new GraphError(100, "The parameter to is required.");
  const type = body.type === undefined ? "text" : body.type;
  if (typeof type !== "string") throw unsupported("Param type must be a string.");
  const check = CHECKS[type];
  if (!check) throw unknownType(type);
  onlyKeys(body, TOP_KEYS, "body");
  const recipientType = body.recipient_type ?? "individual";
  if (recipientType !== "individual" && recipientType !== "group")
    throw unsupported("Param recipient_type must be one of {individual, group}.");
  mayText(body.biz_opaque_callback_data, "biz_opaque_callback_data", 512);
  const content = type === "contacts" ? { contacts: body.contacts } : needObject(body[type], type);
  check(content);
  return {
    type,
    content,
    contextId: contextOf(body, type),
    opaque: typeof body.biz_opaque_callback_data === "string" ? body.biz_opaque_callback_data : null,
  };
}

function unknownType(type: string): GraphError {
  if (NOT_SENDABLE.has(type))
    return new GraphError(
      131051,
      "Unsupported message type",
      `Message type ${type} is not currently supported.`,
    );
  return new GraphError(
    100,
    `Param type must be one of {${Object.keys(CHECKS).join(", ").toUpperCase()}} - got "${type}".`,
  );
}

function contextOf(body: JsonObject, type: string): string | null {
  if (body.context === undefined) return null;
  const context = needObject(body.context, "context");
  if (type === "reaction") throw unsupported(`Unexpected key "context" on param "body".`);
  return needText(context.message_id, "context['message_id']", 1_000);
}

const CHECKS: Record<string, (content: JsonObject) => void> = {
  audio: (content) => {
    onlyKeys(content, ["id", "link", "voice", "provider"], "audio");
    checkMediaReference(content, "audio");
  },
  contacts: (content) => checkContacts(needList(content.contacts, "contacts", 1, 257)),
  document: (content) => checkCaptioned(content, "document", ["filename"]),
  image: (content) => checkCaptioned(content, "image", []),
  interactive: checkInteractive,
  location: checkLocation,
  reaction: (content) => {
    onlyKeys(content, ["message_id", "emoji"], "reaction");
    needText(content.message_id, "reaction['message_id']", 1_000);
    if (content.emoji === undefined) throw missing("reaction['emoji']");
    mayText(content.emoji, "reaction['emoji']", 64);
  },
  sticker: (content) => {
    onlyKeys(content, ["id", "link", "provider"], "sticker");
    checkMediaReference(content, "sticker");
  },
  template: checkTemplate,
  text: (content) => {
    onlyKeys(content, ["body", "preview_url"], "text");
    needText(content.body, "text['body']", 4_096);
    if (content.preview_url !== undefined && typeof content.preview_url !== "boolean")
      throw unsupported("Param text['preview_url'] must be a boolean.");
  },
  video: (content) => checkCaptioned(content, "video", []),
};

function checkCaptioned(content: JsonObject, kind: string, more: readonly string[]): void {
  onlyKeys(content, ["id", "link", "caption", "provider", ...more], kind);
  checkMediaReference(content, kind);
  mayText(content.caption, `${kind}['caption']`, 1_024);
  mayText(content.filename, `${kind}['filename']`, 240);
}

function checkLocation(content: JsonObject): void {
  onlyKeys(content, ["latitude", "longitude", "name", "address"], "location");
  for (const [key, most] of [
    ["latitude", 90],
    ["longitude", 180],
  ] as const) {
    if (content[key] === undefined) throw missing(`location['${key}']`);
    const value = Number(content[key]);
    if (!Number.isFinite(value) || Math.abs(value) > most)
      throw invalid(`location['${key}'] is not a coordinate`);
  }
  mayText(content.name, "location['name']", 1_000);
  mayText(content.address, "location['address']", 1_000);
}

function checkContacts(contacts: unknown[]): void {
  for (const [index, contact] of contacts.entries()) {
    const name = needObject(needObject(contact, `contacts[${index}]`).name, `contacts[${index}]['name']`);
    needText(name.formatted_name, `contacts[${index}]['name']['formatted_name']`, 1_000);
    const parts = ["first_name", "last_name", "middle_name", "suffix", "prefix"];
    if (!parts.some((part) => typeof name[part] === "string" && name[part] !== ""))
      throw missing(`contacts[${index}]['name']['first_name']`);
  }
}

function checkTemplate(content: JsonObject): void {
  onlyKeys(content, ["name", "language", "components", "namespace"], "template");
  needText(content.name, "template['name']", 512);
  needText(needObject(content.language, "template['language']").code, "template['language']['code']", 20);
  if (content.components === undefined) return;
  for (const [index, component] of needList(content.components, "template['components']", 0, 20).entries()) {
    const one = needObject(component, `template['components'][${index}]`);
    const type = String(one.type).toLowerCase();
    if (!["header", "body", "button", "footer", "carousel", "limited_time_offer"].includes(type)) {
      throw unsupported(`template['components'][${index}]['type'] is not a component of a template.`);
    }
    if (one.parameters !== undefined && (!Array.isArray(one.parameters) || !one.parameters.every(isObject))) {
      throw unsupported(`Param template['components'][${index}]['parameters'] must be a JSON array.`);
    }
  }
}
