import type { MentionList } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { countUnreadMentions, listMentions, readMentions } from "./notes.queries.ts";

const MOST_MENTIONS = 50;

/** Where this agent was mentioned lately, and how much of it was not read. */
export const getMentions = (deps: Deps, actor: Actor): Promise<MentionList> =>
  inAccount(deps.app, actor.accountId, async (tx) => ({
    items: await listMentions(tx, actor, MOST_MENTIONS),
    unread: await countUnreadMentions(tx, actor),
  }));

/** Notes this agent has seen; other screens of the same person hear of it. Read once is read, and ids that do not mention the agent do nothing. */
export async function markMentionsRead(deps: Deps, actor: Actor, noteIds: readonly string[]): Promise<void> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    if ((await readMentions(tx, actor, noteIds, now)) === 0) return;
    await appendEvents(tx, [{ accountId, type: "mention.read", agentId, at: now }]);
  });
  deps.wake.signal("events");
}
