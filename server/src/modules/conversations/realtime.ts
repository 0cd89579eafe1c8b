import type { RealtimeChange, ServerFrame } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { canSee } from "./conversations.policy.ts";
import { hydrateRows } from "./rows.queries.ts";
import { currentCursor, eventsAfter, type Cursor, type TailEvent } from "./tail.queries.ts";
import { historyOf, hydrateMessages } from "./thread.queries.ts";

const POLL_MS = 500;
const BATCH = 1000;
/** older than this many events, a screen is better off with a fresh fetch */
const REPLAY_MOST = 2000;

/** One browser. It hears only what its agent may see; the server chooses, never the browser. */
export type Listener = { actor: Actor; send(frame: ServerFrame): void };

const text = (cursor: Cursor): string => `${cursor.epoch}:${cursor.txid}:${cursor.id}`;
const CURSOR = /^([0-9a-f-]{36}):(\d{1,20}):(\d{1,18})$/;

export function parseCursor(value: string | null): Cursor | null {
  const [, epoch, txid, id] = CURSOR.exec(value ?? "") ?? [];
  return epoch !== undefined && txid !== undefined && id !== undefined ? { epoch, txid, id: Number(id) } : null;
}

const REFETCH: Record<string, Extract<RealtimeChange, { type: "refetch" }>["what"]> = {
  team: "teams", agent: "agents", settings: "settings", bot: "bot", channel: "channels", invitation: "invitations",
};

type Prepared = { accountId: string; change: RealtimeChange; sees(actor: Actor): boolean };

/** Events as what screens do about them: rows and entries are read once for all listeners. */
async function prepare(deps: Deps, events: readonly TailEvent[]): Promise<Prepared[]> {
  const ids = [...new Set(events.flatMap((event) => event.conversationId ?? []))];
  const messageIds = [...new Set(events.flatMap((event) => (event.type.startsWith("message.") && typeof event.data["messageId"] === "string" ? [event.data["messageId"]] : [])))];
  const { rows, messages } = await deps.system.transaction().execute(async (tx) => ({ rows: await hydrateRows(tx, ids), messages: await hydrateMessages(tx, messageIds) }));
  const prepared: Prepared[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    if (!row) continue;
    const { accountId, ...shown } = row;
    const mine = events.filter((event) => event.conversationId === id);
    const entries = [...messages.filter((message) => message.conversationId === id), ...mine.flatMap((event) => (event.seq === null ? [] : [historyOf({ ...event, conversationId: id, seq: event.seq })]))];
    prepared.push({ accountId, change: { type: "conversation", row: shown, entries }, sees: (actor) => canSee(actor, row) });
    const moved = mine.some((event) => /^conversation\.(handed_over|forwarded|assigned)$/.test(event.type));
    if (moved) prepared.push({ accountId, change: { type: "gone", conversationId: id }, sees: (actor) => !canSee(actor, row) });
  }
  for (const event of events) {
    const what = REFETCH[event.type.split(".")[0] ?? ""];
    if (what && event.type !== "channel.notice") prepared.push({ accountId: event.accountId, change: { type: "refetch", what }, sees: () => true });
  }
  return prepared;
}

function push(listener: Listener, prepared: readonly Prepared[], cursor: string): void {
  const changes = prepared.filter((entry) => entry.accountId === listener.actor.accountId && entry.sees(listener.actor)).map((entry) => entry.change);
  if (changes.length > 0) listener.send({ type: "changes", cursor, changes, countsChanged: true });
}

export type Realtime = Loop & { join(listener: Listener, cursor: string | null): Promise<() => void> };

/** Each web node tails the log once and tells its own sockets. NOTIFY only wakes it; polling is the truth. */
export function realtime(deps: Deps): Realtime {
  const listeners = new Set<Listener>();
  let cursor: Cursor | null = null;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let wakeUp: () => void = () => undefined;
  let awake = false;
  const unsubscribe = deps.wake.on("events", () => {
    awake = true;
    wakeUp();
  });

  const round = async (): Promise<number> => {
    cursor ??= await currentCursor(deps.system);
    const events = await eventsAfter(deps.system, cursor, BATCH);
    const last = events.at(-1);
    if (!last) return 0;
    const prepared = listeners.size > 0 ? await prepare(deps, events) : [];
    cursor = { epoch: cursor.epoch, txid: last.txid, id: last.id };
    for (const listener of listeners) push(listener, prepared, text(cursor));
    return events.length;
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
    while (!stopping) {
      try {
        awake = false;
        if ((await round()) < BATCH) await sleep();
      } catch (error) {
        deps.log.error("realtime.round_failed", errorData(error));
        await sleep();
      }
    }
  };
  return {
    name: "realtime",
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      wakeUp();
      await running;
      unsubscribe();
    },
    async drain() {
      let total = 0;
      for (let count = await round(); count > 0; count = await round()) total += count;
      return total;
    },
    async join(listener, from) {
      cursor ??= await currentCursor(deps.system);
      const wanted = parseCursor(from);
      // heard from now on; what was missed follows below, and hearing a change twice does no harm
      listeners.add(listener);
      const missed = wanted && wanted.epoch === cursor.epoch ? await eventsAfter(deps.system, wanted, REPLAY_MOST + 1) : null;
      if (wanted !== null && (missed === null || missed.length > REPLAY_MOST)) listener.send({ type: "reset", cursor: text(cursor) });
      else {
        if (missed && missed.length > 0) push(listener, await prepare(deps, missed), text(cursor));
        listener.send({ type: "ready", cursor: text(cursor) });
      }
      return () => void listeners.delete(listener);
    },
  };
}
