import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import {
  askBlock,
  graphNumbers,
  type BlockOutcome,
  type ChannelCache,
  type GraphFetch,
} from "../channels/index.ts";
import { finishBlock, takeBlocks, type TakenBlock } from "../contacts/index.ts";
import { conversationsOfContact } from "./facts.queries.ts";

const POLL_MS = 2000;
const BATCH = 8;
const CALL_MS = 10_000;
/** longer than a call may last, so that two never ask for one person unless the first has died */
const HELD_SECONDS = 30;

/** Writes down what became of a call, and tells whoever shows the contact. */
async function finish(deps: Deps, taken: TakenBlock, outcome: BlockOutcome): Promise<void> {
  const { accountId } = taken;
  await deps.system.transaction().execute(async (tx) => {
    const contactId = await finishBlock(tx, taken, outcome);
    if (contactId === null) return;
    const conversations = await conversationsOfContact(tx, accountId, contactId);
    await appendEvents(
      tx,
      conversations.map(({ id: conversationId, teamId }) => ({
        accountId,
        type: "contact.changed",
        conversationId,
        teamId,
        at: deps.clock.now(),
      })),
    );
  });
  deps.wake.signal("events");
}

export type BlockLoopOptions = {
  channels: ChannelCache;
  fetch: GraphFetch;
  /** tests throw here to die between Meta's answer and its writing down */
  faultPoint?: () => void;
};

/** Tells Meta whom our numbers block and free. The block holds here at once, whatever Meta says. */
export function blockLoop(deps: Deps, { channels, fetch, faultPoint }: BlockLoopOptions): Loop {
  const numbers = graphNumbers(channels, fetch, CALL_MS);
  const one = async (taken: TakenBlock): Promise<void> => {
    try {
      const number = await numbers(taken.channelId);
      const outcome = number
        ? await askBlock(number, taken, taken.wanted, taken.attempts)
        : { kind: "refused" as const, code: null };
      faultPoint?.();
      await finish(deps, taken, outcome);
    } catch (error) {
      deps.log.error("block.attempt_failed", { contactId: taken.contactId, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const batch = await deps.system.transaction().execute((tx) => takeBlocks(tx, BATCH, HELD_SECONDS));
    await Promise.all(batch.map(one));
    return batch.length;
  };
  return workLoop(deps, { name: "blocks", topic: "blocks", pollMs: POLL_MS, full: BATCH, round });
}
