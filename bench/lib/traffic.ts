import { encodeLikeMeta, signBody } from "../../whatsapp/src/index.ts";
import { NUMBER } from "./product.ts";

/** A webhook as it goes over the wire, signed. */
export type Webhook = { body: Uint8Array; signature: string };

function envelope(value: Record<string, unknown>): Webhook {
  const body = encodeLikeMeta({
    object: "whatsapp_business_account",
    entry: [
      {
        id: NUMBER.wabaId,
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "5511900000001", phone_number_id: NUMBER.phoneNumberId },
              ...value,
            },
          },
        ],
      },
    ],
  });
  return { body, signature: signBody(body, NUMBER.appSecret) };
}

const phoneOf = (person: number): string => `55119${String(80_000_000 + person)}`;

let serial = 0;

/** One customer's message, one delivery, as Meta sends it in ordinary hours. `at` in epoch milliseconds. */
export function messageWebhook(person: number, text: string, at: number): Webhook {
  const waId = phoneOf(person);
  return envelope({
    contacts: [{ profile: { name: `Cliente ${person}` }, wa_id: waId }],
    messages: [
      {
        from: waId,
        id: `wamid.bench.${process.pid}.${++serial}`,
        timestamp: String(Math.floor(at / 1000)),
        type: "text",
        text: { body: text },
      },
    ],
  });
}

/** What Meta tells of a message of ours. */
export function statusWebhook(wamid: string, status: "sent" | "delivered" | "read", at: number): Webhook {
  return envelope({
    statuses: [{ id: wamid, status, timestamp: String(Math.floor(at / 1000)), recipient_id: phoneOf(0) }],
  });
}

/** What one customer says from the greeting to the person: the bot answers each (guide's example). */
const STORY = ["oi", "Comercial", "Atendimento"] as const;
const STORY_GROUP = 500;

/** The place-th message of an endless morning: groups of customers, each telling the story line by line beside the others. */
export function storyWebhook(place: number, firstPerson: number): Webhook {
  const group = Math.floor(place / (STORY_GROUP * STORY.length));
  const within = place % (STORY_GROUP * STORY.length);
  const person = firstPerson + group * STORY_GROUP + (within % STORY_GROUP);
  return messageWebhook(person, STORY[Math.floor(within / STORY_GROUP)] ?? "oi", Date.now());
}
