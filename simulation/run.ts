import type { Actor } from "../server/src/platform/actor.ts";
import type { Topic } from "../server/src/platform/wake.ts";
import { Agents } from "./cast/agents.ts";
import { Meta } from "./cast/meta.ts";
import { Node } from "./cast/node.ts";
import { Workload } from "./cast/workload.ts";
import { checkCommit } from "./check/commits.ts";
import { checkHistory } from "./check/history.ts";
import { checkClosings, checkFiles, checkLiveness, checkScreens, checkTemplates } from "./check/rest.ts";
import { must } from "./check/violation.ts";
import { cross, planted, type Bridge } from "./production/bridge.ts";
import type { Calls } from "./real/calls.ts";
import { asksNothing } from "./store/ask.ts";
import { perform, SimDb, SimTx } from "./store/database.ts";
import type { ConversationTableRow, FactRow } from "./store/rows.ts";
import { MODELS, type Model } from "./store/statements/index.ts";
import { Store, type Session } from "./store/store.ts";
import type { Transaction } from "./store/transaction.ts";
import { COMPANIES, found } from "./world/company.ts";
import type { Entropy } from "./world/entropy.ts";
import { Faults } from "./world/faults.ts";
import { RATES } from "./world/rates.ts";
import { Files } from "./world/files.ts";
import { isRest, timeOf } from "./world/globals.ts";
import { nextDeadline } from "./world/idle.ts";
import { BEGIN, World, type Epoch } from "./world/world.ts";

const MOST_STEPS = 60_000;
const TEN_MINUTES = 600_000;
/** until every silence is over, and every list was read again */
const HOURS = 6.3 * 3_600_000;
/** after the last event the streams look for it this long, and this long when a wake-up may have been lost */
const SETTLE_MS = { woken: 110, polling: 510 };
const FAILED_MS = 600;
/** around what a lease, and an open transaction of the lanes, last */
const FREEZES_MS = [3500, 4500, 6000] as const;
const LEAST_SKIP_MS = 20;

const NOTHING = Promise.resolve();

/** One run of one seed: a world, a store, the nodes in it and all who act on them. */
export class Run implements Bridge {
  readonly entropy: Entropy;
  /** keeps what the store was asked, when somebody wants to ask PostgreSQL the same */
  readonly calls: Calls | null;
  readonly world: World;
  readonly store = new Store();
  readonly faults: Faults;
  readonly files: Files;
  readonly meta: Meta;
  readonly agents: Agents;
  readonly nodes: Node[] = [];
  /** between which moments messages were stored first, by number and wamid: of two that were stored side by side either may be first */
  readonly firstStored = new Map<string, { begun: number; kept: number }>();
  /** conversations as the transaction leaves them that commits now */
  committing: Map<string, ConversationTableRow> | null = null;
  readonly logged: string[] = [];
  readonly check = { frame: (actor: Actor, text: string): void => this.#checkFrame(actor, text) };
  #lastCommit = 0;
  #darkUntil = 0;
  /** the last function without a model that was called: the one that reached the database, if one did */
  #unmodelled = "";
  readonly #settleMs: number;
  #ids = 0;
  #births = 0;

  constructor(entropy: Entropy, calls: Calls | null = null) {
    this.entropy = entropy;
    this.calls = calls;
    if (calls) calls.listenTo(this.store);
    this.world = new World(entropy);
    this.faults = new Faults(entropy);
    this.files = new Files(this.world);
    this.store.saw = (what) => this.world.sometimes.saw(what);
    this.store.onCommit = (changes) => this.#onCommit(changes);
    this.world.idle = () => this.#skipIdle();
    this.faults.crash = (epoch, where) => this.#crash(epoch, where);
    this.faults.freeze = (epoch) =>
      this.nodes.find((node) => node.epoch === epoch)?.freeze(this.entropy.one("freezes for", FREEZES_MS));
    this.world.unknown = () => this.#unmodelled;
    cross(this);
    timeOf(this.world);
    this.#arm();
    this.#settleMs = this.faults.exists("notify lost") ? SETTLE_MS.polling : SETTLE_MS.woken;
    found(this.store);
    this.meta = new Meta(this);
    this.agents = new Agents(this);
  }

  #arm(): void {
    const { faults } = this;
    for (const [name, most] of Object.entries(RATES)) faults.arm(name, most, 3);
  }

  id(): string {
    const hex = (++this.#ids).toString(16).padStart(12, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  }

  memory(name: string): Set<string> {
    const node = this.nodes.find(({ epoch }) => epoch === this.world.current);
    const known = node?.memory.get(name) ?? new Set<string>();
    node?.memory.set(name, known);
    return known;
  }

  async bind(tx: unknown, accountId: string): Promise<void> {
    if (tx instanceof SimTx) tx.transaction.account = accountId;
  }

  statement(name: string, real: (...args: never[]) => unknown, args: unknown[]): unknown {
    const [db, ...rest] = args;
    const model = MODELS.get(name);
    if (planted(15) && name === "channels/outbox#enqueueSends" && db instanceof SimTx)
      return real(...([new SimDb(db.place, "beside", Infinity), ...rest] as never[]));
    if (!model) this.#unmodelled = name;
    if (!model || !(db instanceof SimTx || db instanceof SimDb)) return real(...(args as never[]));
    const modelled = (at: Session): unknown => (model as Model)(at, ...(rest as never[]));
    const run = this.calls?.asking(name, real, rest, modelled) ?? modelled;
    if (asksNothing(name, rest)) return name === "platform/bulk#bulkInsert" ? NOTHING : this.#atOnce(db, run);
    return db instanceof SimTx ? perform(db, { name, run }) : db.alone({ name, run });
  }

  /** Nothing is asked of the database: it is not called. */
  async #atOnce(db: SimTx | SimDb, run: (at: Session) => unknown): Promise<unknown> {
    if (db instanceof SimTx) return this.store.statement(db.transaction, this.world.now, run);
    const tx = this.store.begin(db.name, null);
    const result = this.store.statement(tx, this.world.now, run);
    this.store.end(tx);
    return result;
  }

  log(node: string, level: string, event: string, data?: Record<string, unknown>): void {
    this.entropy.note(`log ${node} ${event}`);
    this.logged.push(`${this.world.now} ${node} ${level} ${event} ${JSON.stringify(data ?? {})}`);
    // a loop that failed looks again after its rest: until then nothing is settled
    if (event.endsWith(".round_failed")) this.#lastCommit = this.world.now + FAILED_MS;
    if (event === "lanes.fact_quarantined") this.world.sometimes.saw("poison fact isolated");
    if (event === "lanes.batch_failed") this.world.sometimes.saw("batch tried again fact by fact");
  }

  notify(from: Node, topic: Topic): void {
    for (const node of this.nodes) if (node !== from && !node.epoch.dead) node.hear(topic);
  }

  /** One of those that take requests. */
  someNode(reason: string): Node | null {
    const open = this.nodes.filter(({ epoch, isStopping }) => !epoch.dead && !isStopping);
    return open.length === 0 ? null : this.entropy.one(reason, open);
  }

  /** How long nothing will run from now on: nobody tries meanwhile. */
  get darkMs(): number {
    return Math.max(0, this.#darkUntil - this.world.now);
  }

  /** A fresh process. */
  boot(): void {
    const name = `n${++this.#births}`;
    this.world.after(0, null, `boots ${name}`, () => {
      const node = new Node(this, name);
      this.nodes.push(node);
      node.start();
    });
  }

  #crash(epoch: Epoch, where: string): void {
    const node = this.nodes.find((one) => one.epoch === epoch);
    if (!node || epoch.dead) return;
    this.entropy.note(`crash ${epoch.name} at ${where}`);
    this.kill(node);
  }

  /** Ends a process in the middle of whatever it does, and starts another a little later. */
  kill(node: Node, restMs = this.entropy.one("boots again after", [50, 800, 5500])): void {
    if (node.epoch.dead) return;
    this.world.sometimes.saw("node crashed");
    node.die();
    this.world.after(restMs, null, "boot", () => this.boot());
  }

  /** Nothing runs for a while. */
  blackout(ms: number): void {
    this.world.sometimes.saw("all nodes down for a while");
    // whoever waits for the end of an outage was told of the longest
    this.#darkUntil = Math.max(this.#darkUntil, this.world.now + ms);
    for (const node of this.nodes) this.kill(node, ms);
  }

  #onCommit(changes: Transaction["changes"]): void {
    // what nobody waits for to be told does not count
    if (changes.has(this.store.tables.event as never)) this.#lastCommit = this.world.now;
    this.committing = new Map();
    for (const [table, rows] of changes) {
      for (const [key, row] of rows) {
        if (table.name === "conversation" && row) this.committing.set(key, row as ConversationTableRow);
        if (table.name === "fact" && row) this.#stored(row as FactRow);
      }
    }
    try {
      checkCommit(this, changes);
    } catch (error) {
      this.world.broken ??= error as Error;
    }
    this.committing = null;
  }

  #stored({ id, channel_id, payload }: FactRow): void {
    const { kind, wamid, detail, code } = payload as {
      kind?: string;
      wamid?: string;
      detail?: string;
      code?: number;
    };
    if (kind === "send_refused" && detail === "checked_before_sending" && code === WINDOW_CLOSED)
      this.world.sometimes.saw("window closed between writing and sending");
    const key = `${channel_id} ${wamid}`;
    if (kind === "message" && !this.firstStored.has(key))
      this.firstStored.set(key, { begun: id, kept: this.store.nextOfSequence() });
  }

  #checkFrame(actor: Actor, text: string): void {
    for (const { accountId, mark } of COMPANIES)
      if (accountId !== actor.accountId)
        must(
          !text.includes(mark),
          "I10",
          () => `${actor.name} of ${actor.accountId} heard a word of ${accountId}`,
        );
  }

  /** While loops only look in vain, time may jump to what comes next. */
  #skipIdle(): number {
    const { world, store } = this;
    if (store.openCount() > 0 || world.now - this.#lastCommit < this.#settleMs) return 0;
    const frozen = this.nodes.map(({ epoch }) =>
      epoch.dead || epoch.pausedUntil <= world.now ? Infinity : epoch.pausedUntil,
    );
    const until = Math.min(world.nextBut(isRest), nextDeadline(store, world.now, BEGIN), ...frozen);
    const ms = until - world.now - 1;
    if (ms < LEAST_SKIP_MS || until === Infinity) return 0;
    world.skip(ms, isRest);
    // the living have said so all the while
    for (const row of store.tables.worker_node.rows.values())
      if (row.seen_at > world.now - ms - 4000)
        store.put("worker_node", { ...row, seen_at: row.seen_at + ms });
    return ms;
  }

  /** Acts, faults, healing, quiet; and what must hold then. Throws what does not. */
  async play(): Promise<void> {
    const { world, faults } = this;
    const each = (): void => undefined;
    const nodes = 1 + this.entropy.pick("nodes", 2);
    for (let i = 0; i < nodes; i++) this.boot();
    this.agents.start();
    // hours in which time itself does things are only every fourth run's
    const isLong = this.entropy.pick("long", 4) === 0;
    const last = new Workload(this).plan(isLong);
    let isHealed = false;
    const heal = (): void => {
      if (world.now < this.#darkUntil)
        return void world.after(this.#darkUntil - world.now, null, "heal", heal);
      faults.heal();
      isHealed = true;
      this.boot();
    };
    world.after(last, null, "heal", heal);
    await world.run(() => isHealed, each, MOST_STEPS);
    await this.#until(world.now + TEN_MINUTES);
    this.#checkRest();
    if (!isLong) return;
    await this.#until(world.now + HOURS);
    this.#checkRest();
    checkClosings(this);
    checkTemplates(this);
  }

  #checkRest(): void {
    checkLiveness(this);
    checkHistory(this);
    checkFiles(this);
    checkScreens(this);
  }

  async #until(moment: number): Promise<void> {
    let isOver = false;
    this.world.after(moment - this.world.now, null, "act look", () => {
      isOver = true;
    });
    await this.world.run(
      () => isOver,
      () => undefined,
      MOST_STEPS,
    );
  }
}

const WINDOW_CLOSED = 131047;
