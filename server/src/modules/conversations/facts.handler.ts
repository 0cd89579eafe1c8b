import { parseDelivery, type StatusFact } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import {
  loadDeliveryBodies,
  slim,
  type FactHandler,
  type LaneFact,
  type SendNews,
} from "../channels/index.ts";
import { handleConversationFacts, type ConversationFact } from "./facts.conversations.ts";
import { handleDeliveryNews } from "./facts.statuses.ts";
import { recordNotices } from "./facts.notices.ts";

/** Large deliveries become their facts, in place; what cannot be read is told as one unreadable fact. */
async function explode(tx: Tx, facts: readonly LaneFact[]): Promise<LaneFact[]> {
  const large = facts.filter((fact) => fact.body.kind === "explode" && fact.deliveryId !== null);
  if (large.length === 0) return [...facts];
  const bodies = await loadDeliveryBodies(
    tx,
    large.map((fact) => ({ accountId: fact.accountId, id: fact.deliveryId ?? "" })),
  );
  return facts.flatMap((fact): LaneFact[] => {
    if (fact.body.kind !== "explode") return [fact];
    const body = bodies.get(fact.deliveryId ?? "");
    const parsed = body ? parseDelivery(body) : { ok: false as const, reason: "delivery_missing" };
    if (parsed.ok) return parsed.facts.map((content) => ({ ...fact, body: slim(content) }));
    return [
      {
        ...fact,
        body: { kind: "unreadable", phoneNumberId: null, field: null, reason: parsed.reason, raw: null },
      },
    ];
  });
}

/**
 * Everything that happened to conversations from outside, in lane order, for many accounts at once. What changes a
 * conversation (messages, echoes, timers) and what changes a message (statuses, answers to sends) do not touch each
 * other's rows, so each kind is handled together: few statements, whatever the mix.
 */
export function factHandler(deps: Deps): FactHandler {
  return async (tx, taken) => {
    const now = deps.clock.now();
    const facts = await explode(tx, taken);
    const conversations: ConversationFact[] = [];
    const statuses: { fact: LaneFact; body: StatusFact }[] = [];
    const sends: { fact: LaneFact; body: SendNews }[] = [];
    const notices: LaneFact[] = [];
    for (const fact of facts) {
      const { body } = fact;
      if (body.kind === "message" || body.kind === "echo" || body.kind === "timer_due")
        conversations.push({ fact, body });
      else if (body.kind === "status") statuses.push({ fact, body });
      else if (body.kind === "notice" || body.kind === "unreadable" || body.kind === "explode")
        notices.push(fact);
      else sends.push({ fact, body });
    }
    await handleConversationFacts(tx, conversations, now);
    await handleDeliveryNews(tx, sends, statuses, now);
    await recordNotices(tx, notices, now);
  };
}
