import type { TicketChoices, TicketCountsQuery, TicketViewFilter } from "@balcao/api";
import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { statusesOf } from "./list.queries.ts";
import { maySee } from "./tickets.policy.ts";
import { visible } from "./tickets.queries.ts";

/** So many tickets of an account are of one kind. */
export type TicketKind = {
  teamId: string;
  agentId: string | null;
  statusId: string;
  priority: number;
  tickets: number;
};

/** A ledger with this many more rows than kinds is folded. */
const LONG = 500;
/** Names the lock of who folds, among the advisory locks. */
const FOLDING = 79;

/** One row for each kind. Only one folds at a time; rows that others add meanwhile are not seen, and stay. */
async function fold(tx: Tx, accountId: string): Promise<void> {
  const { rows } = await sql<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(${FOLDING}, hashtext(${accountId})) AS mine`.execute(tx);
  if (!rows[0]?.mine) return;
  await sql`
    WITH gone AS (DELETE FROM ticket_count WHERE account_id = ${accountId} RETURNING *)
    INSERT INTO ticket_count (account_id, team_id, agent_id, status_id, priority, tickets)
    SELECT account_id, team_id, agent_id, status_id, priority, sum(tickets) FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING sum(tickets) <> 0`.execute(
    tx,
  );
}

/**
 * How many tickets the account has of each kind, from the ledger that triggers write: no ticket is read. `folds`: a long ledger is folded,
 * which a transaction that only reads may not.
 */
export async function countTickets(
  tx: Tx,
  accountId: string,
  { folds = false }: { folds?: boolean } = {},
): Promise<TicketKind[]> {
  const { rows } = await sql<TicketKind & { lines: number }>`
    SELECT team_id AS "teamId", agent_id AS "agentId", status_id AS "statusId", priority, sum(tickets)::int AS tickets, count(*)::int AS lines
    FROM ticket_count WHERE account_id = ${accountId} GROUP BY 1, 2, 3, 4`.execute(tx);
  const lines = rows.reduce((sum, row) => sum + row.lines, 0);
  if (folds && lines > rows.length + LONG) await fold(tx, accountId);
  return rows.filter(({ tickets }) => tickets > 0);
}

type Narrowing = Pick<
  TicketCountsQuery,
  "team" | "agent" | "priority" | "category" | "type" | "label" | "overdue"
>;
type CountedFilter = { [Name in keyof Narrowing]?: unknown } & Pick<Narrowing, "team" | "agent" | "priority">;

/** The kinds do not tell these apart. */
const UNCOUNTED = ["category", "type", "label", "overdue"] as const;
const isCounted = (filter: CountedFilter): boolean => UNCOUNTED.every((name) => filter[name] === undefined);

/** How many of them this agent sees in a list that is narrowed down so; null when the kinds do not tell. */
export function sumOf(
  actor: Actor,
  kinds: readonly TicketKind[],
  statuses: TicketChoices["statuses"],
  { progress, ...filter }: CountedFilter & Pick<TicketViewFilter, "progress">,
): number | null {
  if (!isCounted(filter)) return null;
  const held = new Set(statusesOf(statuses, progress ?? "active").map(({ id }) => id));
  const agentId = filter.agent === "me" ? actor.agentId : filter.agent === "none" ? null : filter.agent;
  return kinds
    .filter(
      (kind) =>
        maySee(actor, kind) &&
        held.has(kind.statusId) &&
        (filter.team === undefined || kind.teamId === filter.team) &&
        (agentId === undefined || kind.agentId === agentId) &&
        (filter.priority === undefined || kind.priority === filter.priority),
    )
    .reduce((sum, { tickets }) => sum + tickets, 0);
}

/** The same of each status; null when the kinds do not tell. */
export const sumsOf = (
  actor: Actor,
  kinds: readonly TicketKind[],
  statuses: TicketChoices["statuses"],
  filter: CountedFilter,
): Record<string, number> | null =>
  isCounted(filter)
    ? Object.fromEntries(
        statuses.map(({ id }) => [id, sumOf(actor, kinds, statuses, { ...filter, progress: id }) ?? 0]),
      )
    : null;

const MOST_OVERDUE = 1_000;

/** How many tickets that this agent may see should have been done by now; those of others are passed by in the index. */
export async function countOverdue(tx: Tx, actor: Actor, now: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (SELECT FROM ticket t WHERE t.account_id = ${actor.accountId} AND t.over_at IS NULL
      AND least(t.due_at, t.sla_due_at) < ${iso(now)}::timestamptz AND ${visible(actor)} LIMIT ${MOST_OVERDUE}) late`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}
