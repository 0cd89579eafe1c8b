import { isWindowOpen, numberRate, PAIR_RATE, take, tokensAt } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { NewFact, SendCheck, SendNews, SendStanding } from "./lane-facts.ts";
import { laneOf } from "./lane-facts.ts";
import { claimProbe, claimSends, postpone, removeSends, type ClaimedSend } from "./outbox.queries.ts";
import { channelsToProbe, lockNumbersWithWork, lockPairs, savePaces, type PaceRow } from "./pace.queries.ts";

const WINDOW_CLOSED = 131047;
const OPTED_OUT = 131050;
const RESTRICTED = 368;
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

/** Sends that Meta would refuse now: over, and the lane is told why. */
async function refuse(
  tx: Tx,
  refused: readonly { send: ClaimedSend; code: number }[],
  now: number,
): Promise<void> {
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
        detail: OUR_CHECK,
        at: now,
      }),
    ),
  );
}

/** `dry`: numbers that have more to send than they may now. */
type Claimed = { go: ClaimedSend[]; claimed: number; dry: string[] };

/** Meta's code of what would be said to a send now; null = nothing is known against it. */
function objection(
  send: ClaimedSend,
  standing: SendStanding | undefined,
  stops: readonly string[],
  now: number,
): number | null {
  const isOpen = isWindowOpen(standing?.windowClosesAt ?? null, now);
  if (send.request.content.type !== "template") {
    if (!isOpen) return WINDOW_CLOSED;
    return stops.includes("answer") ? RESTRICTED : null;
  }
  if (standing?.refusesMarketing) return OPTED_OUT;
  const isStopped =
    (stops.includes("begin") && !isOpen) || (stops.includes("utility") && standing?.category === "UTILITY");
  return isStopped ? RESTRICTED : null;
}

/** Of claimed sends those that may go now. The others are over. `restrictions`: what Meta forbids a number, by its id. */
async function mayGo(
  tx: Tx,
  check: SendCheck,
  claimed: ClaimedSend[],
  restrictions: ReadonlyMap<string, readonly string[]>,
  now: number,
): Promise<ClaimedSend[]> {
  const standings = await check(
    tx,
    claimed.map(({ accountId, conversationId, messageId, request: { content } }) => ({
      accountId,
      conversationId,
      messageId,
      template: content.type === "template" ? { name: content.name, language: content.language } : null,
    })),
  );
  const judged = claimed.map((send) => ({
    send,
    code: objection(send, standings.get(send.messageId), restrictions.get(send.channelId) ?? [], now),
  }));
  await refuse(
    tx,
    judged.flatMap(({ send, code }) => (code === null ? [] : [{ send, code }])),
    now,
  );
  return judged.flatMap(({ send, code }) => (code === null ? [send] : []));
}

/** One message for each paused number whose time to be tried has come. */
async function claimProbes(tx: Tx, check: SendCheck, now: number): Promise<Claimed> {
  const claimed: ClaimedSend[] = [];
  for (const channel of await channelsToProbe(tx, now))
    claimed.push(...(await claimProbe(tx, channel.accountId, channel.id)));
  const go = claimed.length > 0 ? await mayGo(tx, check, claimed, new Map(), now) : [];
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
  const restrictions = new Map(numbers.map(({ channelId, stops }) => [channelId, stops]));
  const open = await mayGo(tx, check, claimed, restrictions, now);
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
