import { parseDelivery } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { loadDeliveryBodies } from "./inbox.queries.ts";
import type { HandledFact, LaneFact } from "./lane-facts.ts";
import { slim } from "./webhook.ts";

/** Large deliveries become their facts, in place; what cannot be read is told as one unreadable fact. */
export async function explode(tx: Tx, facts: readonly LaneFact[]): Promise<HandledFact[]> {
  const large = facts.flatMap((fact) =>
    fact.body.kind === "explode" && fact.deliveryId !== null
      ? [{ accountId: fact.accountId, id: fact.deliveryId }]
      : [],
  );
  const bodies = await loadDeliveryBodies(tx, large);
  return facts.flatMap((fact): HandledFact[] => {
    const { body, ...place } = fact;
    if (body.kind !== "explode") return [{ ...place, body }];
    const bytes = bodies.get(fact.deliveryId ?? "");
    const parsed = bytes ? parseDelivery(bytes) : { ok: false as const, reason: "delivery_missing" };
    if (parsed.ok) return parsed.facts.map((content) => ({ ...place, body: slim(content) }));
    const { reason } = parsed;
    return [{ ...place, body: { kind: "unreadable", phoneNumberId: null, field: null, reason, raw: null } }];
  });
}
