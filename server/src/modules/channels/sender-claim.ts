import { isWindowOpen, numberRate, PAIR_RATE, take, tokensAt } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import type { SendCheck, SendStanding } from "./lane-facts.ts";
import { claimProbe, claimSends, postpone, type ClaimedSend } from "./outbox.queries.ts";
import { channelsToProbe, lockNumbersWithWork, lockPairs, savePaces, type PaceRow } from "./pace.queries.ts";
import { roomFor, type Open } from "./sender-room.ts";
import { refuse } from "./sender-news.ts";

const WINDOW_CLOSED = 131047;
const OPTED_OUT = 131050;
const RESTRICTED = 368;
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
  if (standing?.isUnwanted) return OPTED_OUT;
  if (send.request.content.type !== "template") {
    if (!isOpen) return WINDOW_CLOSED;
    return stops.includes("answer") ? RESTRICTED : null;
  }
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
): Promise<Open> {
  if (claimed.length === 0) return { open: [], outside: new Set() };
  const standings = await check(
    tx,
    claimed.map(({ accountId, conversationId, messageId, automatic, request: { content } }) => ({
      accountId,
      conversationId,
      messageId,
      automatic,
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
  const open = judged.flatMap(({ send, code }) => (code === null ? [send] : []));
  // free text with a closed window has been refused: what is left and outside is a template
  const isOutside = ({ messageId }: ClaimedSend): boolean =>
    !isWindowOpen(standings.get(messageId)?.windowClosesAt ?? null, now);
  return { open, outside: new Set(open.filter(isOutside).map(({ messageId }) => messageId)) };
}

/** One message for each paused number whose time to be tried has come. */
async function claimProbes(tx: Tx, check: SendCheck, now: number): Promise<Open & { claimed: number }> {
  const claimed: ClaimedSend[] = [];
  for (const channel of await channelsToProbe(tx, now))
    claimed.push(...(await claimProbe(tx, channel.accountId, channel.id)));
  const open = await mayGo(tx, check, claimed, new Map(), now);
  return { ...open, claimed: claimed.length };
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
  const looked = claimed.length + probes.claimed;
  // people are counted last: whoever holds a portfolio locks no number after it
  const reach = async (sends: ClaimedSend[], outside: ReadonlySet<string>): Promise<Claimed> => {
    const all = { open: [...probes.open, ...sends], outside: probes.outside.union(outside) };
    return { go: await roomFor(tx, all, now), claimed: looked, dry };
  };
  if (claimed.length === 0) return reach([], new Set());
  const restrictions = new Map(numbers.map(({ channelId, stops }) => [channelId, stops]));
  const { open, outside } = await mayGo(tx, check, claimed, restrictions, now);
  if (open.length === 0) return reach([], outside);
  const paces = [...numbers, ...(await lockPairs(tx, open))];
  const { go, wait } = paced(open, paces, now);
  const touched = new Set(open.map((send) => send.channelId));
  await savePaces(
    tx,
    paces.filter((pace) => touched.has(pace.channelId)),
  );
  await postpone(tx, wait, false);
  return reach(go, outside);
}
