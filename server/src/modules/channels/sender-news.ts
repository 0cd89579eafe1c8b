import type { Tx } from "../../platform/database.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { NewFact, SendNews } from "./lane-facts.ts";
import { laneOf } from "./lane-facts.ts";
import { removeSends, type ClaimedSend } from "./outbox.queries.ts";

/** In the place of Meta's details, where our own check refuses what Meta would. */
export const OUR_CHECK = "checked_before_sending";

/** What became of a send, on its way to its number's lane. */
export const newsFact = (send: Pick<ClaimedSend, "accountId" | "channelId">, body: SendNews): NewFact => ({
  accountId: send.accountId,
  channelId: send.channelId,
  lane: laneOf(send.channelId),
  deliveryId: null,
  body,
  receivedAt: body.at,
});

/** Sends that Meta would refuse now: over, and the lane is told why. */
export async function refuse(
  tx: Tx,
  refused: readonly { send: ClaimedSend; code: number | null }[],
  now: number,
  detail = OUR_CHECK,
): Promise<void> {
  if (refused.length === 0) return;
  await removeSends(
    tx,
    refused.map(({ send }) => send),
  );
  await appendFacts(
    tx,
    refused.map(({ send, code }) =>
      newsFact(send, {
        kind: "send_refused",
        messageId: send.messageId,
        code,
        title: null,
        detail,
        at: now,
      }),
    ),
  );
}
