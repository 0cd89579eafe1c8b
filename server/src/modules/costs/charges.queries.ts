import type { Charge } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type ChargedMessage = {
  accountId: string;
  id: string;
  channelId: string;
  conversationId: string;
  teamId: string;
};

const COLUMNS = {
  account_id: "uuid",
  message_id: "uuid",
  channel_id: "uuid",
  conversation_id: "uuid",
  team_id: "uuid",
  left_at: "timestamptz",
  arrived_at: "timestamptz",
  price_type: "text",
  price_category: "text",
};

/**
 * What is known of messages' prices joins what was known (`onChargeNews` of core, in SQL: two batches may tell of one message at the same
 * time). A row that learns nothing is left alone.
 */
export async function saveCharges(
  tx: Tx,
  told: readonly { message: ChargedMessage; charge: Charge }[],
): Promise<void> {
  if (told.length === 0) return;
  const rows = told
    .map(({ message, charge: { price, leftAt, arrivedAt } }) => ({
      account_id: message.accountId,
      message_id: message.id,
      channel_id: message.channelId,
      conversation_id: message.conversationId,
      team_id: message.teamId,
      left_at: iso(leftAt),
      arrived_at: iso(arrivedAt),
      price_type: price?.type ?? null,
      price_category: price?.category ?? null,
    }))
    // in one order: two batches must not wait for each other
    .sort((a, b) => (a.message_id < b.message_id ? -1 : 1));
  const names = sql.join(Object.keys(COLUMNS).map((name) => sql.ref(name)));
  await sql`
    INSERT INTO message_charge AS c (${names}) SELECT ${names} FROM ${recordset(rows, COLUMNS, "r")}
    ON CONFLICT (account_id, message_id) DO UPDATE SET left_at = least(c.left_at, excluded.left_at),
      arrived_at = least(c.arrived_at, excluded.arrived_at),
      price_type = coalesce(c.price_type, excluded.price_type), price_category = coalesce(c.price_category, excluded.price_category)
    WHERE excluded.left_at < c.left_at OR (c.price_type IS NULL AND excluded.price_type IS NOT NULL)
      OR (excluded.arrived_at IS NOT NULL AND (c.arrived_at IS NULL OR excluded.arrived_at < c.arrived_at))`.execute(
    tx,
  );
}
