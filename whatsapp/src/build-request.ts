import { interactiveBody, type OutgoingInteractive } from "./build-interactive.ts";
import { templateBody, type OutgoingTemplate } from "./build-template.ts";

/** A message on its way out, before it is Graph JSON. Media by id (uploaded before). */
export type OutgoingMessage =
  | { type: "text"; body: string }
  | { type: "buttons"; body: string; options: { id: string; title: string }[] }
  | { type: "list"; body: string; button: string; options: { id: string; title: string }[] }
  | {
      type: "image" | "video" | "document" | "audio" | "sticker";
      mediaId: string;
      caption: string | null;
      fileName: string | null;
      voice: boolean;
    }
  | { type: "location"; latitude: number; longitude: number; name: string | null; address: string | null }
  | { type: "contacts"; cards: OutgoingCard[] }
  | OutgoingInteractive
  | OutgoingTemplate
  | { type: "reaction"; targetWamid: string; emoji: string };

export type OutgoingCard = {
  name: string;
  phones: { phone: string; waId: string | null; type: string | null }[];
  emails: string[];
  organisation: string | null;
};

export type Recipient = { kind: "phone" | "bsuid"; value: string };

export type RequestOptions = {
  recipient: Recipient;
  /** our message id: Meta echoes it on statuses, which settles sends whose answer was lost (at most 512 characters) */
  opaque: string;
  quotedWamid: string | null;
};

/** A card needs one part of a name beside the whole (wire facts, section 7); `wa_id` gives it the button that writes to the person. */
function cardBody({ name, phones, emails, organisation }: OutgoingCard): Record<string, unknown> {
  const [first = name, ...more] = name.trim().split(/\s+/u);
  return {
    name: {
      formatted_name: name,
      first_name: first,
      ...(more.length > 0 ? { last_name: more.join(" ") } : {}),
    },
    phones: phones.map(({ phone, waId, type }) => ({
      phone,
      ...(type === null ? {} : { type }),
      ...(waId === null ? {} : { wa_id: waId }),
    })),
    ...(emails.length > 0 ? { emails: emails.map((email) => ({ email })) } : {}),
    ...(organisation === null ? {} : { org: { company: organisation } }),
  };
}

const LINK = /https?:\/\//i;

function contentOf(message: OutgoingMessage, opaque: string): Record<string, unknown> {
  switch (message.type) {
    case "text":
      return { type: "text", text: { body: message.body, preview_url: LINK.test(message.body) } };
    case "buttons":
      return {
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: message.body },
          action: {
            buttons: message.options.map((option) => ({
              type: "reply",
              reply: { id: option.id, title: option.title },
            })),
          },
        },
      };
    case "list":
      return {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: message.body },
          action: {
            button: message.button,
            sections: [{ rows: message.options.map((option) => ({ id: option.id, title: option.title })) }],
          },
        },
      };
    case "location": {
      const { latitude, longitude, name, address } = message;
      return {
        type: "location",
        location: {
          latitude,
          longitude,
          ...(name === null ? {} : { name }),
          ...(address === null ? {} : { address }),
        },
      };
    }
    case "contacts":
      return { type: "contacts", contacts: message.cards.map(cardBody) };
    case "interactive":
      return { type: "interactive", interactive: interactiveBody(message, opaque) };
    case "template":
      return { type: "template", template: templateBody(message) };
    case "reaction":
      return { type: "reaction", reaction: { message_id: message.targetWamid, emoji: message.emoji } };
    default: {
      const part: Record<string, unknown> = { id: message.mediaId };
      if (message.caption !== null && message.type !== "audio" && message.type !== "sticker")
        part["caption"] = message.caption;
      if (message.fileName !== null && message.type === "document") part["filename"] = message.fileName;
      if (message.voice && message.type === "audio") part["voice"] = true;
      return { type: message.type, [message.type]: part };
    }
  }
}

/**
 * The body of `POST /{phone number id}/messages`. A BSUID goes into `recipient` and never into `to`: there it is answered
 * 200 and silently lost (wire facts, section 6.4). Phones carry `+`, or Meta may read them as national numbers.
 */
export function buildRequest(message: OutgoingMessage, options: RequestOptions): Record<string, unknown> {
  const { recipient, quotedWamid } = options;
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    ...(recipient.kind === "phone"
      ? { to: `+${recipient.value.replace(/\D/g, "")}` }
      : { recipient: recipient.value }),
    ...(quotedWamid !== null && message.type !== "reaction" ? { context: { message_id: quotedWamid } } : {}),
    biz_opaque_callback_data: options.opaque,
    ...contentOf(message, options.opaque),
  };
}

/** The body that marks a received message, and all before it, as read; `isTyping` shows for 25 s that an answer is being written, too. */
export function buildMarkRead(wamid: string, isTyping = false): Record<string, unknown> {
  return {
    messaging_product: "whatsapp",
    status: "read",
    message_id: wamid,
    ...(isTyping ? { typing_indicator: { type: "text" } } : {}),
  };
}
