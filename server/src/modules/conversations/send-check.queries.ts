import { sql } from "kysely";
import { recordset } from "../../platform/bulk.ts";
import type { SendCheck } from "../channels/index.ts";

/** The service window of each conversation as it is now: judged at the moment of sending, not when the message was queued. */
export const sendCheck: SendCheck = async (tx, sends) => {
  const wanted = sends.map((send) => ({
    account_id: send.accountId,
    id: send.conversationId,
    message_id: send.messageId,
  }));
  const { rows } = await sql<{ messageId: string; windowClosesAt: number | null }>`
    SELECT w.message_id AS "messageId", v.window_closes_at AS "windowClosesAt"
    FROM ${recordset(wanted, { account_id: "uuid", id: "uuid", message_id: "uuid" }, "w")} JOIN conversation v USING (account_id, id)`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.messageId, { windowClosesAt: row.windowClosesAt }]));
};
