import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { appendFacts } from "../channels/index.ts";
import { takeDueTimers } from "./timers.queries.ts";

const MOST = 500;
const POLL_MS = 250;

/**
 * Moves due timers into their lanes as facts. Both happen in one transaction: a timer is either still a row or already a
 * fact, so none fires twice and none is lost. What is really due is decided in the lane, from the conversation's state.
 */
export function timerLoop(deps: Deps): Loop {
  let timeout: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  let stopping = false;

  const once = async (): Promise<number> => {
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
  const tick = (): void => {
    running = once()
      .catch((error: unknown) => deps.log.error("timers.round_failed", errorData(error)))
      .finally(() => {
        if (!stopping) timeout = setTimeout(tick, POLL_MS);
      });
  };
  return {
    name: "timers",
    start: tick,
    async stop() {
      stopping = true;
      if (timeout) clearTimeout(timeout);
      await running;
    },
    async drain() {
      let total = 0;
      for (let count = await once(); count > 0; count = await once()) total += count;
      return total;
    },
  };
}
