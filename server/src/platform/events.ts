import { bulkInsert, iso } from "./bulk.ts";
import type { Tx } from "./database.ts";

/** One line of the log. Ids and facts only: never message text or personal data, so that erasing a person touches no event. */
export type NewEvent = {
  accountId: string;
  type: string;
  conversationId?: string | null;
  /** the ticket whose history it belongs to */
  ticketId?: string | null;
  teamId?: string | null;
  /** who did it; null for bot and system */
  agentId?: string | null;
  /** place in the conversation's thread; null = not shown there */
  seq?: number | null;
  at: number;
  data?: Record<string, unknown>;
};

const COLUMNS = {
  account_id: "uuid",
  type: "text",
  conversation_id: "uuid",
  ticket_id: "uuid",
  team_id: "uuid",
  agent_id: "uuid",
  seq: "int",
  at: "timestamptz",
  data: "jsonb",
};

/** Appends to the log in the transaction of the change itself: both are there or neither is. */
export async function appendEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    account_id: event.accountId,
    type: event.type,
    conversation_id: event.conversationId ?? null,
    ticket_id: event.ticketId ?? null,
    team_id: event.teamId ?? null,
    agent_id: event.agentId ?? null,
    seq: event.seq ?? null,
    at: iso(event.at),
    data: event.data ?? {},
  }));
  await bulkInsert(tx, "event", COLUMNS, rows);
}
