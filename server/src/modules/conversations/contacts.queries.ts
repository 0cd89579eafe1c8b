import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { oversees } from "./conversations.policy.ts";
import { visible } from "./rows.queries.ts";

/** Whose a contact is, by its conversations. */
export async function sightOfContact(
  tx: Tx,
  actor: Actor,
  contactId: string,
): Promise<"seen" | "others" | "nobodys"> {
  const { rows } = await sql<{ has: boolean; sees: boolean }>`
    SELECT count(*) > 0 AS has, count(*) FILTER (WHERE ${visible(actor)}) > 0 AS sees FROM conversation v WHERE v.account_id = ${actor.accountId} AND v.contact_id = ${contactId}`.execute(
    tx,
  );
  if (!rows[0]?.has) return "nobodys";
  return rows[0].sees ? "seen" : "others";
}

/**
 * May this agent see the contact `c`? By one of its conversations; one that has none is no team's. One that went into another is never
 * seen by itself: what was its own is the other's now. Asked of one contact after the other: PostgreSQL would read all conversations of the
 * account to answer an EXISTS, for a page of fifty people.
 */
export const visibleContact = (actor: Actor): RawBuilder<unknown> =>
  oversees(actor)
    ? sql`c.merged_into IS NULL`
    : sql`(c.merged_into IS NULL AND (
        (SELECT true FROM conversation v WHERE v.account_id = c.account_id AND v.contact_id = c.id AND ${visible(actor)} LIMIT 1)
        OR (SELECT true FROM conversation v WHERE v.account_id = c.account_id AND v.contact_id = c.id LIMIT 1) IS NULL))`;

/** Up to so many are gathered; of more, a list meets one that the agent sees soon enough by walking in its order. */
const MOST_GATHERED = 2_000;

/**
 * Ids of contacts among which are all that this agent sees, when they are few: those of his and his teams' conversations, and those of
 * nobody, found by comparing two indexes. Null when they are many, and for who oversees. No more than a shorter way to them: `visibleContact`
 * still says of each whether he sees it.
 */
export async function fewContacts(tx: Tx, actor: Actor): Promise<string[] | null> {
  if (oversees(actor)) return null;
  const { accountId, agentId, teamIds } = actor;
  const most = sql`LIMIT ${MOST_GATHERED + 1}`;
  const own = await sql<{ count: number }>`
    SELECT count(*) FROM ((SELECT 1 FROM conversation v WHERE v.account_id = ${accountId} AND v.agent_id = ${agentId} ${most})
      UNION ALL (SELECT 1 FROM conversation v WHERE v.account_id = ${accountId} AND v.team_id = ANY(${teamIds}::uuid[]) ${most})) o`.execute(
    tx,
  );
  if ((own.rows[0]?.count ?? 0) > MOST_GATHERED) return null;
  const { rows } = await sql<{ id: string }>`
    SELECT v.contact_id AS id FROM conversation v WHERE v.account_id = ${accountId} AND (v.agent_id = ${agentId} OR v.team_id = ANY(${teamIds}::uuid[]))
    UNION (SELECT c.id FROM contact c WHERE c.account_id = ${accountId} AND c.merged_into IS NULL
      AND NOT EXISTS (SELECT FROM conversation v WHERE v.account_id = c.account_id AND v.contact_id = c.id) ${most})`.execute(
    tx,
  );
  return rows.length > MOST_GATHERED ? null : rows.map(({ id }) => id);
}

/** May this agent see the contact? */
export async function seesContact(tx: Tx, actor: Actor, contactId: string): Promise<boolean> {
  const { rows } = await sql<{ sees: boolean }>`
    SELECT EXISTS (SELECT FROM contact c WHERE c.account_id = ${actor.accountId} AND c.id = ${contactId} AND ${visibleContact(actor)}) AS sees`.execute(
    tx,
  );
  return rows[0]?.sees ?? false;
}

/** The conversations in which these contacts show, of each person those that are not over and the latest one. */
export async function conversationsOfContacts(
  tx: Tx,
  accountId: string,
  contactIds: readonly string[],
): Promise<{ id: string; teamId: string }[]> {
  if (contactIds.length === 0) return [];
  const { rows } = await sql<{ id: string; teamId: string }>`
    SELECT v.id, v.team_id AS "teamId" FROM (SELECT id, team_id, status, row_number() OVER (PARTITION BY contact_id ORDER BY opened_at DESC) AS place
      FROM conversation WHERE account_id = ${accountId} AND contact_id = ANY(${[...contactIds]}::uuid[])) v
    WHERE v.place = 1 OR v.status IN ('open', 'pending')`.execute(tx);
  return rows;
}
