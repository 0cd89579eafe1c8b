import type { ServerFrame } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { liveActors } from "../agents/index.ts";
import { changesFor, loadBatch, type AccountBatch } from "./realtime-changes.ts";
import { currentCursor, eventsAfter, eventsBetween, type Cursor, type TailEvent } from "./tail.queries.ts";

const POLL_MS = 500;
/** After a wake-up the rows may still be hidden by an older open transaction: look again soon, then fall back to polling. */
const SOON_MS = [10, 25, 60, 150] as const;
const BATCH = 1000;
/** older than this many events, a screen is better off with a fresh fetch */
const REPLAY_MOST = 2000;

/** Why a socket is hung up on: no right to listen any more, or other rights than those its screen was filled by. */
export type Farewell = "session" | "rights";
/** One browser. It hears only what its agent may see; the server chooses, never the browser. */
export type Listener = { actor: Actor; send(frame: string): void; close(why: Farewell): void };
/** A listener with what it missed still being read keeps what comes meanwhile in `held`. */
type Member = { listener: Listener; held: string[] | null };

const frame = (value: ServerFrame): string => JSON.stringify(value);
const text = (cursor: Cursor): string => `${cursor.epoch}:${cursor.txid}:${cursor.id}`;
const CURSOR = /^([0-9a-f-]{36}):(\d{1,19}):(\d{1,15})$/;

export function parseCursor(value: string | null): Cursor | null {
  const [, epoch, txid, id] = CURSOR.exec(value ?? "") ?? [];
  return epoch !== undefined && txid !== undefined && id !== undefined
    ? { epoch, txid, id: Number(id) }
    : null;
}

const sameRights = (a: Actor, b: Actor): boolean =>
  a.role === b.role && a.teamIds.toSorted().join() === b.teamIds.toSorted().join();

function say(member: Member, what: string): void {
  if (member.held) member.held.push(what);
  else member.listener.send(what);
}

/** A frame out of changes that are JSON already, so that what many see is written once. */
function sayChanges(member: Member, batch: AccountBatch, cursor: string): void {
  const { changes, countsChanged } = changesFor(member.listener.actor, batch);
  if (changes.length > 0)
    say(
      member,
      `{"type":"changes","cursor":${JSON.stringify(cursor)},"changes":[${changes.join(",")}],"countsChanged":${countsChanged}}`,
    );
}

export type Realtime = Loop & {
  /** hears from now on, after what it missed since `cursor`; null = begins now. Answers the way to leave. */
  join(listener: Listener, cursor: string | null): Promise<() => void>;
  /** hangs up on whose session has ended or whose rights have changed: one query for all of this node */
  revalidate(): Promise<void>;
};

/** Each web node tails the log once and tells its own sockets. NOTIFY only wakes it; polling is the truth. */
export function realtime(deps: Deps): Realtime {
  const members = new Set<Member>();
  let cursor: Cursor | null = null;
  /** the end of the batch being told now: who joins meanwhile may be too late for it, and reads it as something missed */
  let edge: Cursor | null = null;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let wakeUp: () => void = () => undefined;
  let awake = false;
  let soon: number = SOON_MS.length;
  let mustLookAtEpoch = false;
  const unsubscribe = deps.wake.on("events", () => {
    awake = true;
    soon = 0;
    wakeUp();
  });

  /** The connection may have been cut by a restore: then the stream is another one and every cursor is void. */
  const begin = async (): Promise<Cursor> => {
    const now = cursor && !mustLookAtEpoch ? cursor : await currentCursor(deps.system);
    mustLookAtEpoch = false;
    if (cursor?.epoch === now.epoch) return cursor;
    const isAnother = cursor !== null;
    cursor = now;
    if (isAnother) for (const member of members) say(member, frame({ type: "reset", cursor: text(now) }));
    return now;
  };

  const revalidate = async (): Promise<void> => {
    const asked = [...members];
    const live = await liveActors(
      deps.system,
      asked.map(({ listener }) => listener.actor),
    );
    for (const member of asked) {
      const { actor } = member.listener;
      const now = live.get(actor.sessionId);
      if (now?.agentId === actor.agentId && sameRights(now, actor)) continue;
      members.delete(member);
      // what is on that screen was chosen by the old rights: all of it is fetched again, and the next socket has the new ones
      if (now && cursor) member.listener.send(frame({ type: "reset", cursor: text(cursor) }));
      member.listener.close(now ? "rights" : "session");
    }
  };

  const tell = async (events: readonly TailEvent[], to: Cursor): Promise<void> => {
    const listened = new Set([...members].map((member) => member.listener.actor.accountId));
    const byAccount = Map.groupBy(
      events.filter((event) => listened.has(event.accountId)),
      (event) => event.accountId,
    );
    for (const [accountId, own] of byAccount) {
      const batch = await loadBatch(deps.app, accountId, own);
      for (const member of members)
        if (member.listener.actor.accountId === accountId) sayChanges(member, batch, text(to));
    }
  };
  const round = async (): Promise<number> => {
    const from = await begin();
    const events = await eventsAfter(deps.system, from, BATCH);
    const last = events.at(-1);
    if (!last) return 0;
    const to = { epoch: from.epoch, txid: last.txid, id: last.id };
    edge = to;
    // who works where may have changed: rights first, then what they allow to hear
    if (members.size > 0 && events.some((event) => /^(team|agent)\./.test(event.type))) await revalidate();
    await tell(events, to);
    cursor = to;
    return events.length;
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (awake || stopping) return resolve();
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      awake = false;
      try {
        const found = await round();
        if (found < BATCH) await sleep(found === 0 ? (SOON_MS[soon++] ?? POLL_MS) : SOON_MS[0]);
      } catch (error) {
        mustLookAtEpoch = true;
        deps.log.error("realtime.round_failed", errorData(error));
        awake = false;
        await sleep(POLL_MS);
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
    revalidate,
    async join(listener, from) {
      const begun = await begin();
      // no await between these two: nothing may be told in between
      const here = edge?.epoch === begun.epoch ? edge : (cursor ?? begun);
      const member: Member = { listener, held: [] };
      members.add(member);
      try {
        const { accountId } = listener.actor;
        const wanted = parseCursor(from);
        const missed =
          wanted?.epoch === here.epoch
            ? await eventsBetween(deps.system, accountId, wanted, here, REPLAY_MOST)
            : null;
        const batch = missed && missed.length > 0 ? await loadBatch(deps.app, accountId, missed) : null;
        const held = member.held ?? [];
        member.held = null;
        // told by a node ahead of this one: it keeps its cursor, and hearing a change twice does no harm
        if (from === null || missed)
          say(member, frame({ type: "ready", cursor: missed && from !== null ? from : text(here) }));
        else say(member, frame({ type: "reset", cursor: text(here) }));
        if (batch) sayChanges(member, batch, text(here));
        for (const late of held) say(member, late);
      } catch (error) {
        members.delete(member);
        throw error;
      }
      return () => void members.delete(member);
    },
  };
}
