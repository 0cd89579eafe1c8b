import type { Batch, BatchAct, CommandResult, ConversationRow } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { ProblemError } from "../../platform/problem.ts";
import { assignTo, changeStatus, forwardTo, giveToBot, read } from "./conversations.service.ts";
import { label, prioritise, snoozeUntil, unread } from "./marks.service.ts";

function commandOf(
  deps: Deps,
  actor: Actor,
  act: z.infer<typeof BatchAct>,
  { id, key, seen }: z.infer<typeof Batch>["items"][number],
): Promise<CommandResult> {
  switch (act.type) {
    case "status":
      return changeStatus(deps, actor, id, { key, status: act.status, seen });
    case "assign":
      return assignTo(deps, actor, id, { key, agentId: act.agentId });
    case "forward": {
      const { type: _, ...to } = act;
      return forwardTo(deps, actor, id, { key, ...to });
    }
    case "labels":
      return label(deps, actor, id, { key, add: act.add, remove: act.remove });
    case "priority":
      return prioritise(deps, actor, id, { key, priority: act.priority });
    case "snooze":
      return snoozeUntil(deps, actor, id, { key, until: act.until });
    case "bot":
      return giveToBot(deps, actor, id, key);
    case "unread":
      return unread(deps, actor, id, key);
    case "read":
      return read(deps, actor, id, key);
  }
}

type Result = {
  id: string;
  conversation: ConversationRow | null;
  problem: ProblemError | null;
};

/**
 * One act on many conversations: each is a command of its own, with its own key, transaction and rights, one after the other. What
 * is refused for one is said of that one, and the others go on.
 */
export async function actOnMany(
  deps: Deps,
  actor: Actor,
  { act, items }: z.infer<typeof Batch>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    try {
      const { conversation } = await commandOf(deps, actor, act, item);
      results.push({ id: item.id, conversation, problem: null });
    } catch (error) {
      if (!(error instanceof ProblemError))
        deps.log.error("conversations.act_failed", { conversationId: item.id, ...errorData(error) });
      const problem = error instanceof ProblemError ? error : new ProblemError(500, "internal");
      results.push({ id: item.id, conversation: null, problem });
    }
  }
  return results;
}
