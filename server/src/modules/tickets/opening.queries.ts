import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** The last number of each account, held until the transaction ends: whoever wants the next one waits. */
export async function holdNumbers(
  tx: Tx,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ accountId: string; last: number }>`
    INSERT INTO ticket_counter (account_id, last) SELECT w.id, 0 FROM unnest(${[...accountIds]}::uuid[]) WITH ORDINALITY AS w(id, nth) ORDER BY w.nth
    ON CONFLICT (account_id) DO UPDATE SET last = ticket_counter.last RETURNING account_id AS "accountId", last`.execute(
    tx,
  );
  return new Map(rows.map(({ accountId, last }) => [accountId, last]));
}

/** Numbers up to these are taken. The caller holds them. */
export async function takeNumbers(tx: Tx, last: ReadonlyMap<string, number>): Promise<void> {
  const rows = [...last].map(([account_id, number]) => ({ account_id, last: number }));
  await sql`UPDATE ticket_counter c SET last = r.last FROM ${recordset(rows, { account_id: "uuid", last: "int" }, "r")} WHERE c.account_id = r.account_id`.execute(
    tx,
  );
}

export type NotedTicket = { accountId: string; id: string; teamId: string; agentId: string | null };

/** Notes what customers gave as e-mail on the tickets that opened with their conversations. Answers those tickets. */
export async function noteOnTickets(
  tx: Tx,
  emails: readonly { accountId: string; conversationId: string; address: string; standing: string }[],
  now: number,
): Promise<(NotedTicket & { standing: string })[]> {
  const rows = emails.map(({ accountId, conversationId, address, standing }) => ({
    account_id: accountId,
    conversation_id: conversationId,
    address,
    standing,
  }));
  const columns = { account_id: "uuid", conversation_id: "uuid", address: "text", standing: "text" };
  const { rows: noted } = await sql<NotedTicket & { standing: string }>`
    WITH held AS (
      SELECT t.account_id, t.id, r.address, r.standing FROM ${recordset(rows, columns, "r")}
        JOIN ticket t ON t.account_id = r.account_id AND t.conversation_id = r.conversation_id AND t.created_by IS NULL
      ORDER BY t.account_id, t.id FOR NO KEY UPDATE OF t)
    UPDATE ticket t SET email = h.address, email_standing = h.standing, version = t.version + 1, updated_at = ${iso(now)}::timestamptz
    FROM held h WHERE t.account_id = h.account_id AND t.id = h.id
    RETURNING t.account_id AS "accountId", t.id, t.team_id AS "teamId", t.agent_id AS "agentId", h.standing`.execute(
    tx,
  );
  return noted;
}
