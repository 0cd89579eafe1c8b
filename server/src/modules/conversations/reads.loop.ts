import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { graphNumbers, type ChannelCache, type GraphFetch } from "../channels/index.ts";
import { dropRead, takeReads, type DueRead } from "./reads.queries.ts";
import { takeTyping, type DueTyping } from "./typing.queries.ts";

const POLL_MS = 1000;
const BATCH = 16;
const CALL_MS = 10_000;
/** longer than a call may last; also the pause before another attempt */
const HELD_SECONDS = 30;
/** what was read minutes ago need not be told any more */
const MOST_ATTEMPTS = 5;

/**
 * Tells Meta what agents have read and where they write, so that the customer's phone shows it. A courtesy: nothing waits for it, and a refusal
 * ends it; that somebody writes is said once, as it is over before it could be said again.
 */
export function readLoop(
  deps: Deps,
  { channels, fetch }: { channels: ChannelCache; fetch: GraphFetch },
): Loop {
  const numbers = graphNumbers(channels, fetch, CALL_MS);
  const one = async (due: DueRead): Promise<void> => {
    try {
      const number = await numbers(due.channelId);
      const answer = number ? await number.markRead(due.wamid, false) : "refused";
      if (answer === "no_answer" && due.attempts < MOST_ATTEMPTS) return;
      await deps.system.transaction().execute((tx) => dropRead(tx, due));
    } catch (error) {
      deps.log.error("read.attempt_failed", { conversationId: due.conversationId, ...errorData(error) });
    }
  };
  const showsTyping = async ({ channelId, conversationId, wamid }: DueTyping): Promise<void> => {
    try {
      await (await numbers(channelId))?.markRead(wamid, true);
    } catch (error) {
      deps.log.error("typing.attempt_failed", { conversationId, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const { reads, typing } = await deps.system.transaction().execute(async (tx) => ({
      reads: await takeReads(tx, BATCH, HELD_SECONDS),
      typing: await takeTyping(tx),
    }));
    await Promise.all([...reads.map(one), ...typing.map(showsTyping)]);
    return reads.length;
  };
  return workLoop(deps, { name: "reads", topic: "reads", pollMs: POLL_MS, full: BATCH, round });
}
