import type { TicketActs } from "@balcao/api";
import { noticeOf, tellStatus, type TicketFact, type TicketNotice, type TicketState } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { listAgents } from "../agents/index.ts";
import { hold, sayByItself, type HeldConversation } from "../conversations/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { insertSent, loadTelling } from "./telling.queries.ts";
import { reaches } from "./telling.service.ts";
import { loadTicket, type LoadedTicket } from "./tickets.queries.ts";

/** What is to be told of a status once the ticket has come into it; `held` null = there is nowhere to tell it. */
export type HeldNotice = { notice: TicketNotice; held: HeldConversation | null };

/**
 * Before a ticket is held for a change of its status: holds the conversation in which its customer will be told, where the account tells of
 * that status.
 */
export async function holdNotice(
  tx: Tx,
  accountId: string,
  ticketId: string,
  act: TicketActs["act"],
): Promise<HeldNotice | null> {
  if (act.type !== "status") return null;
  const notice = noticeOf((await loadTelling(tx, accountId))?.notices ?? [], act.statusId);
  const ticket = notice && (await loadTicket(tx, accountId, { id: ticketId }));
  if (!notice || !ticket || ticket.statusId === act.statusId) return null;
  const [first] = await reaches(tx, accountId, null, ticket);
  return { notice, held: first ? await hold(tx, accountId, first.id) : null };
}

const nameOf = async (tx: Tx, accountId: string, id: string | null): Promise<string | null> =>
  id === null ? null : ((await listAgents(tx, accountId)).find((agent) => agent.id === id)?.name ?? null);

/** Tells the customer that the status changed, in the transaction that changed it. Answers the line that the history gets. */
export async function noticeFacts(
  tx: Tx,
  { accountId }: Actor,
  { notice, held }: HeldNotice,
  ticket: LoadedTicket,
  after: TicketState,
  now: number,
): Promise<TicketFact[]> {
  const { statusId } = after;
  const untold = (why: Record<string, unknown>): TicketFact[] => [
    { type: "ticket.customer_untold", data: { statusId, ...why } },
  ];
  if (!held) return untold({ code: "no_conversation" });
  const { statuses } = await loadChoices(tx, accountId);
  const words = {
    number: ticket.number,
    title: after.title,
    status: statuses.find(({ id }) => id === statusId)?.name ?? "",
    agent: await nameOf(tx, accountId, after.agentId),
  };
  const occurrence = `${ticket.id}:${ticket.version}`;
  const said = await sayByItself(
    tx,
    held,
    notice.template ?? null,
    (state, context) => tellStatus(notice, words, state, context, now, occurrence),
    now,
  );
  if ("why" in said) return untold(said.why);
  const { messageId } = said;
  const conversationId = held.state.id;
  await insertSent(tx, accountId, { messageId, ticketId: ticket.id, conversationId, commentId: null }, now);
  return [{ type: "ticket.customer_told", data: { statusId, messageId } }];
}
