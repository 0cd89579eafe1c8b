import { sql } from "kysely";
import type { Db } from "../../platform/database.ts";
import { currentCursor, EVENT, type Cursor, type TailEvent } from "./tail.queries.ts";

/** Events that may call somebody. */
const CALLING = [
  "message.received",
  "conversation.assigned",
  "conversation.forwarded",
  "conversation.message_unsent",
  "note.added",
  "note.edited",
];

/** What was written down longer ago calls nobody any more: a worker that was away for a day does not read through it. */
const NEWS_LAST = "5 minutes";

/**
 * What may call somebody in these accounts since a place of the log, oldest first, and the place up to where this is all of it. From
 * nowhere, or from before a restore: nothing, up to now.
 */
export async function callingEvents(
  db: Db,
  accountIds: readonly string[],
  from: Cursor | null,
  most: number,
): Promise<{ events: TailEvent[]; to: Cursor }> {
  const here = await currentCursor(db);
  if (from?.epoch !== here.epoch) return { events: [], to: here };
  const { rows } = await sql<TailEvent>`
    SELECT ${EVENT} FROM event
    WHERE (txid, id) > (${from.txid}::xid8, ${from.id}) AND txid < ${here.txid}::xid8 AND account_id = ANY(${accountIds}::uuid[]) AND type = ANY(${CALLING}::text[])
      AND created_at > now() - ${NEWS_LAST}::interval
    ORDER BY event.txid, id LIMIT ${most}`.execute(db);
  const last = rows.at(-1);
  if (rows.length < most || !last) return { events: rows, to: here };
  return { events: rows, to: { epoch: here.epoch, txid: last.txid, id: last.id } };
}
