import type { ConversationState } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, type BulkRow } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { NIL_UUID } from "../../platform/ids.ts";
import type { Work } from "./writer.ts";

export type Counted = Pick<
  ConversationState,
  "teamId" | "agentId" | "owner" | "status" | "snoozedUntil" | "unread"
>;

/** What a conversation is counted under: what is snoozed is in no other tab, whatever its status. */
const countedStatus = (state: Counted): string => (state.snoozedUntil === null ? state.status : "snoozed");

/** One conversation before and after; null = it was not there. */
export type CountedChange = { accountId: string; before: Counted | null; after: Counted };

export const countedWork = (work: Work): CountedChange => ({
  accountId: work.loaded.accountId,
  before: work.before,
  after: work.state,
});

/** Last statement of the transaction, in key order: two writers of one account never wait for each other in a circle. */
export async function writeCounters(tx: Tx, changes: readonly CountedChange[]): Promise<void> {
  const deltas = new Map<string, BulkRow & { conversations: number; unread: number }>();
  const add = (accountId: string, state: Counted, sign: 1 | -1): void => {
    const agentId = state.agentId ?? NIL_UUID;
    const key = `${accountId}|${state.teamId}|${agentId}|${state.owner}|${countedStatus(state)}`;
    const row = deltas.get(key) ?? {
      account_id: accountId,
      team_id: state.teamId,
      agent_id: agentId,
      owner: state.owner,
      status: countedStatus(state),
      conversations: 0,
      unread: 0,
    };
    row.conversations += sign;
    row.unread += sign * (state.unread > 0 ? 1 : 0);
    deltas.set(key, row);
  };
  for (const { accountId, before, after } of changes) {
    if (before) add(accountId, before, -1);
    add(accountId, after, 1);
  }
  const rows = [...deltas]
    .filter(([, row]) => row.conversations !== 0 || row.unread !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const columns = {
    account_id: "uuid",
    team_id: "uuid",
    agent_id: "uuid",
    owner: "text",
    status: "text",
    conversations: "int",
    unread: "int",
  };
  await bulkInsert(
    tx,
    "conversation_counter",
    columns,
    rows,
    sql`
    ON CONFLICT (account_id, team_id, agent_id, owner, status) DO UPDATE SET
      conversations = conversation_counter.conversations + excluded.conversations, unread = conversation_counter.unread + excluded.unread`,
  );
}
