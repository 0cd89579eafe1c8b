import type { TicketComment, TicketReaches, TicketResult, TicketSend } from "@balcao/api";
import { reachesOf } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid } from "../../platform/problem.ts";
import {
  holdSeen,
  reachesFor,
  sayAsAgent,
  shownReaches,
  type HeldConversation,
} from "../conversations/index.ts";
import { insertComment } from "./activity.queries.ts";
import { command, refuseClosed } from "./commands.ts";
import { followCommented } from "./marks.ts";
import { conversationsAbout, insertSent } from "./telling.queries.ts";
import { seenTicket } from "./tickets.reading.ts";
import { stateOf, type LoadedTicket } from "./tickets.queries.ts";

/** Longest text WhatsApp takes. */
const LONGEST_TEXT = 4096;

/** Where this ticket's customer can be spoken to, best first; `actor` null = whoever sees the conversations. */
export async function reaches(
  tx: Tx,
  accountId: string,
  actor: Actor | null,
  ticket: Pick<LoadedTicket, "id" | "conversationId" | "contactId">,
) {
  const linked = await conversationsAbout(tx, accountId, ticket.id);
  const ids = [ticket.conversationId, ...linked];
  const rows = await reachesFor(tx, accountId, actor, { ids, contactId: ticket.contactId });
  return reachesOf(
    rows.map((row) => ({
      ...row,
      isOwn: row.id === ticket.conversationId,
      isLinked: linked.includes(row.id),
    })),
  );
}

export const getReaches = (deps: Deps, actor: Actor, id: string): Promise<TicketReaches> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const ticket = await seenTicket(tx, actor, { id });
    return { items: await shownReaches(tx, actor, await reaches(tx, actor.accountId, actor, ticket)) };
  });

/** Says a comment to the customer, in a conversation that has to do with the ticket. Answers the words that went out. */
async function say(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  ticket: LoadedTicket,
  held: HeldConversation,
  { text, template }: { text: string; template: TicketSend["template"] },
): Promise<{ messageId: string; text: string }> {
  const isReached = (await reaches(tx, actor.accountId, actor, ticket)).some(
    ({ id }) => id === held.state.id,
  );
  // one that was closed meanwhile is refused by the rules of every answer
  if (!isReached && held.state.status !== "closed")
    throw invalid([{ path: "send.conversationId", code: "unknown_conversation" }]);
  if (!template && Array.from(text).length > LONGEST_TEXT)
    throw invalid([{ path: "text", code: "too_long" }]);
  return sayAsAgent(tx, deps, actor, held, template ? { template } : { text });
}

/**
 * A comment: the company's own, or part of what is said to the customer, and then perhaps sent to them in the same transaction. A template's
 * words are the comment.
 */
export async function comment(
  deps: Deps,
  actor: Actor,
  id: string,
  { key, send, ...body }: TicketComment,
): Promise<TicketResult> {
  let held: HeldConversation | null = null;
  return command(
    deps,
    actor,
    id,
    key,
    async (tx, ticket, now) => {
      refuseClosed(ticket);
      const commentId = uuidv7();
      const said = send && held && (await say(tx, deps, actor, ticket, held, { ...body, ...send }));
      const text = send?.template && said ? said.text : body.text;
      await insertComment(tx, actor, { ...body, text, id: commentId, ticketId: id }, now);
      await followCommented(tx, actor, ticket);
      if (send && said) {
        const { messageId } = said;
        const { conversationId } = send;
        await insertSent(tx, actor.accountId, { messageId, ticketId: id, conversationId, commentId }, now);
      }
      const data = { commentId, public: body.public };
      return { state: stateOf(ticket), facts: [{ type: "ticket.commented", data }] };
    },
    async (tx) => {
      held = send && (await holdSeen(tx, actor, send.conversationId));
    },
  );
}
