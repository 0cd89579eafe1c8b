import pg from "pg";
import { KEEP_ALIVE } from "./database.ts";
import { errorData, type Logger } from "./logger.ts";
import { isTopic, localWake, type Topic, type Wake } from "./wake.ts";

const CHANNEL = "balcao_wake";
const GATHER_MS = 5;
const AGAIN_MS = 1000;

/** A connection that hears the other processes. Our own words come back to us too: this process was told before it spoke. */
async function hear(url: string, onTopic: (topic: Topic) => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "balcao wake", ...KEEP_ALIVE });
  // until somebody listens, an error must not end the process
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  client.on("notification", ({ payload, processId }) => {
    if (processId !== rows[0]?.pid && payload !== undefined && isTopic(payload)) onTopic(payload);
  });
  await client.query(`LISTEN ${CHANNEL}`);
  return client;
}

/** Tells the others, one statement at a time; what is signalled meanwhile goes with the next. */
function teller(log: Logger, client: () => pg.Client | null): { tell(topic: Topic): void; stop(): void } {
  const waiting = new Set<Topic>();
  let timer: NodeJS.Timeout | null = null;
  let isTelling = false;
  let stopped = false;
  const gather = (): void => {
    if (!isTelling && !stopped) timer ??= setTimeout(() => void flush(), GATHER_MS);
  };
  const flush = async (): Promise<void> => {
    timer = null;
    const topics = [...waiting];
    waiting.clear();
    isTelling = true;
    try {
      await client()?.query("SELECT pg_notify($1, t) FROM unnest($2::text[]) AS t", [CHANNEL, topics]);
    } catch (error) {
      log.warn("wake.not_sent", errorData(error));
    } finally {
      isTelling = false;
    }
    if (waiting.size > 0) gather();
  };
  return {
    tell(topic) {
      waiting.add(topic);
      gather();
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

/**
 * Wake-ups that also reach the other processes, through NOTIFY on a connection of its own: never inside a transaction
 * (NOTIFY holds a lock of the whole cluster until its commit) and at most once per few milliseconds and topic. A connection
 * that is lost is opened again for as long as it takes; meanwhile everybody polls.
 */
export async function notifyingWake(url: string, log: Logger): Promise<Wake & { stop(): Promise<void> }> {
  const local = localWake();
  let client: pg.Client | null = null;
  let stopping = false;
  const others = teller(log, () => client);
  let again: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const fresh = await hear(url, (topic) => local.signal(topic));
    const lost = (error?: Error): void => {
      if (client !== fresh || stopping) return;
      client = null;
      if (error) log.warn("wake.lost", errorData(error));
      reconnect();
    };
    fresh.on("error", lost);
    fresh.on("end", () => lost());
    client = fresh;
    if (stopping) await fresh.end();
  };
  const reconnect = (): void => {
    again = setTimeout(() => {
      connect().catch((error: unknown) => {
        log.warn("wake.not_connected", errorData(error));
        if (!stopping) reconnect();
      });
    }, AGAIN_MS);
  };
  await connect();
  return {
    signal(topic) {
      local.signal(topic);
      others.tell(topic);
    },
    on: local.on,
    async stop() {
      stopping = true;
      others.stop();
      if (again) clearTimeout(again);
      await client?.end();
    },
  };
}
