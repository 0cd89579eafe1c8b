import type { Conversation } from "@balcao/api";
import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { maybe, time, visible } from "./rows.queries.ts";

export type ConversationExtras = {
  channelId: string;
  channelName: string;
  displayPhone: string;
  numberRemoved: boolean;
  rating: number | null;
  previous: Conversation["previous"];
};

/** What a conversation's head and panel show beside its row; of the contact's earlier ones only those this agent may see. */
export async function loadExtras(tx: Tx, actor: Actor, id: string): Promise<ConversationExtras | null> {
  const { rows } = await sql<Omit<ConversationExtras, "previous"> & { contactId: string }>`
    SELECT h.id AS "channelId", h.name AS "channelName", h.display_phone AS "displayPhone", h.removed_at IS NOT NULL AS "numberRemoved", v.rating, v.contact_id AS "contactId"
    FROM conversation v JOIN channel h ON h.account_id = v.account_id AND h.id = v.channel_id WHERE v.account_id = ${actor.accountId} AND v.id = ${id}`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) return null;
  const previous = await sql<
    Omit<Conversation["previous"][number], "openedAt" | "closedAt"> & {
      openedAt: number;
      closedAt: number | null;
    }
  >`
    SELECT v.id, v.protocol, v.opened_at AS "openedAt", v.closed_at AS "closedAt", v.team_id AS "teamId", v.status, v.close_reason AS "closeReason" FROM conversation v
    WHERE v.account_id = ${actor.accountId} AND v.contact_id = ${found.contactId} AND v.id <> ${id} AND ${visible(actor)} ORDER BY v.opened_at DESC LIMIT 20`.execute(
    tx,
  );
  return {
    ...found,
    previous: previous.rows.map((row) => ({
      ...row,
      openedAt: time(row.openedAt),
      closedAt: maybe(row.closedAt),
    })),
  };
}
