import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { liveActors } from "../agents/index.ts";
import { loadBatch } from "./realtime-changes.ts";
import type { TicketNews } from "./realtime-tickets.ts";
import {
  cursorText,
  frame,
  parseCursor,
  sameRights,
  say,
  sayChanges,
  type Listener,
  type Member,
} from "./realtime-members.ts";
import { presence, type Presence } from "./presence.ts";
import {
  currentCursor,
  eventsAfter,
  eventsBetween,
  heldBack,
  type Cursor,
  type TailEvent,
} from "./tail.queries.ts";

const POLL_MS = 500;
/** After a wake-up the rows may still be hidden by an older open transaction: look again soon, then fall back to polling. */
const SOON_MS = [10, 25, 60, 150] as const;
const BATCH = 1000;
/** older than this many events, a screen is better off with a fresh fetch */
const REPLAY_MOST = 2000;
/** events hidden for longer than this are an alarm, repeated this often (milliseconds) */
const HELD_TOO_LONG_MS = 5000;
/** how often to look whether any are, at most: after each wake-up the log is read several times in vain */
const HELD_LOOK_MS = 1000;

export type Realtime = Loop & {
  /** hears from now on, after what it missed since `cursor`; null = begins now. Answers the way to leave. */
  join(listener: Listener, cursor: string | null): Promise<() => void>;
  /** hangs up on whose session has ended or whose rights have changed: one query for all of this node */
  revalidate(): Promise<void>;
  /** `listener` is called when who may do what has changed, on whatever node. Gives the way to stop. */
  onRights(listener: () => void): () => void;
  /** who is at work; starts and stops with it, and is drained by itself */
  presence: Presence;
};

/** Events after which somebody may be somebody else, or nobody, to the nodes. */
const OF_RIGHTS = /^(team|agent|settings)\.|^security\.(sessions_ended|signed_out|two_step_)/;

/** Reads the log and tells the sockets of this node. */
class Hub {
  readonly #deps: Deps;
  readonly #tickets: TicketNews;
  readonly #members = new Set<Member>();
  readonly rights = new Set<() => void>();
  #cursor: Cursor | null = null;
  /** the end of the batch being told now: who joins meanwhile may be too late for it, and reads it as something missed */
  #edge: Cursor | null = null;
  #mustLookAtEpoch = false;
  #lookAfter = 0;

  constructor(deps: Deps, tickets: TicketNews) {
    this.#deps = deps;
    this.#tickets = tickets;
  }

  /** The connection may have been cut by a restore: then the stream is another one and every cursor is void. */
  distrust(): void {
    this.#mustLookAtEpoch = true;
  }

  async #begin(): Promise<Cursor> {
    const known = this.#cursor;
    const now = known && !this.#mustLookAtEpoch ? known : await currentCursor(this.#deps.system);
    this.#mustLookAtEpoch = false;
    if (this.#cursor?.epoch === now.epoch) return this.#cursor;
    const isAnother = this.#cursor !== null;
    this.#cursor = now;
    if (isAnother)
      for (const member of this.#members) say(member, frame({ type: "reset", cursor: cursorText(now) }));
    return now;
  }

  async revalidate(): Promise<void> {
    const asked = [...this.#members];
    const live = await liveActors(
      this.#deps.system,
      asked.map(({ listener }) => listener.actor),
    );
    for (const member of asked) {
      const { actor } = member.listener;
      const now = live.get(actor.sessionId);
      if (now?.agentId === actor.agentId && sameRights(now, actor)) continue;
      this.#members.delete(member);
      // what is on that screen was chosen by the old rights: all of it is fetched again, and the next socket has the new ones
      if (now && this.#cursor)
        member.listener.send(frame({ type: "reset", cursor: cursorText(this.#cursor) }));
      member.listener.close(now ? "rights" : "session");
    }
  }

  async #tell(events: readonly TailEvent[], to: Cursor): Promise<void> {
    const listened = new Set([...this.#members].map((member) => member.listener.actor.accountId));
    const byAccount = Map.groupBy(
      events.filter((event) => listened.has(event.accountId)),
      (event) => event.accountId,
    );
    for (const [accountId, own] of byAccount) {
      const batch = await loadBatch(this.#deps.app, accountId, own, this.#tickets);
      for (const member of this.#members)
        if (member.listener.actor.accountId === accountId) sayChanges(member, batch, cursorText(to));
    }
  }

  /**
   * An open writing transaction anywhere in the cluster, in another database too, hides what is newer than itself. We cannot
   * tell whether it will write events, so we wait; but whoever runs the installation hears who it is (docs/adr/0017).
   */
  async #watchHeldBack(from: Cursor): Promise<void> {
    const now = performance.now();
    if (now < this.#lookAfter) return;
    this.#lookAfter = now + HELD_LOOK_MS;
    const held = await heldBack(this.#deps.system, from);
    if (!held || held.ms < HELD_TOO_LONG_MS) return;
    this.#lookAfter = now + HELD_TOO_LONG_MS;
    this.#deps.log.warn("realtime.held_back", held);
  }

  async round(): Promise<number> {
    const from = await this.#begin();
    const events = await eventsAfter(this.#deps.system, from, BATCH);
    const last = events.at(-1);
    if (!last) {
      await this.#watchHeldBack(from);
      return 0;
    }
    const to = { epoch: from.epoch, txid: last.txid, id: last.id };
    this.#edge = to;
    // who works where may have changed: rights first, then what they allow to hear
    if (events.some((event) => OF_RIGHTS.test(event.type))) {
      for (const listener of this.rights) listener();
      if (this.#members.size > 0) await this.revalidate();
    }
    await this.#tell(events, to);
    this.#cursor = to;
    return events.length;
  }

  async join(listener: Listener, from: string | null): Promise<() => void> {
    const begun = await this.#begin();
    // no await between these two: nothing may be told in between
    const here = this.#edge?.epoch === begun.epoch ? this.#edge : (this.#cursor ?? begun);
    const member: Member = { listener, held: [] };
    this.#members.add(member);
    try {
      await this.#catchUp(member, from, here);
    } catch (error) {
      this.#members.delete(member);
      throw error;
    }
    return () => void this.#members.delete(member);
  }

  async #catchUp(member: Member, from: string | null, here: Cursor): Promise<void> {
    const { app, system } = this.#deps;
    const { accountId } = member.listener.actor;
    const wanted = parseCursor(from);
    const missed =
      wanted?.epoch === here.epoch ? await eventsBetween(system, accountId, wanted, here, REPLAY_MOST) : null;
    const batch = missed && missed.length > 0 ? await loadBatch(app, accountId, missed, this.#tickets) : null;
    const held = member.held ?? [];
    member.held = null;
    // told by a node ahead of this one: it keeps its cursor, and hearing a change twice does no harm
    if (from === null || missed)
      say(member, frame({ type: "ready", cursor: missed && from !== null ? from : cursorText(here) }));
    else say(member, frame({ type: "reset", cursor: cursorText(here) }));
    if (batch) sayChanges(member, batch, cursorText(here));
    for (const late of held) say(member, late);
  }
}

/**
 * Each web node tails the log once and tells its own sockets. NOTIFY only wakes it; polling is the truth. `tickets`: what the module
 * above tells of them.
 */
export function realtime(deps: Deps, tickets: TicketNews): Realtime {
  const hub = new Hub(deps, tickets);
  let soon: number = SOON_MS.length;
  const unsubscribe = deps.wake.on("events", () => {
    soon = 0;
  });
  const loop = workLoop(deps, {
    name: "realtime",
    topic: "events",
    full: BATCH,
    pollMs: (done) => (done > 0 ? SOON_MS[0] : (SOON_MS[soon++] ?? POLL_MS)),
    round: () => hub.round(),
    failed() {
      hub.distrust();
      soon = SOON_MS.length;
    },
    async end() {
      unsubscribe();
    },
  });
  const people = presence(deps);
  return {
    ...loop,
    start() {
      loop.start();
      people.start();
    },
    async stop() {
      await Promise.all([loop.stop(), people.stop()]);
    },
    presence: people,
    onRights(listener) {
      hub.rights.add(listener);
      return () => void hub.rights.delete(listener);
    },
    join: (listener, cursor) => hub.join(listener, cursor),
    revalidate: () => hub.revalidate(),
  };
}
