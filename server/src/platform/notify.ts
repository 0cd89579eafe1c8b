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
    fresh.on("error", lost);
    fresh.on("end", () => lost());
    fresh.on("notification", ({ payload }) => {
      if (payload !== undefined && TOPICS.has(payload)) local.signal(payload as Topic);
    });
    await fresh.connect();
    await fresh.query(`LISTEN ${CHANNEL}`);
    client = fresh;
  };
  await connect();
  const flush = (): void => {
    timer = null;
    const topics = [...waiting];
    waiting.clear();
    client
      ?.query("SELECT pg_notify($1, t) FROM unnest($2::text[]) AS t", [CHANNEL, topics])
      .catch((error: unknown) => log.warn("wake.not_sent", errorData(error)));
  };
  return {
    signal(topic) {
      local.signal(topic);
      waiting.add(topic);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    on: local.on,
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      await client?.end();
    },
  };
}
