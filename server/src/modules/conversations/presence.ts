import type { ClientFrame, PeopleFrame } from "@balcao/api";
import { availabilityOf, TYPING_LASTS_MS, watchersOf, type Availability, type Watcher } from "@balcao/core";
import type { Db } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { absentAgents } from "../agents/index.ts";
import { canSee, type Placed } from "./conversations.policy.ts";
import {
  placeKey,
  placesNow,
  readLines,
  removeLines,
  sweepLines,
  writeLines,
  type ReadLine,
} from "./presence.queries.ts";
import { frame, type Listener } from "./realtime-members.ts";
import { sweepTyping } from "./typing.queries.ts";
import { showTyping } from "./typing.ts";

/** What windows say is gathered this long before it is written (milliseconds). */
const GATHER_MS = 100;
/** A node confirms its windows this often; one that is not confirmed for three times as long is gone. */
const CONFIRM_MS = 15_000;
const ALIVE_MS = 3 * CONFIRM_MS;
/** Time alone ends typing and dead windows: looked at this often. */
const POLL_MS = 1000;

type Here = Extract<ClientFrame, { type: "here" }>;
/** A window of this node. `typedAt`: the last word, by the process's own clock. */
type Line = {
  id: string;
  listener: Listener;
  here: Omit<Here, "type" | "typing">;
  typedAt: number;
  isNew: boolean;
};
/** A conversation with people in it, as it was told. */
type Shown = { placed: Placed; watchers: Watcher[]; key: string };
type Company = { agents: Map<string, Availability>; shown: Map<string, Shown>; absent: ReadonlySet<string> };

/** One window's side of it. */
export type Seat = { here(said: Here): void; leave(): void };
export type Presence = Loop & {
  /** a window begins to listen and to be seen */
  enter(listener: Listener): Seat;
};

/**
 * Who is at work and who has which conversation in sight. Each node writes its own windows to a small unlogged table and reads those of
 * all. NOTIFY only wakes: as payloads it would be lost while its connection is, and a node that starts would know nobody. Nothing of it
 * goes to `event`: it is not history.
 */
class Hub {
  readonly #deps: Deps;
  readonly #lines = new Map<string, Line>();
  readonly #changed = new Set<Line>();
  readonly #left = new Set<Line>();
  readonly #companies = new Map<string, Company>();
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #confirmAt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  enter(listener: Listener): Seat {
    const here = { conversationId: null, idle: false };
    const line: Line = { id: uuidv7(), listener, here, typedAt: -Infinity, isNew: true };
    this.#lines.set(line.id, line);
    this.#touch(line);
    return {
      here: ({ conversationId, typing, idle }) => {
        line.here = { conversationId, idle };
        line.typedAt = typing ? performance.now() : -Infinity;
        this.#touch(line);
      },
      leave: () => {
        this.#lines.delete(line.id);
        this.#changed.delete(line);
        this.#left.add(line);
        this.#gather();
      },
    };
  }

  #touch(line: Line): void {
    this.#changed.add(line);
    this.#gather();
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#tryWrite();
    }, GATHER_MS);
  }

  /** What could not be written is written with the next round. */
  #tryWrite(): Promise<void> {
    return this.#writeNext().catch((error: unknown) =>
      this.#deps.log.warn("presence.not_written", errorData(error)),
    );
  }

  /** Writes what was said since the last time, one writing after the other. */
  #writeNext(): Promise<void> {
    const next = this.#writing.then(() => this.#write());
    this.#writing = next.catch(() => undefined);
    return next;
  }

  async #write(): Promise<void> {
    const { system, wake } = this.#deps;
    const left = [...this.#left];
    const changed = [...this.#changed];
    if (left.length === 0 && changed.length === 0) return;
    this.#left.clear();
    this.#changed.clear();
    const now = performance.now();
    try {
      const places = await placesNow(
        system,
        changed.flatMap(({ listener, here: { conversationId } }) =>
          conversationId === null ? [] : { accountId: listener.actor.accountId, id: conversationId },
        ),
      );
      const lines = changed.map(({ id, listener: { actor }, here, typedAt }) => {
        const placed = places.get(placeKey(actor.accountId, here.conversationId ?? ""));
        return {
          accountId: actor.accountId,
          lineId: id,
          agentId: actor.agentId,
          // a window may say what it likes: who may not see a conversation is not in it
          conversationId: placed && canSee(actor, placed) ? here.conversationId : null,
          typingMs: Math.max(0, Math.round(typedAt + TYPING_LASTS_MS - now)),
          aliveMs: ALIVE_MS,
          idle: here.idle,
        };
      });
      await writeLines(system, lines);
      await showTyping(
        this.#deps,
        lines.flatMap(({ accountId, agentId, conversationId, typingMs }) =>
          conversationId !== null && typingMs > 0 ? { accountId, agentId, conversationId } : [],
        ),
      );
      await removeLines(
        system,
        left.map(({ id, listener }) => ({ accountId: listener.actor.accountId, lineId: id })),
      );
    } catch (error) {
      for (const line of left) this.#left.add(line);
      for (const line of changed) if (this.#lines.has(line.id)) this.#changed.add(line);
      throw error;
    }
    wake.signal("presence");
  }

  /** Takes this node's windows out of sight: it stops. Where that fails, they end by themselves. */
  async end(): Promise<void> {
    for (const line of this.#lines.values()) this.#left.add(line);
    this.#lines.clear();
    this.#changed.clear();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#tryWrite();
  }

  /** Confirms, writes, reads, tells. Answers how many frames were sent. */
  async round(): Promise<number> {
    const { system } = this.#deps;
    const now = performance.now();
    if (this.#lines.size > 0 && now >= this.#confirmAt) {
      this.#confirmAt = now + CONFIRM_MS;
      for (const line of this.#lines.values()) this.#changed.add(line);
      await sweepLines(system);
      await sweepTyping(system);
    }
    await this.#writeNext();
    const listening = Map.groupBy(this.#lines.values(), ({ listener }) => listener.actor.accountId);
    for (const id of this.#companies.keys()) if (!listening.has(id)) this.#companies.delete(id);
    if (listening.size === 0) return 0;
    const read = await readLines(system, [...listening.keys()]);
    const agents = new Map(read.lines.map(({ accountId, agentId }) => [agentId, { accountId, id: agentId }]));
    const absent = await absentAgents(system, [...agents.values()]);
    const places = await placesNow(
      system,
      read.lines.flatMap(({ accountId, conversationId: id }) => (id === null ? [] : { accountId, id })),
    );
    const byAccount = Map.groupBy(read.lines, ({ accountId }) => accountId);
    let told = 0;
    for (const [accountId, members] of listening) {
      const company = companyOf(accountId, byAccount.get(accountId) ?? [], { absent, places, now: read.now });
      told += tell(members, this.#companies.get(accountId), company);
      this.#companies.set(accountId, company);
    }
    return told;
  }
}

function companyOf(
  accountId: string,
  lines: readonly ReadLine[],
  { absent, places, now }: { absent: ReadonlySet<string>; places: ReadonlyMap<string, Placed>; now: number },
): Company {
  const shown = new Map<string, Shown>();
  for (const [id, watchers] of watchersOf(lines, now)) {
    const placed = places.get(placeKey(accountId, id));
    if (placed) shown.set(id, { placed, watchers, key: JSON.stringify([placed, watchers]) });
  }
  return { agents: availabilityOf(lines, absent, now), shown, absent };
}

/** What of the conversations differs from before, each with where it is: the policy says who hears of it. */
function differences(before: Company | undefined, after: Company): [string, Shown][] {
  const changed = [...after.shown].filter(([id, { key }]) => before?.shown.get(id)?.key !== key);
  const emptied = [...(before?.shown ?? [])].filter(([id]) => !after.shown.has(id));
  return [...changed, ...emptied.map(([id, was]): [string, Shown] => [id, { ...was, watchers: [] }])];
}

/** Tells the windows of one company what is new to them: those that just came, everything. */
function tell(members: readonly Line[], before: Company | undefined, after: Company): number {
  const states = (agents: Iterable<[string, Availability]>): PeopleFrame["agents"] =>
    [...agents].map(([agentId, state]) => ({ agentId, state }));
  const all = states(after.agents);
  const news: PeopleFrame["agents"] = [
    ...states([...after.agents].filter(([id, state]) => before?.agents.get(id) !== state)),
    ...[...(before?.agents.keys() ?? [])]
      .filter((agentId) => !after.agents.has(agentId))
      .map((agentId) => ({ agentId, state: "offline" as const })),
  ];
  const changes = differences(before, after);
  let told = 0;
  for (const line of members) {
    const { actor, send } = line.listener;
    const whole = line.isNew || before === undefined;
    const conversations = (whole ? [...after.shown] : changes)
      .filter(([, { placed }]) => canSee(actor, placed))
      .map(([conversationId, { watchers }]) => ({ conversationId, watchers }));
    const absent = after.absent.has(actor.agentId);
    const agents = whole ? all : news;
    const isOwnNews = absent !== before?.absent.has(actor.agentId);
    if (!whole && agents.length === 0 && conversations.length === 0 && !isOwnNews) continue;
    line.isNew = false;
    send(frame({ type: "people", whole, agents, conversations, absent }));
    told++;
  }
  return told;
}

/** Who is at work, on this node and the others. Its rounds are woken by what any node writes. */
export function presence(deps: Deps): Presence {
  const hub = new Hub(deps);
  const loop = workLoop(deps, {
    name: "presence",
    topic: "presence",
    full: Number.POSITIVE_INFINITY,
    pollMs: POLL_MS,
    round: () => hub.round(),
    end: () => hub.end(),
  });
  return { ...loop, enter: (listener) => hub.enter(listener) };
}

/** Agents of these accounts who have a window open and in use, on whatever node. */
export async function agentsAtWork(db: Db, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { lines, now } = await readLines(db, accountIds);
  const states = availabilityOf(lines, new Set(), now);
  return new Set([...states].flatMap(([agentId, state]) => (state === "online" ? [agentId] : [])));
}
