import { assign } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import type { TeamOwner } from "../agents/index.ts";
import { loadContexts } from "../settings/index.ts";
import { applyChange } from "./apply.ts";
import {
  conversationsOfAgent,
  countOfTeam,
  moveConversations,
  moveCounters,
} from "./conversations.takeover.queries.ts";
import { loadForUpdate } from "./load.queries.ts";

/**
 * Conversations are uses of a team. When it goes they become its successor's as they are, unlike a forward: nobody decided
 * anything about the customer, so the bot goes on speaking and who answers goes on answering.
 */
export const conversationsTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const { open, past } = await countOfTeam(tx, accountId, teamId);
    return [
      { kind: "open_conversations" as const, label: "", count: open },
      { kind: "past_conversations" as const, label: "", count: past },
    ].filter((use) => use.count > 0);
  },
  async moveTeam(tx, { actor, from, to, now }) {
    const { accountId, agentId } = actor;
    const moved = await moveConversations(tx, accountId, from, to);
    await appendEvents(
      tx,
      moved.map((conversation) => ({
        accountId,
        type: "conversation.forwarded",
        conversationId: conversation.id,
        teamId: to,
        agentId,
        seq: conversation.seq,
        at: now,
        data: {
          from,
          to,
          fromAgent: conversation.agentId,
          toAgent: conversation.agentId,
          reason: "",
          because: "team_deleted",
        },
      })),
    );
    await moveCounters(tx, accountId, from, to);
  },
};

/** What an agent who leaves was answering goes back to its team's queue, as if he had given it back himself. */
export async function releaseAgent(tx: Tx, deps: Deps, actor: Actor, agentId: string): Promise<void> {
  const { accountId } = actor;
  const ids = await conversationsOfAgent(tx, accountId, agentId);
  const loaded = await loadForUpdate(
    tx,
    ids.map((id) => ({ accountId, id })),
  );
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) return;
  for (const conversation of loaded.values()) {
    const outcome = assign(conversation.state, actor.agentId, null);
    if (!outcome.ok || conversation.state.agentId !== agentId) continue;
    await applyChange(tx, {
      loaded: conversation,
      context,
      after: outcome.state,
      effects: outcome.effects,
      now: deps.clock.now(),
      botVersionId: null,
      quotedWamid: null,
      file: null,
      signature: null,
    });
  }
}
