import { emptyUntil, goesUntil, HOLD_UNKNOWN_MS, numberRate, PAIR_RATE } from "@balcao/core";
import { errorFor, retryDelay, type SendAnswer } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { SendNews } from "./lane-facts.ts";
import { markUnknown, postpone, removeSends, type ClaimedSend } from "./outbox.queries.ts";
import { lockPaces, pauseChannel, resumeChannels, savePaces } from "./pace.queries.ts";
import { newsFact } from "./sender-news.ts";

/** A call that has ended, with an answer or without. */
export type Done = { send: ClaimedSend; answer: SendAnswer };

type Told = { send: ClaimedSend; news: SendNews };
type Later = Told & { until: number; limit: "number" | "pair" | null };

/** What is to be done about a group of answers. */
type Verdicts = {
  accepted: Told[];
  refused: Told[];
  doubtful: Told[];
  /** refused for now */
  again: Later[];
  /** numbers whose every further send would be burnt, with Meta's code */
  stopped: Map<string, { send: ClaimedSend; code: number }>;
};

/** Errors that mean "slower": the next sends would only be refused too (wire facts, section 9). */
const LIMITS = new Map<number, "number" | "pair">([
  [4, "number"],
  [80007, "number"],
  [130429, "number"],
  [131056, "pair"],
]);

/** Reads the answers: accepted and finally refused are over, no answer is doubt, the rest goes again later. */
function judge(done: readonly Done[], now: number): Verdicts {
  const verdicts: Verdicts = { accepted: [], refused: [], doubtful: [], again: [], stopped: new Map() };
  for (const { send, answer } of done) {
    const about = { messageId: send.messageId, at: now };
    if (answer.kind === "no_answer") {
      verdicts.doubtful.push({ send, news: { kind: "send_unanswered", reason: answer.reason, ...about } });
    } else if (answer.kind === "accepted") {
      const waId = answer.waId !== send.recipient.value ? answer.waId : null;
      verdicts.accepted.push({ send, news: { kind: "send_accepted", wamid: answer.wamid, waId, ...about } });
    } else {
      const { code, subcode, title, message, details } = answer.error;
      const rule = errorFor(code, subcode);
      const told: Told = {
        send,
        news: { kind: "send_refused", code, title: title ?? message, detail: details, ...about },
      };
      if (rule.stopsNumber) verdicts.stopped.set(send.channelId, { send, code });
      const until = now + Math.max(1000, retryDelay(rule, send.attempt, (send.fence % 10) / 10));
      const isLater = rule.class === "retry_later" && send.attempt < rule.attempts;
      // what could go only when it is stale is told at once, while somebody can still do something else
      const isInTime = until <= goesUntil(send.queuedAt, send.automatic);
      if (rule.stopsNumber || (isLater && isInTime))
        verdicts.again.push({ ...told, until, limit: LIMITS.get(code) ?? null });
      else verdicts.refused.push(told);
    }
  }
  return verdicts;
}

const sends = (told: readonly Told[]): ClaimedSend[] => told.map((entry) => entry.send);

/** Meta says a bucket is empty that we thought was not: it counts as empty until the refused send goes again. */
async function slowDown(tx: Tx, again: readonly Later[]): Promise<void> {
  const limited = again.filter((entry) => entry.limit !== null);
  if (limited.length === 0) return;
  const paces = await lockPaces(tx, sends(limited));
  for (const { send, until, limit } of limited) {
    const contactId = limit === "pair" ? send.contactId : null;
    const pace = paces.find((row) => row.channelId === send.channelId && row.contactId === contactId);
    if (!pace) continue;
    const bucket = emptyUntil(limit === "pair" ? PAIR_RATE : numberRate(pace.perSecond), until);
    if (bucket.at > pace.at) Object.assign(pace, bucket);
  }
  await savePaces(tx, paces);
}

/** Numbers that Meta has shut, and numbers that it has opened again. */
async function openAndShut(tx: Tx, { accepted, stopped }: Verdicts, now: number): Promise<void> {
  const resumed = await resumeChannels(tx, sends(accepted), now);
  const paused: { accountId: string; id: string; code: number }[] = [];
  for (const { send, code } of stopped.values())
    if (await pauseChannel(tx, send.accountId, send.channelId, code, now))
      paused.push({ accountId: send.accountId, id: send.channelId, code });
  await appendEvents(tx, [
    ...resumed.map(({ accountId, id }) => ({
      accountId,
      type: "channel.resumed",
      at: now,
      data: { channelId: id },
    })),
    ...paused.map(({ accountId, id, code }) => ({
      accountId,
      type: "channel.paused",
      at: now,
      data: { channelId: id, code },
    })),
  ]);
}

/**
 * Writes what became of calls: rows go, wait for another attempt, or stay in doubt; the lane is told. A sender that was
 * taken for dead (its lease ran out, the send became unknown) changes no row any more, but Graph's word is true whoever
 * heard it: the lane is told of it all the same, which settles the doubt.
 */
export async function finish(tx: Tx, done: readonly Done[], now: number): Promise<void> {
  const verdicts = judge(done, now);
  const { accepted, refused, doubtful, again } = verdicts;
  await removeSends(tx, sends([...accepted, ...refused]));
  const unknown = await markUnknown(tx, sends(doubtful), HOLD_UNKNOWN_MS);
  const queued = await postpone(
    tx,
    again.map(({ send, until }) => ({ ...send, until })),
    true,
  );
  await slowDown(tx, again);
  const told = [
    ...accepted,
    ...refused,
    ...doubtful.filter(({ send }) => unknown.has(send.messageId)),
    ...again.filter(({ send }) => !queued.has(send.messageId)),
  ];
  await appendFacts(
    tx,
    told.map(({ send, news }) => newsFact(send, news)),
  );
  await openAndShut(tx, verdicts, now);
}
