import { buildRequest, lengthProblem, type GraphFetch } from "@balcao/whatsapp";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { ChannelCache } from "./channel-cache.ts";
import { graphNumbers } from "./graph.ts";
import { renewLeases, type ClaimedSend } from "./outbox.queries.ts";
import { finish, type Done } from "./sender-finish.ts";

/** calls under way on one number: a slow Graph must not take every sender's hands */
const MOST_IN_FLIGHT = 64;
/** answers that come within this time share a commit */
const GATHER_MS = 2;
/** several times within a lease, so that one late renewal loses nothing */
const RENEW_MS = 1000;
/** shorter than a lease: a process that froze before its request must not make it when it wakes */
const FRESH_MS = 3000;

export type CallOptions = {
  channels: ChannelCache;
  fetch: GraphFetch;
  timeoutMs: number;
  /** called before the answers of a group are written */
  onAnswered: () => void;
  /** called after they were */
  onWritten: () => void;
};

/** The requests of one sender to Graph, and the writing of their answers. */
export type Calls = {
  /** `markedAt`: `performance.now()` just before the send was marked as being called */
  start(send: ClaimedSend, markedAt: number): void;
  /** numbers that take no more calls now */
  full(): string[];
  underWay(): number;
  /** resolves when every call has ended and its answer is written */
  ended(): Promise<void>;
};

/** Writes answers in groups: those that came within the same few milliseconds share a commit. */
function answerWriter(deps: Deps, options: CallOptions): (done: Done) => Promise<void> {
  let waiting: Done[] = [];
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    options.onAnswered();
    await deps.system.transaction().execute((tx) => finish(tx, group, deps.clock.now()));
    options.onWritten();
  };
  return async (done) => {
    waiting.push(done);
    // what comes while a group is being written makes the next one
    while (waiting.includes(done)) {
      writing ??= new Promise<void>((resolve) => setTimeout(resolve, GATHER_MS)).then(write).finally(() => {
        writing = null;
      });
      await writing;
    }
  };
}

/** Keeps the leases of calls while they last, so that nobody takes a slow Graph for a dead sender. */
function leaseKeeper(deps: Deps): { hold(send: ClaimedSend): void; drop(send: ClaimedSend): void } {
  const held = new Set<ClaimedSend>();
  let timer: NodeJS.Timeout | null = null;
  const renew = (): void => {
    renewLeases(deps.system, [...held]).catch((error: unknown) =>
      deps.log.warn("sender.leases_not_renewed", errorData(error)),
    );
  };
  return {
    hold(send) {
      held.add(send);
      timer ??= setInterval(renew, RENEW_MS);
    },
    drop(send) {
      held.delete(send);
      if (held.size > 0 || timer === null) return;
      clearInterval(timer);
      timer = null;
    },
  };
}

/** What our own side refuses, told as Meta would tell it. */
const refused = (send: ClaimedSend, code: number, message: string): Done => ({
  send,
  answer: { kind: "refused", error: { code, subcode: null, title: null, message, details: null } },
});

export function senderCalls(deps: Deps, options: CallOptions): Calls {
  const numbers = graphNumbers(options.channels, options.fetch, options.timeoutMs);
  const write = answerWriter(deps, options);
  const leases = leaseKeeper(deps);
  const perNumber = new Map<string, number>();
  const flights = new Set<Promise<void>>();

  const call = async (send: ClaimedSend, markedAt: number): Promise<Done> => {
    const number = await numbers(send.channelId);
    if (performance.now() - markedAt > FRESH_MS)
      return { send, answer: { kind: "no_answer", reason: "called_too_late" } };
    if (!number) return refused(send, 33, "channel_missing");
    // Meta would refuse it too, at the price of a call (wire facts, section 9)
    const tooLong = lengthProblem(send.request.content);
    if (tooLong !== null) return refused(send, 131009, tooLong);
    const body = buildRequest(send.request.content, {
      recipient: send.recipient,
      opaque: send.messageId,
      quotedWamid: send.request.quotedWamid,
    });
    return { send, answer: await number.send(body) };
  };
  const count = (channelId: string, change: 1 | -1): void => {
    perNumber.set(channelId, (perNumber.get(channelId) ?? 0) + change);
  };
  return {
    start(send, markedAt) {
      count(send.channelId, 1);
      leases.hold(send);
      const flight: Promise<void> = call(send, markedAt)
        .then(write)
        .catch((error: unknown) =>
          deps.log.error("sender.finish_failed", { messageId: send.messageId, ...errorData(error) }),
        )
        .finally(() => {
          count(send.channelId, -1);
          leases.drop(send);
          flights.delete(flight);
        });
      flights.add(flight);
    },
    full: () => [...perNumber].filter(([, calls]) => calls >= MOST_IN_FLIGHT).map(([id]) => id),
    underWay: () => flights.size,
    async ended() {
      await Promise.all(flights);
    },
  };
}
