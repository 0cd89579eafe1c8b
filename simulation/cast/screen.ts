import type { ConversationRow, RealtimeChange, ServerFrame } from "@balcao/api";
import type { Actor } from "../../server/src/platform/actor.ts";
import { canSee, oversees } from "../../server/src/modules/conversations/conversations.policy.ts";
import { rows as rowModels, thread as threadModels } from "../store/statements/screens.ts";
import { Session } from "../store/store.ts";
import { applyChanges, type Cache, type ThreadData } from "../../web/src/realtime/apply.ts";
import { createJournal } from "../../web/src/realtime/journal.ts";
import { belongs, compareRows, type ListFilter, type Viewer } from "../../web/src/realtime/order.ts";
import type { Run } from "../run.ts";
import type { Ticket } from "../world/world.ts";
import type { Node } from "./node.ts";

const FILTER: ListFilter = { tab: "all", order: "recent" };
const LIST = "all";
const PATIENCE_MS = 4000;
const RECONNECT_MS = [300, 1500, 6000] as const;

/** What a page shows: a list, and the threads of the conversations in it. */
export type Shown = { rows: ConversationRow[]; threads: ReadonlyMap<string, ThreadData> };

/** What the server would answer this person now. */
export function freshFetch(run: Run, actor: Actor): Shown {
  const { store, world } = run;
  const tx = store.begin("screen", null);
  const at = new Session(store, tx, world.now);
  tx.account = actor.accountId;
  const own = at.all(at.tables.conversation, (row) =>
    canSee(actor, { teamId: row.team_id, agentId: row.agent_id, status: row.status }),
  );
  const hydrated =
    rowModels.hydrateRows?.(
      at,
      [actor.accountId],
      own.map(({ id }) => id),
    ) ?? new Map();
  const rows: ConversationRow[] = [...hydrated.values()].map((row) => {
    const { accountId: _, ...shown } = row;
    return shown;
  });
  const threads = new Map<string, ThreadData>();
  for (const { id } of rows) {
    const ids = at
      .all(at.tables.message, ({ conversation_id }) => conversation_id === id)
      .map((row) => row.id);
    const entries = threadModels.hydrateMessages?.(at, [actor.accountId], ids) ?? [];
    threads.set(id, { entries, before: null, after: null });
  }
  store.end(tx);
  return { rows, threads };
}

/** One browser window of an agent: production's own way of taking in what the stream tells, on a line that breaks. */
export class Screen {
  readonly actor: Actor;
  readonly run: Run;
  node: Node | null = null;
  readonly #viewer: Viewer;
  readonly #journal = createJournal();
  #cursor: string | null = null;
  #cache: Cache;
  /** each socket has its own: what an older one still says is not heard */
  #line = 0;
  #loading = false;
  #patience: Ticket | null = null;
  #stale = true;

  constructor(run: Run, actor: Actor) {
    this.run = run;
    this.actor = actor;
    this.#viewer = { agentId: actor.agentId, teamIds: actor.teamIds, seesAll: oversees(actor) };
    this.#cache = this.#cacheOf({ rows: [], threads: new Map() });
  }

  get shown(): Shown {
    return { rows: this.#cache.lists.get(LIST)?.data.rows ?? [], threads: this.#cache.threads };
  }

  get isSettled(): boolean {
    return this.node !== null && !this.#stale && !this.#loading;
  }

  #cacheOf({ rows, threads }: Shown): Cache {
    const own = rows.filter((row) => belongs(row, FILTER, this.#viewer)).sort(compareRows(FILTER.order));
    return {
      lists: new Map([[LIST, { filter: FILTER, data: { rows: own, nextCursor: null, edge: null } }]]),
      conversations: new Map(),
      threads: new Map(threads),
    };
  }

  connect(): void {
    const { world } = this.run;
    const node = this.run.someNode("socket to");
    if (!node) return this.#again();
    const line = ++this.#line;
    world.after(1, node.epoch, "socket opens", () => {
      // a frozen node may open what was given up long ago
      if (this.#line === line) this.node = node;
      // what is said on one line is heard in its order
      const said: string[] = [];
      const listener = {
        actor: this.actor,
        send: (frame: string) => {
          said.push(frame);
          world.after(1, null, "socket says", () => {
            const next = said.shift();
            if (this.#line === line && next !== undefined) this.#hear(next);
          });
        },
        close: () => this.drop(),
      };
      node.hub.join(listener, this.#cursor).catch(() => {
        world.after(0, null, "socket fails", () => {
          if (this.#line === line) this.drop();
        });
      });
    });
    // a socket that is never answered is given up
    this.#patience = world.after(PATIENCE_MS, null, "socket patience", () => {
      if (this.#line === line) this.drop();
    });
  }

  drop(): void {
    this.node = null;
    this.#patience?.cancel();
    this.#line++;
    this.#again();
  }

  #again(): void {
    const wait = this.run.darkMs + this.run.entropy.one("reconnects in", RECONNECT_MS);
    const line = this.#line;
    this.run.world.after(wait, null, "socket again", () => {
      if (this.#line === line) this.connect();
    });
  }

  #hear(text: string): void {
    this.#patience?.cancel();
    this.run.check.frame(this.actor, text);
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.type === "ready" || frame.type === "reset") {
      if (frame.type === "reset") this.#stale = true;
      this.#cursor = frame.cursor;
      if (this.#stale) this.#load();
    } else if (frame.type === "changes") {
      this.#cursor = frame.cursor;
      this.#journal.record(frame.changes);
      this.#take(frame.changes);
    }
  }

  #take(changes: readonly RealtimeChange[]): void {
    const patch = applyChanges(this.#cache, changes, this.#viewer);
    const list = patch.lists.get(LIST) ?? this.#cache.lists.get(LIST)?.data;
    const threads = new Map([...this.#cache.threads, ...patch.threads]);
    for (const id of patch.gone) threads.delete(id);
    this.#cache = {
      lists: new Map([[LIST, { filter: FILTER, data: list ?? { rows: [], nextCursor: null, edge: null } }]]),
      conversations: new Map(),
      threads,
    };
    // whoever looks at what is new to the list opens it
    if (!this.#loading && list?.rows.some(({ id }) => !threads.has(id))) this.#load();
  }

  /** Asks the server for all that is shown, as after `reset`. */
  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    this.#stale = false;
    const { world } = this.run;
    const mark = this.#journal.mark();
    world.after(this.run.entropy.pick("fetch takes", 20), null, "screen asks", () => {
      const fresh = freshFetch(this.run, this.actor);
      world.after(this.run.entropy.pick("answer takes", 20), null, "screen gets", () => {
        this.#loading = false;
        this.#cache = this.#cacheOf(fresh);
        this.#take(this.#journal.since(mark) ?? []);
        if (this.#stale) this.#load();
      });
    });
  }
}
