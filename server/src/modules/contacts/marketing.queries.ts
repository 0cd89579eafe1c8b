import type { Choice, ChoiceKind } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/**
 * A person's word about marketing messages or all that goes out by itself, and how it came: chosen in WhatsApp, told by a refusal of Meta's,
 * written to us, or noted for them by an agent, who says why.
 */
export type NewMarketingChoice = {
  accountId: string;
  contactId: string;
  at: number;
  stopped: boolean;
} & (
  | { source: "meta" | "refusal" | "word" }
  | { source: "agent"; kind: ChoiceKind; agentId: string; reason: string }
);
type Person = Pick<NewMarketingChoice, "accountId" | "contactId">;

const latest = (kind: RawBuilder<unknown>, who: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  LEFT JOIN LATERAL (SELECT m.at, m.stopped FROM marketing_choice m WHERE m.account_id = c.account_id AND m.contact_id = c.id AND m.kind = ${kind} AND ${who}
    ORDER BY m.at DESC, m.stopped DESC LIMIT 1)`;

/** `standingChoice` of @balcao/core, for many contacts at once: since when it is no, or null. */
function stoppedAt(kind: ChoiceKind): RawBuilder<unknown> {
  const of = sql.lit(kind);
  return sql`(SELECT CASE WHEN own.stopped THEN own.at WHEN noted.stopped AND (own.at IS NULL OR own.at <= noted.at) THEN noted.at END
    FROM (SELECT) one ${latest(of, sql`m.source <> 'agent'`)} own ON true ${latest(of, sql`m.source = 'agent'`)} noted ON true)`;
}

/** What counts of these contacts' choices, whatever the order in which they came; told at the same moment, no does. */
export async function settleMarketing(tx: Tx, people: readonly Person[]): Promise<void> {
  if (people.length === 0) return;
  const wanted = people.map((one) => ({ account_id: one.accountId, contact_id: one.contactId }));
  await sql`
    UPDATE contact c SET marketing_stopped_at = ${stoppedAt("marketing")}, automatic_stopped_at = ${stoppedAt("automatic")}, version = version + 1
    WHERE (c.account_id, c.id) IN (SELECT w.account_id, w.contact_id FROM ${recordset(wanted, { account_id: "uuid", contact_id: "uuid" }, "w")})`.execute(
    tx,
  );
}

/** Puts choices into the ledger, of contacts that are locked; the same once more has no effect. */
export async function noteMarketing(tx: Tx, choices: readonly NewMarketingChoice[]): Promise<void> {
  const columns = {
    account_id: "uuid",
    contact_id: "uuid",
    kind: "text",
    at: "timestamptz",
    stopped: "boolean",
    source: "text",
    agent_id: "uuid",
    reason: "text",
  };
  const rows = choices.map((choice) => ({
    account_id: choice.accountId,
    contact_id: choice.contactId,
    kind: choice.source === "agent" ? choice.kind : "marketing",
    at: iso(choice.at),
    stopped: choice.stopped,
    source: choice.source,
    agent_id: choice.source === "agent" ? choice.agentId : null,
    reason: choice.source === "agent" ? choice.reason : null,
  }));
  await bulkInsert(tx, "marketing_choice", columns, rows, sql`ON CONFLICT DO NOTHING`);
  await settleMarketing(tx, choices);
}

/** A choice as the ledger has it. */
export type ChoiceRow = Choice & {
  source: NewMarketingChoice["source"];
  agentId: string | null;
  reason: string | null;
};

/** A contact's own latest choice of a kind, and the one an agent noted last; null = there is none. */
export async function choicesOf(
  tx: Tx,
  accountId: string,
  contactId: string,
  kind: ChoiceKind,
): Promise<{ own: ChoiceRow | null; noted: ChoiceRow | null }> {
  const { rows } = await sql<ChoiceRow>`
    SELECT DISTINCT ON (source = 'agent') at, stopped, source, agent_id AS "agentId", reason FROM marketing_choice
    WHERE account_id = ${accountId} AND contact_id = ${contactId} AND kind = ${kind}
    ORDER BY source = 'agent', at DESC, stopped DESC`.execute(tx);
  return {
    own: rows.find(({ source }) => source !== "agent") ?? null,
    noted: rows.find(({ source }) => source === "agent") ?? null,
  };
}
