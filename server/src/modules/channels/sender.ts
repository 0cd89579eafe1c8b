import { HOLD_UNKNOWN_MS, isWindowOpen, numberRate, PAIR_RATE, take } from "@balcao/core";
import {
  buildRequest,
  createGraphClient,
  errorFor,
  retryDelay,
  type GraphClient,
  type GraphFetch,
  type SendAnswer,
} from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import type { ChannelCache, OpenChannel } from "./channel-cache.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { NewFact, SendCheck, SendNews } from "./lane-facts.ts";
import { laneOf } from "./lanes.ts";
import {
  claimSends,
  lockPaces,
  markCalling,
  markUnknown,
  pauseChannel,
  postpone,
  removeSends,
  savePaces,
  sweepLeases,
  type ClaimedSend,
  type PaceRow,
} from "./outbox.queries.ts";

const BATCH = 64;
const POLL_MS = 250;
const SWEEP_MS = 2000;
/** calls under way on one number: a slow Graph must not take every sender's hands */
const MOST_IN_FLIGHT = 64;
const WINDOW_CLOSED = 131047;
/** shorter than the lease, so that a call is over before anyone else may judge it */
const TIMEOUT_MS = 10_000;

export type SenderOptions = {
  channels: ChannelCache;
  check: SendCheck;
  fetch: GraphFetch;
  timeoutMs?: number;
  /** tests throw here to die between two steps */
  faultPoint?: (name: string) => void;
};

type Done = { send: ClaimedSend; answer: SendAnswer };

const newsFact = (send: Pick<ClaimedSend, "accountId" | "channelId">, body: SendNews): NewFact => ({
  accountId: send.accountId,
  channelId: send.channelId,
  lane: laneOf(send.channelId),
  deliveryId: null,
  body,
  receivedAt: body.at,
});

/** Takes tokens for each send; those without one wait. Answers who may go and who waits until when. */
function paced(
  sends: readonly ClaimedSend[],
  paces: PaceRow[],
  now: number,
): { go: ClaimedSend[]; wait: (ClaimedSend & { until: number })[] } {
  const find = (send: ClaimedSend, contactId: string | null): PaceRow => {
    let row = paces.find((pace) => pace.channelId === send.channelId && pace.contactId === contactId);
    if (!row) {
      row = {
        accountId: send.accountId,
        channelId: send.channelId,
        contactId,
        tokens: PAIR_RATE.capacity,
        at: now,
        perSecond: 80,
      };
      paces.push(row);
    }
    return row;
  };
  const go: ClaimedSend[] = [];
  const wait: (ClaimedSend & { until: number })[] = [];
  for (const send of sends) {
    const number = find(send, null);
    const pair = find(send, send.contactId);
    const byNumber = take(number, numberRate(number.perSecond), now);
    const byPair = take(pair, PAIR_RATE, now);
    const until = Math.max(byNumber.waitUntil ?? -Infinity, byPair.waitUntil ?? -Infinity);
    if (until > now) wait.push({ ...send, until });
    else {
      Object.assign(number, byNumber.bucket);
      Object.assign(pair, byPair.bucket);
      go.push(send);
    }
  }
  return { go, wait };
}

/** One claim: heads, the window as it is now, the pace; all in one transaction. */
async function claim(
  tx: Tx,
  options: SenderOptions,
  now: number,
  full: readonly string[],
): Promise<{ go: ClaimedSend[]; claimed: number }> {
  const claimed = await claimSends(tx, now, BATCH, full);
  if (claimed.length === 0) return { go: [], claimed: 0 };
  const windows = await options.check(tx, claimed);
  const open = claimed.filter((send) =>
    isWindowOpen(windows.get(send.messageId)?.windowClosesAt ?? null, now),
  );
  const late = claimed.filter((send) => !open.includes(send));
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
  if (open.length === 0) return { go: [], claimed: claimed.length };
  const paces = await lockPaces(tx, open);
  const { go, wait } = paced(open, paces, now);
  await savePaces(tx, paces);
  await postpone(tx, wait, false);
  return { go, claimed: claimed.length };
}

/** Writes what became of calls: rows go, wait for another attempt, or stay in doubt; the lane is told. */
async function finish(tx: Tx, done: readonly Done[], now: number): Promise<void> {
  const facts: NewFact[] = [];
  const over: ClaimedSend[] = [];
  const doubtful: Done[] = [];
  const again: (ClaimedSend & { until: number })[] = [];
  const news = new Map<string, SendNews>();
  const stopped = new Map<string, { send: ClaimedSend; code: number }>();
  for (const { send, answer } of done) {
    if (answer.kind === "no_answer") doubtful.push({ send, answer });
    else if (answer.kind === "accepted") {
      over.push(send);
      const waId = answer.waId !== send.recipient.value ? answer.waId : null;
      news.set(send.messageId, {
        kind: "send_accepted",
        messageId: send.messageId,
        wamid: answer.wamid,
        waId,
        at: now,
      });
    } else {
      const rule = errorFor(answer.error.code, answer.error.subcode);
      if (rule.stopsNumber) stopped.set(send.channelId, { send, code: answer.error.code });
      if (rule.stopsNumber || (rule.class === "retry_later" && send.attempt < rule.attempts)) {
        again.push({
          ...send,
          until: now + Math.max(1000, retryDelay(rule, send.attempt, (send.fence % 10) / 10)),
        });
      } else {
        over.push(send);
        news.set(send.messageId, {
          kind: "send_refused",
          messageId: send.messageId,
          code: answer.error.code,
          title: answer.error.title ?? answer.error.message,
          detail: answer.error.details,
          at: now,
        });
      }
    }
  }
  const removed = await removeSends(tx, over);
  for (const send of over) {
    const told = news.get(send.messageId);
    if (told && removed.has(send.messageId)) facts.push(newsFact(send, told));
  }
  const unknown = await markUnknown(
    tx,
    doubtful.map((entry) => entry.send),
    HOLD_UNKNOWN_MS,
  );
  for (const { send, answer } of doubtful)
    if (unknown.has(send.messageId))
      facts.push(
        newsFact(send, {
          kind: "send_unanswered",
          messageId: send.messageId,
          reason: answer.kind === "no_answer" ? answer.reason : "",
          at: now,
        }),
      );
  await postpone(tx, again, true);
  await appendFacts(tx, facts);
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

/** Works the outbox. Several may run, on several nodes: claims skip each other's rows and every write is fenced. */
export function senderLoop(deps: Deps, options: SenderOptions): Loop {
  const fault = options.faultPoint ?? (() => undefined);
  const clients = new Map<string, { channel: OpenChannel; client: GraphClient }>();
  const inFlight = new Map<string, number>();
  const flights = new Set<Promise<void>>();
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let wakeUp: () => void = () => undefined;
  let awake = false;
  const nudge = (): void => {
    awake = true;
    wakeUp();
  };
  const unsubscribe = deps.wake.on("outbox", nudge);

  const clientOf = async (
    channelId: string,
  ): Promise<{ channel: OpenChannel; client: GraphClient } | null> => {
    const channel = await options.channels.byId(channelId);
    if (!channel) return null;
    const known = clients.get(channelId);
    if (
      known &&
      known.channel.accessToken === channel.accessToken &&
      known.channel.graphBaseUrl === channel.graphBaseUrl
    )
      return known;
    const client = createGraphClient({
      fetch: options.fetch,
      baseUrl: channel.graphBaseUrl,
      version: channel.graphVersion,
      token: channel.accessToken,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    });
    const entry = { channel, client };
    clients.set(channelId, entry);
    return entry;
  };

  const call = async (send: ClaimedSend): Promise<Done> => {
    const target = await clientOf(send.channelId);
    if (!target)
      return {
        send,
        answer: {
          kind: "refused",
          error: { code: 33, subcode: null, title: null, message: "channel_missing", details: null },
        },
      };
    const body = buildRequest(send.request.content, {
      recipient: send.recipient,
      opaque: send.messageId,
      quotedWamid: send.request.quotedWamid,
    });
    return { send, answer: await target.client.send(target.channel.phoneNumberId, body) };
  };

  /** Answers are written in groups: those that came within the same few milliseconds share a commit. */
  let waiting: Done[] = [];
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      fault("answered");
      await deps.system.transaction().execute((tx) => finish(tx, group, deps.clock.now()));
      deps.wake.signal("facts");
      nudge();
    }
  };
  const fly = async (send: ClaimedSend): Promise<void> => {
    inFlight.set(send.channelId, (inFlight.get(send.channelId) ?? 0) + 1);
    try {
      waiting.push(await call(send));
      writing ??= new Promise<void>((resolve) => setTimeout(resolve, 2)).then(write).finally(() => {
        writing = null;
      });
      await writing;
      if (waiting.length > 0)
        await (writing ??= write().finally(() => {
          writing = null;
        }));
    } finally {
      inFlight.set(send.channelId, (inFlight.get(send.channelId) ?? 1) - 1);
    }
  };

  const round = async (): Promise<number> => {
    const full = [...inFlight].filter(([, count]) => count >= MOST_IN_FLIGHT).map(([id]) => id);
    const { go, claimed } = await deps.system
      .transaction()
      .execute((tx) => claim(tx, options, deps.clock.now(), full));
    if (claimed > go.length) deps.wake.signal("facts");
    if (go.length === 0) return claimed;
    fault("claimed");
    const ours = await markCalling(deps.system, go);
    fault("calling");
    for (const send of go.filter((entry) => ours.has(entry.messageId))) {
      const flight: Promise<void> = fly(send)
        .catch((error: unknown) =>
          deps.log.error("sender.finish_failed", { messageId: send.messageId, ...errorData(error) }),
        )
        .finally(() => flights.delete(flight));
      flights.add(flight);
    }
    return claimed;
  };
  const sweep = async (): Promise<void> => {
    const now = deps.clock.now();
    const count = await deps.system.transaction().execute(async (tx) => {
      const orphans = await sweepLeases(tx, HOLD_UNKNOWN_MS);
      await appendFacts(
        tx,
        orphans.map((orphan) =>
          newsFact(orphan, {
            kind: "send_unanswered",
            messageId: orphan.messageId,
            reason: "sender_gone",
            at: now,
          }),
        ),
      );
      return orphans.length;
    });
    if (count > 0) deps.wake.signal("facts");
  };
  const sleep = (): Promise<void> =>
    new Promise((resolve) => {
      if (awake || stopping) return resolve();
      const timer = setTimeout(resolve, POLL_MS);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let sweptAt = 0;
    while (!stopping) {
      try {
        if (Date.now() - sweptAt > SWEEP_MS) {
          sweptAt = Date.now();
          await sweep();
        }
        awake = false;
        if ((await round()) < BATCH) await sleep();
      } catch (error) {
        deps.log.error("sender.round_failed", errorData(error));
        await sleep();
      }
    }
  };
  return {
    name: "sender",
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      wakeUp();
      await running;
      await Promise.all(flights);
      unsubscribe();
    },
    async drain() {
      await sweep();
      let total = 0;
      for (let count = await round(); count > 0 || flights.size > 0; count = await round()) {
        total += count;
        await Promise.all(flights);
      }
      return total;
    },
  };
}
