import { isWindowOpen, numberRate, PAIR_RATE, take, tokensAt } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { NewFact, SendCheck, SendNews } from "./lane-facts.ts";
import { laneOf } from "./lane-facts.ts";
import { claimProbe, claimSends, postpone, removeSends, type ClaimedSend } from "./outbox.queries.ts";
import { channelsToProbe, lockNumbersWithWork, lockPairs, savePaces, type PaceRow } from "./pace.queries.ts";

const WINDOW_CLOSED = 131047;

/** What became of a send, on its way to its number's lane. */
export const newsFact = (send: Pick<ClaimedSend, "accountId" | "channelId">, body: SendNews): NewFact => ({
  accountId: send.accountId,
  channelId: send.channelId,
  lane: laneOf(send.channelId),
  deliveryId: null,
  body,
  receivedAt: body.at,
});

/** The bucket of a number (`contactId` null) or of a pair; a pair never written to before has a full one. */
function bucketOf(paces: PaceRow[], send: ClaimedSend, contactId: string | null): PaceRow {
  const known = paces.find((pace) => pace.channelId === send.channelId && pace.contactId === contactId);
  if (known) return known;
  const fresh: PaceRow = {
    accountId: send.accountId,
    channelId: send.channelId,
    contactId,
    tokens: PAIR_RATE.capacity,
    at: -Infinity,
    perSecond: 0,
  };
  paces.push(fresh);
  return fresh;
}

type Paced = { go: ClaimedSend[]; wait: (ClaimedSend & { until: number })[] };

/** Takes tokens for each send; those without one wait. Answers who may go and who waits until when. */
function paced(sends: readonly ClaimedSend[], paces: PaceRow[], now: number): Paced {
  const result: Paced = { go: [], wait: [] };
  for (const send of sends) {
    const number = bucketOf(paces, send, null);
    const pair = bucketOf(paces, send, send.contactId);
    const byNumber = take(number, numberRate(number.perSecond), now);
    const byPair = take(pair, PAIR_RATE, now);
    const until = Math.max(byNumber.waitUntil ?? -Infinity, byPair.waitUntil ?? -Infinity);
    if (until > now) {
      result.wait.push({ ...send, until });
      continue;
    }
    Object.assign(number, byNumber.bucket);
    Object.assign(pair, byPair.bucket);
    result.go.push(send);
  }
  return result;
}

/** Sends whose service window has closed since they were queued: over, and the lane is told why. */
async function refuseLate(tx: Tx, late: readonly ClaimedSend[], now: number): Promise<void> {
  await removeSends(tx, late);
  await appendFacts(
    tx,
    late.map((send) =>
      newsFact(send, {
        kind: "send_refused",
        messageId: send.messageId,
        code: WINDOW_CLOSED,
        title: null,
        detail: "checked_before_sending",
        at: now,
      }),
    ),
  );
}

/** `dry`: numbers that have more to send than they may now. */
type Claimed = { go: ClaimedSend[]; claimed: number; dry: string[] };

/** Sends that may go now: templates always, anything else while its window is open. The others are over. */
async function inTime(tx: Tx, check: SendCheck, claimed: ClaimedSend[], now: number): Promise<ClaimedSend[]> {
  const windows = await check(tx, claimed);
  const isOpen = (send: ClaimedSend): boolean =>
    send.request.content.type === "template" ||
    isWindowOpen(windows.get(send.messageId)?.windowClosesAt ?? null, now);
  await refuseLate(
    tx,
    claimed.filter((send) => !isOpen(send)),
    now,
  );
  return claimed.filter(isOpen);
}

/** One message for each paused number whose time to be tried has come. */
async function claimProbes(tx: Tx, check: SendCheck, now: number): Promise<Claimed> {
  const claimed: ClaimedSend[] = [];
  for (const channel of await channelsToProbe(tx, now))
    claimed.push(...(await claimProbe(tx, channel.accountId, channel.id)));
  const go = claimed.length > 0 ? await inTime(tx, check, claimed, now) : [];
  return { go, claimed: claimed.length, dry: [] };
}

/**
 * One claim: as many heads as the numbers have tokens for, the window as it is now, the pace of each pair; all in one
 * transaction. `except`: numbers left out. Answers who may go, and how many were looked at.
 */
export async function claim(
  tx: Tx,
  check: SendCheck,
  now: number,
  limit: number,
  except: readonly string[],
): Promise<Claimed> {
  const probes = await claimProbes(tx, check, now);
  const numbers = await lockNumbersWithWork(tx, now, except);
  const allowances = numbers.map(({ accountId, channelId, perSecond, ...bucket }) => {
    const tokens = Math.floor(tokensAt(bucket, numberRate(perSecond), now));
    return { accountId, channelId, most: Math.min(limit, tokens) };
  });
  const claimed = await claimSends(
    tx,
    now,
    allowances.filter((allowance) => allowance.most > 0),
  );
  const taken = Map.groupBy(claimed, (send) => send.channelId);
  const dry = allowances
    .filter(({ channelId, most }) => most < limit && (taken.get(channelId)?.length ?? 0) >= most)
    .map(({ channelId }) => channelId);
  if (claimed.length === 0) return { ...probes, dry };
  const looked = claimed.length + probes.claimed;
  const open = await inTime(tx, check, claimed, now);
  if (open.length === 0) return { go: probes.go, claimed: looked, dry };
  const paces = [...numbers, ...(await lockPairs(tx, open))];
  const { go, wait } = paced(open, paces, now);
  const touched = new Set(open.map((send) => send.channelId));
  await savePaces(
    tx,
    paces.filter((pace) => touched.has(pace.channelId)),
  );
  await postpone(tx, wait, false);
  return { go: [...probes.go, ...go], claimed: looked, dry };
}
