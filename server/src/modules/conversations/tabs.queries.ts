import type { Tab } from "@balcao/api";
import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { NIL_UUID } from "../../platform/ids.ts";
import { canSee, isOver, oversees } from "./conversations.policy.ts";

type Count = {
  teamId: string;
  agentId: string;
  owner: string;
  status: string;
  conversations: number;
  unread: number;
};
type TabCount = { conversations: number; unread: number };

/** Counts of the tabs, from the maintained counters of the teams this agent may see. */
export async function countTabs(
  tx: Tx,
  actor: Actor,
  team: string | undefined,
): Promise<{ tabs: Record<Tab, TabCount>; pending: number }> {
  const { rows } = await sql<Count>`
    SELECT team_id AS "teamId", agent_id AS "agentId", owner, status, conversations, unread FROM conversation_counter WHERE account_id = ${actor.accountId}`.execute(
    tx,
  );
  const zero = (): TabCount => ({ conversations: 0, unread: 0 });
  const tabs = {
    new: zero(),
    mine: zero(),
    bot: zero(),
    ended: zero(),
    others: zero(),
    snoozed: zero(),
    all: zero(),
  };
  let pending = 0;
  const add = (tab: Tab, row: Count): void => {
    tabs[tab].conversations += row.conversations;
    tabs[tab].unread += row.unread;
  };
  for (const row of rows) {
    const agentId = row.agentId === NIL_UUID ? null : row.agentId;
    if (!canSee(actor, { ...row, agentId }) || (team !== undefined && row.teamId !== team)) continue;
    if (row.status === "snoozed") {
      add("snoozed", row);
      continue;
    }
    add("all", row);
    if (isOver(row.status)) {
      add("ended", row);
      continue;
    }
    if (row.status === "pending") pending += row.conversations;
    if (row.owner === "bot") add("bot", row);
    else if (agentId === actor.agentId) add("mine", row);
    else if (agentId === null && (!oversees(actor) || actor.teamIds.includes(row.teamId))) add("new", row);
    else add("others", row);
  }
  return { tabs, pending };
}
