import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A person's word about marketing messages, and how it came: chosen in WhatsApp, told by a refusal of Meta's, written to us. */
export type NewMarketingChoice = {
  accountId: string;
  contactId: string;
  at: number;
  stopped: boolean;
  source: "meta" | "refusal" | "word";
};
type Person = Pick<NewMarketingChoice, "accountId" | "contactId">;

/** The latest choice of each of these contacts is what counts, whatever the order in which they came; told at the same moment, no is. */
export async function settleMarketing(tx: Tx, people: readonly Person[]): Promise<void> {
  if (people.length === 0) return;
  const wanted = people.map((one) => ({ account_id: one.accountId, contact_id: one.contactId }));
  await sql`
    UPDATE contact c SET marketing_stopped_at = (SELECT CASE WHEN m.stopped THEN m.at END FROM marketing_choice m
      WHERE m.account_id = c.account_id AND m.contact_id = c.id ORDER BY m.at DESC, m.stopped DESC LIMIT 1), version = version + 1
    WHERE (c.account_id, c.id) IN (SELECT w.account_id, w.contact_id FROM ${recordset(wanted, { account_id: "uuid", contact_id: "uuid" }, "w")})`.execute(
    tx,
  );
}

/** Puts choices into the ledger, of contacts that are locked; the same once more has no effect. */
export async function noteMarketing(tx: Tx, choices: readonly NewMarketingChoice[]): Promise<void> {
  const columns = {
    account_id: "uuid",
    contact_id: "uuid",
    at: "timestamptz",
    stopped: "boolean",
    source: "text",
  };
  const rows = choices.map(({ accountId, contactId, at, stopped, source }) => ({
    account_id: accountId,
    contact_id: contactId,
    at: iso(at),
    stopped,
    source,
  }));
  await bulkInsert(tx, "marketing_choice", columns, rows, sql`ON CONFLICT DO NOTHING`);
  await settleMarketing(tx, choices);
}

/** The latest choice of a contact; null when they never said anything. */
export async function latestChoice(
  tx: Tx,
  accountId: string,
  contactId: string,
): Promise<Pick<NewMarketingChoice, "at" | "stopped" | "source"> | null> {
  const { rows } = await sql<Pick<NewMarketingChoice, "at" | "stopped" | "source">>`
    SELECT at, stopped, source FROM marketing_choice WHERE account_id = ${accountId} AND contact_id = ${contactId}
    ORDER BY at DESC, stopped DESC LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}
