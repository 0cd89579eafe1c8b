import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { appendFacts } from "../channels/index.ts";
import { takeDueTimers } from "./timers.queries.ts";

const MOST = 500;
const POLL_MS = 250;

/**
 * Moves due timers into their lanes as facts. Both happen in one transaction: a timer is either still a row or already a
 * fact, so none fires twice and none is lost. What is really due is decided in the lane, from the conversation's state.
 */
export function timerLoop(deps: Deps): Loop {
  const round = async (): Promise<number> => {
    const now = deps.clock.now();
    const count = await deps.system.transaction().execute(async (tx) => {
      const due = await takeDueTimers(tx, now, MOST);
      await appendFacts(
        tx,
        due.map(({ accountId, conversationId, channelId, lane, dueAt }) => ({
          accountId,
          channelId,
          lane,
          deliveryId: null,
          receivedAt: now,
          body: { kind: "timer_due" as const, conversationId, dueAt },
        })),
      );
      return due.length;
    });
    if (count > 0) deps.wake.signal("facts");
    return count;
  };
  return workLoop(deps, { name: "timers", topic: "timers", pollMs: POLL_MS, full: MOST, round });
}
