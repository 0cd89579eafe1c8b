import { HOLD_UNKNOWN_MS } from "@balcao/core";
import { errorFor, retryDelay, type SendAnswer } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { SendNews } from "./lane-facts.ts";
import { markUnknown, pauseChannel, postpone, removeSends, type ClaimedSend } from "./outbox.queries.ts";
import { newsFact } from "./sender-claim.ts";

/** A call that has ended, with an answer or without. */
export type Done = { send: ClaimedSend; answer: SendAnswer };

type Told = { send: ClaimedSend; news: SendNews };

/** What is to be done about a group of answers. */
type Verdicts = {
  over: Told[];
  doubtful: Told[];
  again: (ClaimedSend & { until: number })[];
  /** numbers whose every further send would be burnt, with Meta's code */
  stopped: Map<string, { send: ClaimedSend; code: number }>;
};

/** Reads the answers: accepted and finally refused are over, no answer is doubt, the rest goes again later. */
function judge(done: readonly Done[], now: number): Verdicts {
  const verdicts: Verdicts = { over: [], doubtful: [], again: [], stopped: new Map() };
  for (const { send, answer } of done) {
    const about = { messageId: send.messageId, at: now };
    if (answer.kind === "no_answer") {
      verdicts.doubtful.push({ send, news: { kind: "send_unanswered", reason: answer.reason, ...about } });
    } else if (answer.kind === "accepted") {
      const waId = answer.waId !== send.recipient.value ? answer.waId : null;
      verdicts.over.push({ send, news: { kind: "send_accepted", wamid: answer.wamid, waId, ...about } });
    } else {
      const { error } = answer;
      const rule = errorFor(error.code, error.subcode);
      if (rule.stopsNumber) verdicts.stopped.set(send.channelId, { send, code: error.code });
      if (rule.stopsNumber || (rule.class === "retry_later" && send.attempt < rule.attempts)) {
        const delay = retryDelay(rule, send.attempt, (send.fence % 10) / 10);
        verdicts.again.push({ ...send, until: now + Math.max(1000, delay) });
      } else {
        const title = error.title ?? error.message;
        verdicts.over.push({
          send,
          news: { kind: "send_refused", code: error.code, title, detail: error.details, ...about },
        });
      }
    }
  }
  return verdicts;
}

/** Writes what became of calls: rows go, wait for another attempt, or stay in doubt; the lane is told. */
export async function finish(tx: Tx, done: readonly Done[], now: number): Promise<void> {
  const { over, doubtful, again, stopped } = judge(done, now);
  const sends = (told: readonly Told[]): ClaimedSend[] => told.map((entry) => entry.send);
  const removed = await removeSends(tx, sends(over));
  const unknown = await markUnknown(tx, sends(doubtful), HOLD_UNKNOWN_MS);
  await postpone(tx, again, true);
  await appendFacts(
    tx,
    [
      ...over.filter(({ send }) => removed.has(send.messageId)),
      ...doubtful.filter(({ send }) => unknown.has(send.messageId)),
    ].map(({ send, news }) => newsFact(send, news)),
  );
  for (const { send, code } of stopped.values())
    if (await pauseChannel(tx, send.accountId, send.channelId, code, now))
      await appendEvents(tx, [
        {
          accountId: send.accountId,
          type: "channel.paused",
          at: now,
          data: { channelId: send.channelId, code },
        },
      ]);
}
