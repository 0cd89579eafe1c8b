import type { TicketBrief } from "@balcao/api";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { visible } from "./tickets.queries.ts";

export type Marks = { added: string[]; removed: string[] };
type Changes = { add: readonly string[]; remove: readonly string[] };

/** Puts marks of one kind on a ticket and takes others off; answers what really changed. */
async function changeMarks(
  tx: Tx,
  table: RawBuilder<unknown>,
  column: RawBuilder<unknown>,
  place: { accountId: string; ticketId: string },
  { add, remove }: Changes,
): Promise<Marks> {
  const added = await sql<{ id: string }>`
    INSERT INTO ${table} (account_id, ticket_id, ${column})
    SELECT ${place.accountId}::uuid, ${place.ticketId}::uuid, id FROM unnest(${[...add]}::uuid[]) AS wanted(id)
    ON CONFLICT DO NOTHING RETURNING ${column} AS id`.execute(tx);
  const removed = await sql<{ id: string }>`
    DELETE FROM ${table} WHERE account_id = ${place.accountId} AND ticket_id = ${place.ticketId}
      AND ${column} = ANY(${[...remove]}::uuid[]) RETURNING ${column} AS id`.execute(tx);
  return { added: added.rows.map(({ id }) => id), removed: removed.rows.map(({ id }) => id) };
}

type Place = { accountId: string; ticketId: string };

export const changeLabels = (tx: Tx, place: Place, changes: Changes): Promise<Marks> =>
  changeMarks(tx, sql`ticket_label`, sql`label_id`, place, changes);

const agentsOf = (ids: readonly string[]) => sql`agent_id = ANY(${[...ids]}::uuid[])`;
const forgetLeaving = (tx: Tx, { accountId, ticketId }: Place, ids: readonly string[]): Promise<unknown> =>
  sql`DELETE FROM ticket_unfollowed WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND ${agentsOf(ids)}`.execute(
    tx,
  );

/** Makes agents follow a ticket, or no longer; who leaves is remembered. */
export async function changeFollowers(tx: Tx, place: Place, changes: Changes): Promise<Marks> {
  const marks = await changeMarks(tx, sql`ticket_follower`, sql`agent_id`, place, changes);
  await forgetLeaving(tx, place, changes.add);
  await sql`INSERT INTO ticket_unfollowed (account_id, ticket_id, agent_id)
    SELECT ${place.accountId}::uuid, ${place.ticketId}::uuid, id FROM unnest(${marks.removed}::uuid[]) AS gone(id) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  return marks;
}

/** Makes agents follow a ticket without anybody's choosing. `isAnew`: those too who left it. */
export async function followByItself(
  tx: Tx,
  place: Place,
  agentIds: readonly string[],
  { isAnew }: { isAnew: boolean },
): Promise<void> {
  if (agentIds.length === 0) return;
  if (isAnew) await forgetLeaving(tx, place, agentIds);
  await sql`INSERT INTO ticket_follower (account_id, ticket_id, agent_id)
    SELECT ${place.accountId}::uuid, ${place.ticketId}::uuid, id FROM unnest(${[...agentIds]}::uuid[]) AS wanted(id)
    WHERE NOT EXISTS (SELECT FROM ticket_unfollowed u WHERE u.account_id = ${place.accountId} AND u.ticket_id = ${place.ticketId} AND u.agent_id = wanted.id)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Who follows these tickets, by ticket, whatever they may see by now. */
export async function followersOfAll(
  tx: Tx,
  accountId: string,
  ticketIds: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; agents: string[] }>`
    SELECT ticket_id AS id, array_agg(agent_id ORDER BY agent_id) AS agents FROM ticket_follower
    WHERE account_id = ${accountId} AND ticket_id = ANY(${[...ticketIds]}::uuid[]) GROUP BY ticket_id`.execute(
    tx,
  );
  return new Map(rows.map(({ id, agents }) => [id, agents]));
}

/** Who follows a ticket, whatever they may see by now. */
export async function followersOf(tx: Tx, { accountId, ticketId }: Place): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT agent_id AS id FROM ticket_follower WHERE account_id = ${accountId} AND ticket_id = ${ticketId} ORDER BY agent_id`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** Relates two tickets; false when they are already. */
export async function relate(tx: Tx, accountId: string, one: string, other: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO ticket_relation (account_id, ticket_id, other_id)
    VALUES (${accountId}, least(${one}::uuid, ${other}::uuid), greatest(${one}::uuid, ${other}::uuid)) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0) > 0;
}

/** False when they are not related. */
export async function unrelate(tx: Tx, accountId: string, one: string, other: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM ticket_relation WHERE account_id = ${accountId}
      AND ticket_id = least(${one}::uuid, ${other}::uuid) AND other_id = greatest(${one}::uuid, ${other}::uuid)`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0) > 0;
}

/** The tickets a ticket has to do with that this agent may see, by number. */
export async function relatedTo(tx: Tx, actor: Actor, ticketId: string): Promise<TicketBrief[]> {
  const { rows } = await sql<TicketBrief>`
    SELECT t.id, t.number, t.title, t.status_id AS "statusId", t.stage FROM ticket_relation r
    JOIN ticket t ON t.account_id = r.account_id AND t.id = CASE WHEN r.ticket_id = ${ticketId} THEN r.other_id ELSE r.ticket_id END
    WHERE r.account_id = ${actor.accountId} AND (r.ticket_id = ${ticketId} OR r.other_id = ${ticketId}) AND ${visible(actor)}
    ORDER BY t.number`.execute(tx);
  return rows;
}

export type Gathered = { messages: number; comments: number; files: number };

/**
 * What was said and gathered in one ticket becomes another's: messages (those it has already stay as it has them), comments, files, followers
 * (but who left the other one), labels and relations. What was merged into the first leads to the second. Both are locked.
 */
export async function gather(tx: Tx, accountId: string, from: string, into: string): Promise<Gathered> {
  const own = sql`account_id = ${accountId} AND ticket_id = ${from}`;
  const moved = await sql`
    UPDATE ticket_message m SET ticket_id = ${into} WHERE ${own} AND NOT EXISTS (
      SELECT FROM ticket_message k WHERE k.account_id = m.account_id AND k.ticket_id = ${into} AND k.message_id = m.message_id)`.execute(
    tx,
  );
  await sql`DELETE FROM ticket_message WHERE ${own}`.execute(tx);
  await sql`UPDATE ticket_send SET ticket_id = ${into} WHERE ${own}`.execute(tx);
  const comments = await sql`UPDATE ticket_comment SET ticket_id = ${into} WHERE ${own}`.execute(tx);
  const files = await sql`UPDATE ticket_file SET ticket_id = ${into} WHERE ${own}`.execute(tx);
  await followByItself(
    tx,
    { accountId, ticketId: into },
    await followersOf(tx, { accountId, ticketId: from }),
    {
      isAnew: false,
    },
  );
  await sql`INSERT INTO ticket_label (account_id, ticket_id, label_id) SELECT account_id, ${into}::uuid, label_id FROM ticket_label WHERE ${own} ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  await sql`
    INSERT INTO ticket_relation (account_id, ticket_id, other_id)
    SELECT account_id, least(other, ${into}::uuid), greatest(other, ${into}::uuid) FROM (
      SELECT account_id, CASE WHEN ticket_id = ${from} THEN other_id ELSE ticket_id END AS other FROM ticket_relation
      WHERE account_id = ${accountId} AND (ticket_id = ${from} OR other_id = ${from})) r
    WHERE other <> ${into} ON CONFLICT DO NOTHING`.execute(tx);
  await sql`DELETE FROM ticket_relation WHERE account_id = ${accountId} AND (ticket_id = ${from} OR other_id = ${from})`.execute(
    tx,
  );
  await sql`UPDATE ticket SET merged_into = ${into} WHERE account_id = ${accountId} AND merged_into = ${from}`.execute(
    tx,
  );
  const count = ({ numAffectedRows }: { numAffectedRows?: bigint | undefined }): number =>
    Number(numAffectedRows ?? 0);
  return { messages: count(moved), comments: count(comments), files: count(files) };
}
