import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** What a command did: to which conversation, the message or note it made, and the version it left behind. */
export type KeyUse = { conversationId: string; messageId: string | null; version: number };

export async function usedKey(tx: Tx, actor: Actor, key: string): Promise<KeyUse | null> {
  const { rows } = await sql<{ response: KeyUse }>`
    SELECT response FROM command_key WHERE account_id = ${actor.accountId} AND agent_id = ${actor.agentId} AND key = ${key}`.execute(
    tx,
  );
  return rows[0]?.response ?? null;
}

/** Remembers a command; a rival with the same key waits here and then fails on the unique key. */
export async function useKey(tx: Tx, actor: Actor, key: string, use: KeyUse, now: number): Promise<void> {
  await sql`INSERT INTO command_key (account_id, agent_id, key, response, created_at)
    VALUES (${actor.accountId}, ${actor.agentId}, ${key}, ${JSON.stringify(use)}::json, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Forgets keys of commands from before a moment; no command is sent again so late. */
export async function forgetCommandKeys(tx: Tx, before: number, most: number): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM command_key WHERE (account_id, agent_id, key) IN
    (SELECT account_id, agent_id, key FROM command_key WHERE created_at < ${iso(before)}::timestamptz LIMIT ${most} FOR UPDATE SKIP LOCKED)`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}
