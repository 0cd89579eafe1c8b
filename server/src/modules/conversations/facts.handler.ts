import type { StatusFact } from "@balcao/whatsapp";
import type { Deps } from "../../platform/deps.ts";
import type { FactHandler, HandledFact, SendNews } from "../channels/index.ts";
import { handleConversationFacts, type ConversationFact } from "./facts.conversations.ts";
import { applyPreferences, applySyncedContacts } from "./facts.people.ts";
import { recordNotices } from "./facts.notices.ts";
import { handleDeliveryNews } from "./facts.statuses.ts";
import type { TicketDesk } from "./tickets.door.ts";

/**
 * Everything that happened to conversations from outside, in lane order, for many accounts at once. What changes a
 * conversation (messages, echoes, timers) and what changes a message (statuses, answers to sends) do not touch each
 * other's rows, so each kind is handled together: few statements, whatever the mix. `desk`: the tickets, which open with
 * conversations and speak in them.
 */
export function factHandler(deps: Deps, desk: TicketDesk): FactHandler {
  return async (tx, facts) => {
    const now = deps.clock.now();
    const conversations: ConversationFact[] = [];
    const statuses: { fact: HandledFact; body: StatusFact }[] = [];
    const sends: { fact: HandledFact; body: SendNews }[] = [];
    const notices: HandledFact[] = [];
    for (const fact of facts) {
      const { body } = fact;
      if (body.kind === "message" || body.kind === "echo" || body.kind === "timer_due")
        conversations.push({ fact, body });
      else if (body.kind === "status") statuses.push({ fact, body });
      else if (body.kind === "notice" || body.kind === "unreadable") notices.push(fact);
      else sends.push({ fact, body });
    }
    await applyPreferences(tx, notices, now);
    await applySyncedContacts(tx, notices, now);
    await handleConversationFacts(tx, { deps, desk }, conversations, now);
    const news = await handleDeliveryNews(tx, sends, statuses, now);
    if (news.length > 0) await desk.delivered(tx, news, now);
    await recordNotices(tx, notices, now);
  };
}
