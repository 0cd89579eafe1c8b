import type { PresenceLine } from "@balcao/core";
import { sql } from "kysely";
import { recordset } from "../../platform/bulk.ts";
import type { Db } from "../../platform/database.ts";
import type { Placed } from "./conversations.policy.ts";

/** A window as its node writes it; what it says lasts `typingMs` and `aliveMs` from now, by the database's clock. */
export type LineToWrite = {
  accountId: string;
  lineId: string;
  agentId: string;
  conversationId: string | null;
  typingMs: number;
  aliveMs: number;
  idle: boolean;
};

/** Writes windows as they are now, one statement for all of a node. */
export async function writeLines(db: Db, lines: readonly LineToWrite[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines
    .map((line) => ({
      account_id: line.accountId,
      line_id: line.lineId,
      agent_id: line.agentId,
      conversation_id: line.conversationId,
      typing_ms: line.typingMs,
      alive_ms: line.aliveMs,
      idle: line.idle,
    }))
    .sort((a, b) => (a.line_id < b.line_id ? -1 : 1));
  const columns = {
    account_id: "uuid",
    line_id: "uuid",
    agent_id: "uuid",
    conversation_id: "uuid",
    typing_ms: "integer",
    alive_ms: "integer",
    idle: "boolean",
  };
  await sql`
    INSERT INTO presence (account_id, line_id, agent_id, conversation_id, typing_until, idle, alive_until)
    SELECT account_id, line_id, agent_id, conversation_id, CASE WHEN typing_ms > 0 THEN now() + typing_ms * interval '1 millisecond' END, idle,
      now() + alive_ms * interval '1 millisecond' FROM ${recordset(rows, columns, "r")}
    ON CONFLICT (account_id, line_id) DO UPDATE SET conversation_id = excluded.conversation_id, typing_until = excluded.typing_until,
      idle = excluded.idle, alive_until = excluded.alive_until`.execute(db);
}

/** Takes windows away that were closed. */
export async function removeLines(
  db: Db,
  lines: readonly Pick<LineToWrite, "accountId" | "lineId">[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ accountId, lineId }) => ({ account_id: accountId, line_id: lineId }));
  await sql`DELETE FROM presence p USING ${recordset(rows, { account_id: "uuid", line_id: "uuid" }, "r")}
    WHERE p.account_id = r.account_id AND p.line_id = r.line_id`.execute(db);
}

/** Sweeps away what nodes that died have left; another node may be at it. */
export async function sweepLines(db: Db): Promise<void> {
  await sql`DELETE FROM presence WHERE (account_id, line_id) IN
    (SELECT account_id, line_id FROM presence WHERE alive_until < now() FOR UPDATE SKIP LOCKED)`.execute(db);
}

export type ReadLine = PresenceLine & { accountId: string };

/** All living windows of these accounts, and the database's moment of reading (0 when there are none). */
export async function readLines(
  db: Db,
  accountIds: readonly string[],
): Promise<{ now: number; lines: ReadLine[] }> {
  const { rows } = await sql<ReadLine & { now: number }>`
    SELECT now() AS now, account_id AS "accountId", agent_id AS "agentId", conversation_id AS "conversationId",
      typing_until AS "typingUntil", alive_until AS "aliveUntil", idle
    FROM presence WHERE account_id = ANY(${accountIds}::uuid[]) AND alive_until > now()`.execute(db);
  return { now: rows[0]?.now ?? 0, lines: rows };
}

/** Under which `placesNow` gives a conversation: an id alone could be claimed by another account's window. */
export const placeKey = (accountId: string, id: string): string => `${accountId} ${id}`;

/** Where conversations are now, by `placeKey`; those that the account does not have are left out. */
export async function placesNow(
  db: Db,
  wanted: readonly { accountId: string; id: string }[],
): Promise<Map<string, Placed>> {
  if (wanted.length === 0) return new Map();
  const rows = wanted.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const found = await sql<Placed & { accountId: string; id: string }>`
    SELECT DISTINCT v.account_id AS "accountId", v.id, v.team_id AS "teamId", v.agent_id AS "agentId", v.status
    FROM ${recordset(rows, { account_id: "uuid", id: "uuid" }, "w")} JOIN conversation v ON v.account_id = w.account_id AND v.id = w.id`.execute(
    db,
  );
  return new Map(found.rows.map(({ accountId, id, ...placed }) => [placeKey(accountId, id), placed]));
}
