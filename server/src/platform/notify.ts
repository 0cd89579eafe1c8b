import pg from "pg";
import { errorData, type Logger } from "./logger.ts";
import { localWake, type Topic, type Wake } from "./wake.ts";

const CHANNEL = "balcao_wake";
const GATHER_MS = 5;
const AGAIN_MS = 1000;
const TOPICS: ReadonlySet<string> = new Set(["facts", "outbox", "events", "timers"]);

/**
 * Wake-ups that also reach the other processes, through NOTIFY on a connection of its own: never inside a transaction
 * (NOTIFY holds a lock of the whole cluster until its commit) and at most once per few milliseconds and topic.
 */
export async function notifyingWake(url: string, log: Logger): Promise<Wake & { stop(): Promise<void> }> {
  const local = localWake();
  let client: pg.Client | null = null;
  let stopping = false;
  const waiting = new Set<Topic>();
  let timer: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: "balcao wake", keepAlive: true });
    const lost = (error?: Error): void => {
      if (client !== fresh || stopping) return;
      client = null;
      if (error) log.warn("wake.lost", errorData(error));
      setTimeout(
        () => void connect().catch((problem: unknown) => log.warn("wake.not_connected", errorData(problem))),
        AGAIN_MS,
      );
    };
    let own: number | undefined;
    fresh.on("error", lost);
    fresh.on("end", () => lost());
    fresh.on("notification", ({ payload, processId }) => {
      // our own words come back to us: this process was told before it spoke
      if (processId === own) return;
      if (payload !== undefined && TOPICS.has(payload)) local.signal(payload as Topic);
    });
    await fresh.connect();
    own = (await fresh.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
    await fresh.query(`LISTEN ${CHANNEL}`);
    client = fresh;
  };
  await connect();
  let isTelling = false;
  const gather = (): void => {
    if (!isTelling) timer ??= setTimeout(() => void flush(), GATHER_MS);
  };
  /** Tells the others, one statement at a time; what is signalled meanwhile goes with the next. */
  const flush = async (): Promise<void> => {
    timer = null;
    const topics = [...waiting];
    waiting.clear();
    isTelling = true;
    try {
      await client?.query("SELECT pg_notify($1, t) FROM unnest($2::text[]) AS t", [CHANNEL, topics]);
    } catch (error) {
      log.warn("wake.not_sent", errorData(error));
    } finally {
      isTelling = false;
    }
    if (waiting.size > 0 && !stopping) gather();
  };
  return {
    signal(topic) {
      local.signal(topic);
      waiting.add(topic);
      gather();
    },
    on: local.on,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
}
