import type { Deps } from "../../server/src/platform/deps.ts";
import type { Loop } from "../../server/src/platform/module.ts";
import { localWake, type Topic, type Wake } from "../../server/src/platform/wake.ts";
import {
  channelCache,
  laneLoop,
  senderLoop,
  webhookRoutes,
} from "../../server/src/modules/channels/index.ts";
import {
  factHandler,
  realtime,
  sendCheck,
  timerLoop,
  type Realtime,
  type TicketDesk,
} from "../../server/src/modules/conversations/index.ts";
import { mediaLoop } from "../../server/src/modules/media/index.ts";
import { templateLoop } from "../../server/src/modules/templates/index.ts";
import type { SimDb } from "../store/database.ts";
import { SimDb as Database } from "../store/database.ts";
import type { Epoch } from "../world/world.ts";
import type { Run } from "../run.ts";

/** No tickets are opened in the simulation. */
const NO_TICKETS: TicketDesk = {
  lastNumbers: async () => new Map(),
  open: async () => undefined,
  noteEmails: async () => undefined,
  answered: async () => undefined,
  delivered: async () => undefined,
};

type Answer = { status: number };
type Handler = (
  request: { params: { channel: string }; body: Buffer; headers: Record<string, string> },
  reply: FakeReply,
) => Promise<unknown>;
type FakeReply = {
  statusCode: number;
  code(status: number): FakeReply;
  type(): FakeReply;
  send(): FakeReply;
};

function replyOf(): FakeReply {
  const reply: FakeReply = {
    statusCode: 200,
    code(status) {
      reply.statusCode = status;
      return reply;
    },
    type: () => reply,
    send: () => reply,
  };
  return reply;
}

/** The webhook's own handler, as Fastify would have been given it. */
function handlerOf(deps: Deps, channels: ReturnType<typeof channelCache>): Handler {
  const handlers: Handler[] = [];
  const scope = {
    removeAllContentTypeParsers: () => undefined,
    addContentTypeParser: () => undefined,
    get: () => undefined,
    post: (_path: string, _options: unknown, handler: Handler) => handlers.push(handler),
    register: async (plugin: (inner: unknown) => Promise<void>) => plugin(scope),
  };
  webhookRoutes(scope as unknown as Parameters<typeof webhookRoutes>[0], deps, channels);
  const [handler] = handlers;
  if (!handler) throw new Error("the webhook's route was not declared");
  return handler;
}

const LANES_IDLE_MS = 5000;
const IDLE_MS = 15_000;
const NOTIFY_MS = 2;

/** One life of one process: production's loops and doors, on the run's time and store. */
export class Node {
  readonly epoch: Epoch;
  readonly run: Run;
  readonly deps: Deps;
  readonly hub: Realtime;
  /** what only this process remembers */
  readonly memory = new Map<string, Set<string>>();
  readonly #loops: Loop[];
  readonly #databases: SimDb[];
  readonly #local = localWake();
  readonly #wake: Wake;
  readonly #handler: Handler;
  isStopping = false;

  constructor(run: Run, name: string) {
    this.run = run;
    this.epoch = { name, dead: false, pausedUntil: 0 };
    const place = { world: run.world, store: run.store, faults: run.faults, epoch: this.epoch };
    const [app, system, lanes] = [
      new Database(place, "app", IDLE_MS),
      new Database(place, "system", IDLE_MS),
      new Database(place, "lanes", LANES_IDLE_MS),
    ];
    this.#databases = [app, system, lanes];
    this.#wake = this.#wakeOf();
    this.deps = this.#depsOf(app, system);
    const { deps } = this;
    const channels = channelCache(deps.system, deps.sealer);
    this.#handler = handlerOf(deps, channels);
    this.hub = realtime(deps, { rows: async () => [], maySee: () => false });
    const fetch = run.meta.fetchFor(this.epoch);
    this.#loops = [
      laneLoop(deps, { db: lanes as unknown as Deps["system"], handle: factHandler(deps, NO_TICKETS) }),
      senderLoop(deps, { channels, check: sendCheck, fetch }),
      timerLoop(deps),
      mediaLoop(deps, channels, fetch),
      templateLoop(deps, { channels, fetch, onChanged: async () => undefined }),
      this.hub,
    ];
  }

  start(): void {
    // what it starts is its own
    this.run.world.current = this.epoch;
    for (const loop of this.#loops) loop.start();
  }

  /** NOTIFY reaches the other nodes a little later, or not at all. */
  #wakeOf(): Wake {
    return {
      on: this.#local.on,
      signal: (topic: Topic) => {
        this.#local.signal(topic);
        if (!this.run.faults.happens("notify lost")) this.run.notify(this, topic);
      },
    };
  }

  hear(topic: Topic): void {
    this.run.world.after(NOTIFY_MS, this.epoch, `notified ${topic}`, () => this.#local.signal(topic));
  }

  #depsOf(app: SimDb, system: SimDb): Deps {
    const { run } = this;
    const log = (level: string) => (event: string, data?: Record<string, unknown>) =>
      run.log(this.epoch.name, level, event, data);
    return {
      clock: { now: () => run.world.business() },
      app,
      system,
      log: { info: log("info"), warn: log("warn"), error: log("error") },
      sealer: {
        open: (sealed: Buffer) => sealed.toString("utf8"),
        seal: () => Buffer.alloc(0),
        mac: () => "",
      },
      storage: run.files.of(this),
      mailer: {},
      wake: this.#wake,
      baseUrl: "https://desk.example",
      demo: false,
    } as unknown as Deps;
  }

  /** A POST of Meta's that has arrived; answers as the route does. */
  async receive(channel: string, body: Buffer, signature: string): Promise<Answer> {
    const reply = replyOf();
    try {
      await this.#handler(
        { params: { channel }, body, headers: { "x-hub-signature-256": signature } },
        reply,
      );
      return { status: reply.statusCode };
    } catch (error) {
      return { status: error instanceof Error && "status" in error ? Number(error.status) : 500 };
    }
  }

  /** Ends as a process does that is told to: what is under way ends first. */
  async stop(): Promise<void> {
    this.isStopping = true;
    // one that cannot say goodbye is as good as dead: so it is in main.ts, whose process ends
    await Promise.allSettled(this.#loops.map((loop) => loop.stop()));
    if (!this.epoch.dead) this.die();
  }

  /** Nothing of it happens any more; the server notices that its connections are gone. */
  die(): void {
    this.epoch.dead = true;
    this.run.agents.hangUp(this);
    const delay = this.run.faults.happens("half open") ? 1 + this.run.entropy.pick("half open for", 5000) : 0;
    this.run.world.after(delay, null, `deadline cut ${this.epoch.name}`, () => {
      for (const database of this.#databases) database.cutAll();
    });
  }

  /** Frozen for a while: what it held too long is taken from it. */
  freeze(ms: number): void {
    this.epoch.pausedUntil = this.run.world.now + ms;
    for (const database of this.#databases)
      if (database.idleMs <= ms)
        this.run.world.after(database.idleMs, null, `deadline idle ${this.epoch.name}`, () => {
          if (database.open.size > 0) this.run.world.sometimes.saw("transaction of a frozen node ended");
          database.cutAll();
        });
  }
}
