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
  | OutgoingTemplate
  | { type: "reaction"; targetWamid: string; emoji: string };

export type Recipient = { kind: "phone" | "bsuid"; value: string };

export type RequestOptions = {
  recipient: Recipient;
  /** our message id: Meta echoes it on statuses, which settles sends whose answer was lost (at most 512 characters) */
  opaque: string;
  quotedWamid: string | null;
};

const LINK = /https?:\/\//i;

function contentOf(message: OutgoingMessage): Record<string, unknown> {
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
    ...contentOf(message),
  };
}

/** The body that marks a received message, and all before it, as read. */
export function buildMarkRead(wamid: string): Record<string, unknown> {
  return { messaging_product: "whatsapp", status: "read", message_id: wamid };
}
