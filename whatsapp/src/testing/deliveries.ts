import { encodeLikeMeta } from "../encode-like-meta.ts";
import type { Fact, MessageFact, WireContent } from "../facts.ts";
import { parseDelivery } from "../parse-delivery.ts";

/** Payloads as Meta writes them, with invented people (wire facts, sections 3 to 6). */
export const NUMBER = "400500600700800";
export const WABA = "300100200300400";
export const AT = 1_790_000_000;

export const metadata = { display_phone_number: "5511900000001", phone_number_id: NUMBER };
export const lia = {
  profile: { name: "Lia Prado", username: "lia.prado" },
  wa_id: "5511987654321",
  user_id: "BR.7001002003004005",
};

/** The body of a message of Lia's. */
export const message = (type: string, part: Record<string, unknown> = {}): Record<string, unknown> => ({
  from: "5511987654321",
  from_user_id: "BR.7001002003004005",
  id: "wamid.IN",
  timestamp: String(AT),
  type,
  ...part,
});

export const change = (value: Record<string, unknown>, field = "messages"): unknown => ({
  field,
  value: { messaging_product: "whatsapp", metadata, ...value },
});
export const delivery = (...changes: unknown[]): Record<string, unknown> => ({
  object: "whatsapp_business_account",
  entry: [{ id: WABA, changes }],
});

/** The facts of any JSON, sent as Meta's encoder would. Fails where it is no delivery. */
export function factsOf(json: unknown): Fact[] {
  const parsed = parseDelivery(encodeLikeMeta(json));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.facts;
}

/** The one fact of a message of Lia's. */
export function read(
  type: string,
  part: Record<string, unknown> = {},
  contacts: unknown = [lia],
): MessageFact {
  const [fact, ...rest] = factsOf(delivery(change({ contacts, messages: [message(type, part)] })));
  if (fact?.kind !== "message" || rest.length > 0)
    throw new Error(`not one message: ${JSON.stringify(fact)}`);
  return fact;
}
export const contentOf = (type: string, part: Record<string, unknown> = {}): WireContent =>
  read(type, part).content;
