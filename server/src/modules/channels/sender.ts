import { HELD_MOST_MS, HOLD_UNKNOWN_MS } from "@balcao/core";
import type { GraphFetch } from "@balcao/whatsapp";
import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import type { ChannelCache } from "./channel-cache.ts";
import { takeStale } from "./held.queries.ts";
import { appendFacts } from "./inbox.queries.ts";
import type { SendCheck } from "./lane-facts.ts";
import { markCalling, sweepLeases } from "./outbox.queries.ts";
import { senderCalls } from "./sender-calls.ts";
import { claim } from "./sender-claim.ts";
import { newsFact } from "./sender-news.ts";
import { workLoop } from "../../platform/work-loop.ts";

const BATCH = 64;
const POLL_MS = 250;
const SWEEP_MS = 1000;
/** A number with a backlog is asked again when it may send several at once: messages that go together share their commits. */
const DRY_MS = 100;
/** longer makes fewer doubts; a send in doubt must be shown within a minute (architecture, section 8) */
const TIMEOUT_MS = 30_000;
/** How long a sender that is told to stop waits for its calls; what they would have said is then in doubt, as after a crash. */
const PARTING_MS = 8_000;

export type SenderOptions = {
  channels: ChannelCache;
  check: SendCheck;
  fetch: GraphFetch;
  timeoutMs?: number;
  /** tests throw here to die between two steps */
  faultPoint?: (name: string) => void;
};

/** In the place of Meta's details: the number was stopped for so long that this must not go out any more. */
const HELD_TOO_LONG = "held_too_long";
/** and here: the number was disconnected. */
const NUMBER_REMOVED = "number_removed";

/** Judges sends whose sender has died or frozen, and what a stopped number held for too long; the lanes are told. */
async function sweep(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const orphans = await deps.system.transaction().execute(async (tx) => {
    const found = await sweepLeases(tx, HOLD_UNKNOWN_MS);
    await appendFacts(
      tx,
      found.map((orphan) =>
        newsFact(orphan, {
          kind: "send_unanswered",
          messageId: orphan.messageId,
          reason: "sender_gone",
          at: now,
        }),
      ),
    );
    const stale = await takeStale(tx, now, HELD_MOST_MS);
    await appendFacts(
      tx,
      stale.map(({ messageId, code, ...send }) =>
        newsFact(send, {
          kind: "send_refused",
          messageId,
          code,
          title: null,
          detail: code === null ? NUMBER_REMOVED : HELD_TOO_LONG,
          at: now,
        }),
      ),
    );
    return found.length + stale.length;
  });
  if (orphans > 0) deps.wake.signal("facts");
}

/** Works the outbox. Several may run, on several nodes: claims skip each other's rows and every write is fenced. */
export function senderLoop(deps: Deps, options: SenderOptions): Loop {
  const fault = options.faultPoint ?? (() => undefined);
  const calls = senderCalls(deps, {
    channels: options.channels,
    fetch: options.fetch,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    onAnswered: () => fault("answered"),
    onWritten() {
      deps.wake.signal("facts");
      deps.wake.signal("outbox");
    },
  });
  let sweptAt = -Infinity;
  /** numbers without tokens for all they have to send, and until when they are let be (business time) */
  const dryUntil = new Map<string, number>();

  const send = async (): Promise<number> => {
    const now = deps.clock.now();
    for (const [id, until] of dryUntil) if (until <= now || until > now + DRY_MS) dryUntil.delete(id);
    const except = [...calls.full(), ...dryUntil.keys()];
    const { go, claimed, dry } = await deps.system
      .transaction()
      .execute((tx) => claim(tx, options.check, now, BATCH, except));
    for (const id of dry) dryUntil.set(id, now + DRY_MS);
    if (claimed > go.length) deps.wake.signal("facts");
    if (go.length === 0) return claimed;
    fault("claimed");
    const markedAt = performance.now();
    const ours = await markCalling(deps.system, go);
    fault("calling");
    for (const entry of go) if (ours.has(entry.messageId)) calls.start(entry, markedAt);
    return claimed;
  };
  return workLoop(deps, {
    name: "sender",
    topic: "outbox",
    pollMs: POLL_MS,
    full: BATCH,
    async round() {
      if (performance.now() - sweptAt > SWEEP_MS) {
        sweptAt = performance.now();
        await sweep(deps);
      }
      return send();
    },
    end: () =>
      Promise.race([calls.ended(), new Promise<void>((resolve) => setTimeout(resolve, PARTING_MS).unref())]),
    async drain() {
      await sweep(deps);
      let total = 0;
      for (let count = await send(); count > 0 || calls.underWay() > 0; count = await send()) {
        total += count;
        await calls.ended();
      }
      return total;
    },
  });
}
