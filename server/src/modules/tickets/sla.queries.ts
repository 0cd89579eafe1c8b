import type { SlaPolicy, SlaState, SlaTicket } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import { bulkUpdate, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type SlaRow = { policies: SlaPolicy[]; version: number };

/** What an account promises; null when it never said. */
export async function loadPolicies(tx: Tx, accountId: string): Promise<SlaRow | null> {
  const { rows } = await sql<SlaRow>`
    SELECT policies, version FROM sla_setting WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? null;
}

/** Saves all over the version their editor saw, where 1 may be no row yet. False when somebody else has passed it. */
export async function savePolicies(
  tx: Tx,
  accountId: string,
  { policies, version }: SlaRow,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO sla_setting AS s (account_id, policies, version, updated_at)
    SELECT ${accountId}, ${JSON.stringify(policies)}::jsonb, ${version + 1}, ${iso(now)}::timestamptz
    WHERE ${version} = 1 OR EXISTS (SELECT FROM sla_setting WHERE account_id = ${accountId})
    ON CONFLICT (account_id) DO UPDATE SET (policies, version, updated_at) = ROW(excluded.policies, excluded.version, excluded.updated_at)
      WHERE s.version = ${version}
    RETURNING version`.execute(tx);
  return rows.length > 0;
}

/** What a ticket's promises are decided from. */
export type FollowedTicket = Omit<SlaTicket, "firstAnsweredAt"> & {
  id: string;
  number: number;
  title: string;
  teamId: string;
  agentId: string | null;
  priority: SlaPolicy["priorities"][number];
  categoryId: string | null;
  /** of who asked */
  organisationId: string | null;
  /** that opened with it; null = somebody made the ticket */
  conversationId: string | null;
  /** when a person of the company first wrote to the customer in a message that is linked */
  linkedAnswerAt: number | null;
  /** when somebody first commented so that the customer may read it */
  commentedAt: number | null;
  sla: SlaState | null;
};

/** Tickets that this transaction holds, as their promises are decided from. */
export async function loadFollowed(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<FollowedTicket[]> {
  const { rows } = await sql<FollowedTicket>`
    SELECT t.id, t.number, t.title, t.team_id AS "teamId", t.agent_id AS "agentId", t.priority, t.category_id AS "categoryId", t.stage, t.sla,
      CASE WHEN t.created_by IS NULL THEN t.conversation_id END AS "conversationId", t.created_at AS "createdAt", t.over_at AS "overAt", c.organisation_id AS "organisationId",
      (SELECT min(m.at) FROM ticket_message m WHERE m.account_id = t.account_id AND m.ticket_id = t.id
        AND m.author IN ('agent', 'app') AND NOT m.deleted) AS "linkedAnswerAt",
      (SELECT min(k.at) FROM ticket_comment k WHERE k.account_id = t.account_id AND k.ticket_id = t.id AND k.public) AS "commentedAt"
    FROM ticket t JOIN contact a ON a.account_id = t.account_id AND a.id = t.contact_id
    JOIN contact c ON c.account_id = a.account_id AND c.id = CASE WHEN a.merged_into IS NULL THEN a.id ELSE a.merged_into END
    WHERE t.account_id = ${accountId} AND t.id = ANY(${[...ids]}::uuid[])`.execute(tx);
  return rows;
}

export type KeptSla = { id: string; state: SlaState; dueAt: number | null; wakeAt: number | null };

export const saveSla = (tx: Tx, accountId: string, kept: readonly KeptSla[]): Promise<void> =>
  bulkUpdate(
    tx,
    "ticket",
    ["account_id", "id"],
    { account_id: "uuid", id: "uuid", sla: "jsonb", sla_due_at: "timestamptz", sla_wake_at: "timestamptz" },
    kept.map(({ id, state, dueAt, wakeAt }) => ({
      account_id: accountId,
      id,
      sla: state,
      sla_due_at: iso(dueAt),
      sla_wake_at: iso(wakeAt),
    })),
  );

/** Holds tickets whose moment has come; a rival doing so at the same moment gets others. */
export async function holdDue(
  tx: Tx,
  now: number,
  limit: number,
): Promise<{ accountId: string; id: string }[]> {
  const { rows } = await sql<{ accountId: string; id: string }>`
    SELECT account_id AS "accountId", id FROM ticket WHERE sla_wake_at <= ${iso(now)}::timestamptz
    ORDER BY sla_wake_at LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`.execute(tx);
  return rows;
}

/** Arms tickets for now; held in id order like everywhere. */
async function wake(tx: Tx, which: RawBuilder<unknown>, now: number): Promise<void> {
  await sql`
    WITH held AS (SELECT account_id, id FROM ticket t WHERE ${which} AND t.over_at IS NULL ORDER BY id FOR NO KEY UPDATE)
    UPDATE ticket t SET sla_wake_at = least(t.sla_wake_at, ${iso(now)}::timestamptz) FROM held h
    WHERE t.account_id = h.account_id AND t.id = h.id`.execute(tx);
}

/** The policies of an account changed: every ticket that is not over is looked at again, soon. */
export const wakeTickets = (tx: Tx, accountId: string, now: number): Promise<void> =>
  wake(tx, sql`t.account_id = ${accountId}`, now);

/** Hours or holidays of an account changed: every ticket that has promises. */
export const wakePromised = (tx: Tx, accountId: string, now: number): Promise<void> =>
  wake(tx, sql`t.account_id = ${accountId} AND t.sla->>'policyId' IS NOT NULL`, now);
