import type { WireContactCard, WireContent, WireMedia } from "./facts.ts";
import { array, asObject, filled, flag, number, object, text, value, type Json } from "./read.ts";

type MediaKind = WireMedia["kind"];

function media(kind: MediaKind, message: Json): WireContent | null {
  const part = object(message, kind);
  const mediaId = filled(part, "id");
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

function card(entry: unknown, requestedByMessage: boolean): WireContactCard {
  const source = asObject(entry);
  const name = object(source, "name");
  const phones = array(source, "phones").map(asObject);
  return {
    name: filled(name, "formatted_name") ?? filled(name, "first_name") ?? "",
    phones: phones.flatMap((phone) => {
      const digits = filled(phone, "phone") ?? filled(phone, "wa_id");
      return digits === null ? [] : [{ phone: digits, waId: filled(phone, "wa_id"), type: filled(phone, "type") }];
    }),
    emails: array(source, "emails").flatMap((email) => filled(asObject(email), "email") ?? []),
    organisation: filled(object(source, "org"), "company"),
    // the origin stands at message level in Meta's page and inside the card in other samples (wire facts, section 6.5)
    requested: requestedByMessage || text(source, "origin") === "contact_request",
  };
}

function interactive(message: Json): WireContent | null {
  const source = object(message, "interactive");
  const type = text(source, "type");
  if (type === "button_reply" || type === "list_reply") {
    const reply = object(source, type);
    const id = text(reply, "id");
    const title = text(reply, "title");
    if (id === null && title === null) return null;
    return { type: "reply", source: type, id: id ?? "", title: title ?? "", description: filled(reply, "description") };
  }
  if (type === "nfm_reply") {
    const form = object(source, "nfm_reply");
    return { type: "form", name: filled(form, "name"), body: filled(form, "body"), responseJson: text(form, "response_json") ?? "{}" };
  }
  return null;
}

function location(message: Json): WireContent | null {
  const place = object(message, "location");
  const latitude = number(place, "latitude");
  const longitude = number(place, "longitude");
  if (latitude === null || longitude === null) return null;
  return { type: "location", latitude, longitude, name: filled(place, "name"), address: filled(place, "address"), url: filled(place, "url") };
}

function order(message: Json): WireContent | null {
  const source = object(message, "order");
  if (!source) return null;
  const items = array(source, "product_items").map(asObject);
  return {
    type: "order",
    catalogId: filled(source, "catalog_id"),
    text: filled(source, "text"),
    items: items.map((item) => ({
      productId: text(item, "product_retailer_id") ?? "",
      quantity: number(item, "quantity") ?? 1,
      price: number(item, "item_price"),
      currency: filled(item, "currency"),
    })),
  };
}

const CHANGED_IDS = /from\s+([A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128})\s+to\s+([A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128})/;

function system(message: Json): WireContent | null {
  const source = object(message, "system");
  if (!source) return null;
  const kind = text(source, "type") ?? "";
  const body = filled(source, "body");
  // samples from spring 2026 lack the previous id: it is then read from the sentence (wire facts, section 4.2)
  const told = CHANGED_IDS.exec(body ?? "");
  const event =
    kind === "user_changed_number" || kind === "customer_changed_number"
      ? "number_changed"
      : kind === "user_changed_user_id"
        ? "user_id_changed"
        : kind === "customer_identity_changed"
          ? "identity_changed"
          : "other";
  return {
    type: "system",
    event,
    body,
    newWaId: filled(source, "wa_id") ?? filled(source, "new_wa_id"),
    newBsuid: filled(source, "user_id") ?? told?.[2] ?? null,
    previousBsuid: filled(source, "previous_user_id") ?? told?.[1] ?? null,
  };
}

function reaction(message: Json): WireContent | null {
  const source = object(message, "reaction");
  const targetWamid = filled(source, "message_id");
  return targetWamid === null ? null : { type: "reaction", targetWamid, emoji: filled(source, "emoji") };
}

function edit(message: Json): WireContent | null {
  const source = object(message, "edit");
  const targetWamid = filled(source, "original_message_id");
  if (targetWamid === null) return null;
  const changed = object(source, "message");
  const kind = text(changed, "type") ?? "text";
  const part = object(changed, kind);
  return { type: "edit", targetWamid, body: filled(part, "body") ?? filled(part, "caption") };
}

function revoke(message: Json): WireContent | null {
  const targetWamid = filled(object(message, "revoke"), "original_message_id");
  return targetWamid === null ? null : { type: "revoke", targetWamid };
}

const READERS = new Map<string, (message: Json) => WireContent | null>([
  ["text", (message) => {
    const body = text(object(message, "text"), "body");
    return body === null ? null : { type: "text", body };
  }],
  ["image", (message) => media("image", message)],
  ["video", (message) => media("video", message)],
  ["audio", (message) => media("audio", message)],
  ["voice", (message) => media("audio", { audio: value(message, "voice") })],
  ["document", (message) => media("document", message)],
  ["sticker", (message) => media("sticker", message)],
  ["location", location],
  ["contacts", (message) => {
    const requested = text(message, "origin") === "contact_request";
    return { type: "contacts", cards: array(message, "contacts").map((entry) => card(entry, requested)) };
  }],
  ["button", (message) => {
    const source = object(message, "button");
    const title = text(source, "text");
    const id = text(source, "payload");
    return title === null && id === null ? null : { type: "reply", source: "button", id: id ?? "", title: title ?? id ?? "", description: null };
  }],
  ["interactive", interactive],
  ["order", order],
  ["reaction", reaction],
  ["edit", edit],
  ["revoke", revoke],
  ["system", system],
  ["request_welcome", () => ({ type: "welcome_request" })],
]);

/** What a message holds. A type or shape we do not know, or one that came damaged, is told as unsupported. */
export function parseContent(message: Json): WireContent {
  const type = text(message, "type") ?? "unknown";
  const content = READERS.get(type)?.(message) ?? null;
  if (content) return content;
  const error = asObject(array(message, "errors")[0]);
  return {
    type: "unsupported",
    wireType: type,
    subtype: filled(object(message, "unsupported"), "type") ?? filled(object(message, "interactive"), "type"),
    errorCode: number(error, "code"),
    detail: filled(object(error, "error_data"), "details") ?? filled(error, "title"),
  };
}
