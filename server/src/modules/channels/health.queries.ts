import { sql } from "kysely";
import type { NumberFacts, NumberNews, Trouble, TroubleEnd } from "@balcao/whatsapp";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** A number of ours that a notice is about. */
export type Ailing = { accountId: string; channelId: string };

/**
 * The numbers a notice is about, in key order: the one it names, else all of its business account, else all of the account. A number that is
 * named and is not ours is nobody's.
 */
export async function numbersMeant(
  tx: Tx,
  accountId: string,
  { displayPhone, phoneNumberId, wabaId }: NumberNews,
): Promise<Ailing[]> {
  const meant =
    phoneNumberId !== null
      ? sql`phone_number_id = ${phoneNumberId}`
      : displayPhone !== null
        ? sql`regexp_replace(display_phone, '\\D', '', 'g') = ${displayPhone}`
        : wabaId !== null
          ? sql`waba_id = ${wabaId}`
          : sql`true`;
  const { rows } = await sql<Ailing>`
    SELECT account_id AS "accountId", id AS "channelId" FROM channel WHERE account_id = ${accountId} AND removed_at IS NULL AND ${meant} ORDER BY id FOR NO KEY UPDATE`.execute(
    tx,
  );
  return rows;
}

const COLUMNS: Readonly<Record<keyof NumberFacts, string>> = {
  verifiedName: "verified_name",
  nameDecision: "name_decision",
  messagingLimit: "messaging_limit",
  throughput: "throughput",
};
/** Messages a second of a number whose throughput Meta has raised (wire facts, section 9). */
const HIGH_PER_SECOND = 1000;

/** Writes down what a number is said to be, unless something newer was said of it. */
export async function saveFacts(tx: Tx, number: Ailing, facts: NumberFacts, at: number): Promise<void> {
  for (const [name, told] of Object.entries(facts) as [keyof NumberFacts, string][]) {
    const column = COLUMNS[name];
    const faster =
      name === "throughput" && told === "HIGH"
        ? sql`, messages_per_second = greatest(messages_per_second, ${HIGH_PER_SECOND})`
        : sql``;
    await sql`
      UPDATE channel SET ${sql.ref(column)} = ${told}, told_at = told_at || jsonb_build_object(${column}::text, ${iso(at)}::text), version = version + 1 ${faster}
      WHERE account_id = ${number.accountId} AND id = ${number.channelId}
        AND (CASE WHEN told_at ? ${column} THEN (told_at->>${column})::timestamptz ELSE '-infinity' END) <= ${iso(at)}::timestamptz`.execute(
      tx,
    );
  }
}

/** Notes an illness of a number; told again it is renewed. False = it is known already, or was over after that. */
export async function beginTrouble(tx: Tx, number: Ailing, trouble: Trouble, at: number): Promise<boolean> {
  const { kind, cause, severity, stops, until, data } = trouble;
  const { rows } = await sql<{ fresh: boolean }>`
    WITH before AS (SELECT ended_at, until FROM channel_trouble
      WHERE account_id = ${number.accountId} AND channel_id = ${number.channelId} AND kind = ${kind} AND cause = ${cause})
    INSERT INTO channel_trouble AS t (account_id, channel_id, kind, cause, severity, stops, data, since, until)
    VALUES (${number.accountId}, ${number.channelId}, ${kind}, ${cause}, ${severity}, ${stops}, ${JSON.stringify(data)}::jsonb, ${iso(at)}::timestamptz, ${iso(until)}::timestamptz)
    ON CONFLICT (account_id, channel_id, kind, cause) DO UPDATE SET severity = excluded.severity, stops = excluded.stops, data = excluded.data,
      since = CASE WHEN t.ended_at IS NULL AND (t.until IS NULL OR t.until > excluded.since) THEN t.since ELSE excluded.since END,
      until = excluded.until, ended_at = NULL
      WHERE t.since <= excluded.since AND (t.ended_at IS NULL OR t.ended_at < excluded.since)
    RETURNING NOT EXISTS (SELECT FROM before b WHERE b.ended_at IS NULL AND (b.until IS NULL OR b.until > ${iso(at)}::timestamptz)) AS fresh`.execute(
    tx,
  );
  return rows[0]?.fresh ?? false;
}

/** Ends an illness that was told of before; a later one stays. Answers what ended. */
export async function endTroubles(
  tx: Tx,
  number: Ailing,
  { kind, cause }: TroubleEnd,
  at: number,
): Promise<{ kind: string; cause: string }[]> {
  const { rows } = await sql<{ kind: string; cause: string }>`
    UPDATE channel_trouble SET ended_at = ${iso(at)}::timestamptz
    WHERE account_id = ${number.accountId} AND channel_id = ${number.channelId} AND kind = ${kind} AND ended_at IS NULL AND since <= ${iso(at)}::timestamptz
      AND ${cause === null ? sql`true` : sql`cause = ${cause}`}
    RETURNING kind, cause`.execute(tx);
  return rows;
}

/** Forgets illnesses that were over before that. */
export async function forgetTroubles(db: Db, before: number): Promise<void> {
  await sql`DELETE FROM channel_trouble WHERE coalesce(ended_at, until) < ${iso(before)}::timestamptz`.execute(
    db,
  );
}
