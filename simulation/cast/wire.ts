import { signBody } from "@balcao/whatsapp";
import type { Number } from "../world/company.ts";

/** A person as Meta names them. */
export type Person = { waId: string; bsuid: string; name: string };
/** How much of a person an item tells. */
export type Naming = "phone" | "bsuid" | "both";

/** One message or status on its way to us. */
export type Item = { number: Number; value: Record<string, unknown>; field?: string };

/** A template as Meta has it. */
export type Template = { id: string; name: string; language: string; status: string };

const MINUTE = 60;
const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const metadata = ({ phoneNumberId }: Number) => ({
  display_phone_number: "551130000000",
  phone_number_id: phoneNumberId,
});

export type Said =
  | { type: "text"; body: string }
  | { type: "image"; id: string }
  | { type: "reaction"; wamid: string; emoji: string }
  | { type: "edit"; wamid: string; body: string }
  | { type: "unknown" };

function contentOf(said: Said): Record<string, unknown> {
  switch (said.type) {
    case "text":
      return { type: "text", text: { body: said.body } };
    case "image":
      return { type: "image", image: { id: said.id, mime_type: "image/jpeg" } };
    case "reaction":
      return { type: "reaction", reaction: { message_id: said.wamid, emoji: said.emoji } };
    case "edit":
      return {
        type: "edit",
        edit: { original_message_id: said.wamid, message: { type: "text", text: { body: said.body } } },
      };
    case "unknown":
      return { type: "hologram", hologram: { depth: MINUTE } };
  }
}

/** A customer's item (wire facts, section 3). */
export function messageItem(
  number: Number,
  person: Person,
  naming: Naming,
  wamid: string,
  at: number,
  said: Said,
): Item {
  const phone = naming === "bsuid" ? {} : { wa_id: person.waId };
  const user = naming === "phone" ? {} : { user_id: person.bsuid };
  const from = {
    ...(naming === "bsuid" ? {} : { from: person.waId }),
    ...(naming === "phone" ? {} : { from_user_id: person.bsuid }),
  };
  return {
    number,
    value: {
      messaging_product: "whatsapp",
      metadata: metadata(number),
      contacts: [{ profile: { name: person.name }, ...phone, ...user }],
      messages: [{ id: wamid, timestamp: seconds(at), ...from, ...contentOf(said) }],
    },
  };
}

/** What became of a message of ours (wire facts, section 5). `echoed`: our id comes back. */
export function statusItem(
  number: Number,
  wamid: string,
  status: string,
  at: number,
  to: string,
  echoed: string | null,
): Item {
  const opaque = echoed === null ? {} : { biz_opaque_callback_data: echoed };
  const failed = status === "failed" ? { errors: [{ code: 131026, title: "Message undeliverable" }] } : {};
  return {
    number,
    value: {
      messaging_product: "whatsapp",
      metadata: metadata(number),
      statuses: [{ id: wamid, status, timestamp: seconds(at), recipient_id: to, ...opaque, ...failed }],
    },
  };
}

/** Meta has decided about a template (wire facts, section 3.2). */
export function templateItem(number: Number, { id, name, language, status }: Template): Item {
  return {
    number,
    field: "message_template_status_update",
    value: {
      event: status,
      message_template_id: id,
      message_template_name: name,
      message_template_language: language,
      reason: "NONE",
    },
  };
}

/** A POST of several items, addressed to one number and signed for it. `shapes` says how each is laid out: in an entry or a change of its own, or none. */
export function deliveryOf(
  addressed: Number,
  items: readonly Item[],
  shapes: readonly ("entry" | "change")[],
  now: number,
): { body: Buffer; signature: string } {
  const entry: { id: string; time: number; changes: { field: string; value: unknown }[] }[] = [];
  items.forEach(({ number, value, field = "messages" }, index) => {
    const change = { field, value };
    const last = entry.at(-1);
    if (last && last.id === number.wabaId && shapes[index] === "change") last.changes.push(change);
    else entry.push({ id: number.wabaId, time: Number(seconds(now)), changes: [change] });
  });
  const body = Buffer.from(JSON.stringify({ object: "whatsapp_business_account", entry }));
  return { body, signature: signBody(body, addressed.secret) };
}
