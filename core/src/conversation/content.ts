import { cardReply } from "../template/places.ts";
import type { InteractiveContent } from "./interactive.ts";
import type { TemplateContent } from "../template/types.ts";

/** What one message holds, as stored and shown. `type` is also the message's kind in lists. */
export type MessageContent =
  | { type: "text"; body: string }
  | {
      type: "image" | "video" | "audio" | "document" | "sticker";
      caption: string | null;
      fileName: string | null;
      voice: boolean;
    }
  | {
      type: "location";
      latitude: number;
      longitude: number;
      name: string | null;
      address: string | null;
      url: string | null;
    }
  | {
      type: "contacts";
      cards: {
        name: string;
        phones: { phone: string; waId: string | null; type: string | null }[];
        emails: string[];
        organisation: string | null;
      }[];
    }
  /** the customer tapped a button or a list row */
  | { type: "reply"; id: string; title: string; description: string | null }
  /** menus we sent */
  | { type: "buttons"; body: string; options: { id: string; title: string }[] }
  | { type: "list"; body: string; button: string; options: { id: string; title: string }[] }
  | InteractiveContent
  | TemplateContent
  | { type: "form"; name: string | null; fields: { name: string; value: string }[] }
  | {
      type: "order";
      text: string | null;
      items: { productId: string; quantity: number; price: number | null; currency: string | null }[];
    }
  | { type: "system"; event: string; body: string | null }
  /** may the company call the customer: `until` epoch ms, null = for ever or untold; `automatic` = WhatsApp's own doing, as after a call */
  | { type: "call_permission"; allowed: boolean; until: number | null; automatic: boolean }
  /** the customer called; `seconds` it lasted, null = nobody took it */
  | { type: "call"; seconds: number | null }
  /** shown as a labelled placeholder; `raw` (Meta's JSON) is told to administrators only, and apart */
  | {
      type: "unsupported";
      wireType: string;
      subtype: string | null;
      errorCode: number | null;
      detail: string | null;
      raw: unknown;
    };

/** The advertisement or post that led a customer here. Only http(s) addresses: `url` is written by others, and is shown as a link. */
export type Referral = {
  source: "ad" | "post" | null;
  url: string | null;
  headline: string | null;
  body: string | null;
};

/** A message as it is kept when it came from an advertisement: beside what it holds. */
export type Referred = { referral?: Referral };

/** Kept beside what a message holds when its sender had it from somebody else: passed on a few times, or more than five (`many`). */
export type Forwarded = { forwarded?: "once" | "many" };

/** Kept beside what a message holds that was not written to us alone: in a group, or while somebody else had the word. */
export type Beside = { beside?: "group" | "standby" };

/**
 * What the customer can tap in a message of ours, in its order. A template's quick reply comes back with its own text, as we
 * send no payload with it (wire facts, section 4.2), but for the cards of a carousel.
 */
export function optionsOf(content: MessageContent): { id: string; title: string }[] {
  if (content.type === "buttons" || content.type === "list") return content.options;
  if (content.type !== "template") return [];
  const own = content.buttons.flatMap(({ type, text }) =>
    type === "QUICK_REPLY" ? [{ id: text, title: text }] : [],
  );
  const ofCards = (content.cards ?? []).flatMap(({ buttons }, card) =>
    buttons.flatMap(({ type, text }) =>
      type === "QUICK_REPLY" ? [{ id: cardReply(card, text), title: text }] : [],
    ),
  );
  return [...own, ...ofCards];
}

const PREVIEW_LENGTH = 160;

/** The searchable, previewable text of a message: body, caption, title of what was tapped; null when there is none. */
export function textOf(content: MessageContent): string | null {
  switch (content.type) {
    case "text":
    case "buttons":
    case "list":
    case "interactive":
    case "template":
      return content.body;
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return content.caption;
    case "reply":
      return content.title;
    case "location":
      return content.name ?? content.address;
    case "contacts":
      return content.cards.map((card) => card.name).join(", ") || null;
    case "order":
      return content.text;
    case "system":
      return content.body;
    case "form":
    case "call":
    case "call_permission":
    case "unsupported":
      return null;
  }
}

/** One line for the list row; empty when only the kind can be named (the screen says it in the reader's language). */
export function previewOf(content: MessageContent): string {
  const line = (textOf(content) ?? "").replace(/\s+/gu, " ").trim();
  const characters = Array.from(line);
  return characters.length > PREVIEW_LENGTH ? `${characters.slice(0, PREVIEW_LENGTH).join("")}…` : line;
}
