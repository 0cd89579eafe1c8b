import type { TicketSent } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { hydrateMessages, sightOf } from "../conversations/index.ts";
import type { ActivityEntry } from "./activity.queries.ts";
import { sentOf } from "./telling.queries.ts";

const templateOf = (content: unknown): string | null => {
  const { type, name } = content as { type?: unknown; name?: unknown };
  return type === "template" && typeof name === "string" ? name : null;
};

/** What a page of activity sent to the customer, by the message's own state as it is now; by comment, and by message. */
export async function shownSent(
  tx: Tx,
  { accountId, ...actor }: Actor,
  page: readonly ActivityEntry[],
): Promise<ReadonlyMap<string, TicketSent>> {
  const commentIds = page.flatMap((entry) => (entry.entry === "comment" && entry.public ? [entry.id] : []));
  const messageIds = page.flatMap((entry) => messageOf(entry) ?? []);
  const sent = await sentOf(tx, accountId, { messageIds, commentIds });
  if (sent.length === 0) return new Map();
  const ids = sent.map(({ messageId }) => messageId);
  const messages = new Map((await hydrateMessages(tx, [accountId], ids)).map((one) => [one.id, one]));
  const conversations = [...new Set(sent.map(({ conversationId }) => conversationId))];
  const { seen } = await sightOf(tx, { accountId, ...actor }, conversations);
  return new Map(
    sent.map(({ messageId, conversationId, commentId }) => {
      const message = messages.get(messageId);
      const shown: TicketSent = {
        messageId,
        conversationId: seen.has(conversationId) ? conversationId : null,
        status: message?.status ?? null,
        failure: message?.failure ?? null,
        template: templateOf(message?.content ?? {}),
      };
      return [commentId ?? messageId, shown];
    }),
  );
}

/** The automatic message that a line of the history is about. */
export function messageOf(entry: ActivityEntry): string | null {
  if (entry.entry !== "history" || entry.type !== "ticket.customer_told") return null;
  const id = entry.data["messageId"];
  return typeof id === "string" ? id : null;
}
