import type { WireContactCard, WireContent, WireMedia } from "./facts.ts";
import { parseSystem } from "./parse-system.ts";
import {
  array,
  asObject,
  cleanJson,
  filled,
  flag,
  id,
  number,
  object,
  phone,
  seconds,
  text,
  value,
  type Json,
} from "./read.ts";

type MediaKind = WireMedia["kind"];

function media(kind: MediaKind, part: Json | null): WireContent | null {
  const mediaId = id(part, "id");
  // without an id there is nothing to fetch: the error beside it says why (131052: over 100 MB)
  if (mediaId === null) return null;
  return {
    type: "media",
    kind,
    mediaId,
    mimeType: filled(part, "mime_type"),
    sha256: filled(part, "sha256"),
    caption: filled(part, "caption"),
    fileName: filled(part, "filename"),
    voice: flag(part, "voice"),
    animated: flag(part, "animated"),
  };
}

/** Old samples name voice notes by a type of their own. */
function voiceNote(message: Json): WireContent | null {
  const content = media("audio", object(message, "voice"));
  return content?.type === "media" ? { ...content, voice: true } : null;
}

function plainText(message: Json): WireContent | null {
  const body = text(object(message, "text"), "body");
  return body === null ? null : { type: "text", body };
}

function card(entry: unknown, requestedByMessage: boolean): WireContactCard {
  const source = asObject(entry);
  const name = object(source, "name");
  const parts = [filled(name, "first_name"), filled(name, "middle_name"), filled(name, "last_name")];
  const emails = array(source, "emails").flatMap((email) => filled(asObject(email), "email") ?? []);
  return {
    name: filled(name, "formatted_name") ?? parts.filter((part) => part !== null).join(" "),
    phones: array(source, "phones").flatMap((item) => {
      const line = asObject(item);
      const waId = phone(line, "wa_id");
      const shown = filled(line, "phone") ?? waId;
      return shown === null ? [] : [{ phone: shown, waId, type: filled(line, "type") }];
    }),
    emails,
    organisation: filled(object(source, "org"), "company"),
    // the origin stands at message level in Meta's page and inside the card in other samples (wire facts, section 6.5);
    // a card with a vCard was shared by hand and proves nothing
    requested:
      (requestedByMessage || text(source, "origin") === "contact_request") &&
      filled(source, "vcard") === null,
  };
}

function contacts(message: Json): WireContent | null {
  const entries = value(message, "contacts");
  if (!Array.isArray(entries)) return null;
  const requested = text(message, "origin") === "contact_request";
  return { type: "contacts", cards: entries.map((entry) => card(entry, requested)) };
}

function templateButton(message: Json): WireContent | null {
  const source = object(message, "button");
  const title = text(source, "text");
  const payload = text(source, "payload");
  if (title === null && payload === null) return null;
  return {
    type: "reply",
    source: "button",
    id: payload ?? title ?? "",
    title: title ?? payload ?? "",
    description: null,
  };
}

/** The answer of a form is JSON in a text, made by someone else's program: handed on as it came. */
function formAnswer(form: Json | null): string {
  const answer = value(form, "response_json");
  if (typeof answer === "string") return answer;
  return JSON.stringify(cleanJson(answer ?? {}));
}

function callPermission(reply: Json | null): WireContent | null {
  const response = filled(reply, "response");
  if (response !== "accept" && response !== "reject") return null;
  return {
    type: "call_permission",
    allowed: response === "accept",
    until: flag(reply, "is_permanent") ? null : seconds(reply, "expiration_timestamp"),
    automatic: filled(reply, "response_source") === "automatic",
  };
}

function interactive(message: Json): WireContent | null {
  const source = object(message, "interactive");
  const type = text(source, "type");
  if (type === "button_reply" || type === "list_reply") {
    const reply = object(source, type);
    const tapped = text(reply, "id");
    const title = text(reply, "title");
    if (tapped === null && title === null) return null;
    return {
      type: "reply",
      source: type,
      id: tapped ?? title ?? "",
      title: title ?? tapped ?? "",
      description: filled(reply, "description"),
    };
  }
  if (type === "call_permission_reply") return callPermission(object(source, type));
  const form = object(source, "nfm_reply");
  if (type !== "nfm_reply" || form === null) return null;
  return {
    type: "form",
    name: filled(form, "name"),
    body: filled(form, "body"),
    responseJson: formAnswer(form),
  };
}

function location(message: Json): WireContent | null {
  const place = object(message, "location");
  const latitude = number(place, "latitude");
  const longitude = number(place, "longitude");
  if (latitude === null || longitude === null) return null;
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return {
    type: "location",
    latitude,
    longitude,
    name: filled(place, "name"),
    address: filled(place, "address"),
    url: filled(place, "url"),
  };
}

function order(message: Json): WireContent | null {
  const source = object(message, "order");
  if (source === null) return null;
  return {
    type: "order",
    catalogId: id(source, "catalog_id"),
    text: filled(source, "text"),
    items: array(source, "product_items").flatMap((entry) => {
      const item = asObject(entry);
      const productId = id(item, "product_retailer_id");
      if (productId === null) return [];
      // decimal although Meta's page says integer; a text in old samples
      const price = number(item, "item_price");
      return [
        { productId, quantity: number(item, "quantity") ?? 1, price, currency: filled(item, "currency") },
      ];
    }),
  };
}

function reaction(message: Json): WireContent | null {
  const source = object(message, "reaction");
  const targetWamid = filled(source, "message_id");
  // a removal comes with an empty emoji or with none
  return targetWamid === null ? null : { type: "reaction", targetWamid, emoji: filled(source, "emoji") };
}

function edit(message: Json): WireContent | null {
  const source = object(message, "edit");
  const targetWamid = filled(source, "original_message_id");
  if (targetWamid === null) return null;
  const changed = object(source, "message");
  const part = object(changed, text(changed, "type") ?? "text");
  return { type: "edit", targetWamid, body: filled(part, "body") ?? filled(part, "caption") };
}

function revoke(message: Json): WireContent | null {
  const targetWamid = filled(object(message, "revoke"), "original_message_id");
  return targetWamid === null ? null : { type: "revoke", targetWamid };
}

const READERS = new Map<string, (message: Json) => WireContent | null>([
  ["text", plainText],
  ["image", (message) => media("image", object(message, "image"))],
  ["video", (message) => media("video", object(message, "video"))],
  ["audio", (message) => media("audio", object(message, "audio"))],
  ["voice", voiceNote],
  ["document", (message) => media("document", object(message, "document"))],
  ["sticker", (message) => media("sticker", object(message, "sticker"))],
  ["location", location],
  ["contacts", contacts],
  ["button", templateButton],
  ["interactive", interactive],
  ["order", order],
  ["reaction", reaction],
  ["edit", edit],
  ["revoke", revoke],
  ["system", parseSystem],
  ["request_welcome", () => ({ type: "welcome_request" })],
]);

/** What a message holds. A type or shape we do not know, or one that came damaged, is told as unsupported. */
export function parseContent(message: Json): WireContent {
  const type = filled(message, "type") ?? "unknown";
  const content = READERS.get(type)?.(message) ?? null;
  if (content !== null) return content;
  const error = asObject(array(message, "errors")[0]);
  return {
    type: "unsupported",
    wireType: type,
    subtype: filled(object(message, "unsupported"), "type") ?? filled(object(message, "interactive"), "type"),
    errorCode: number(error, "code"),
    detail:
      filled(object(error, "error_data"), "details") ?? filled(error, "title") ?? filled(error, "message"),
  };
}
