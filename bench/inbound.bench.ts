/** How many messages a second come in through the real webhook, beside what they cost one by one and what PostgreSQL could do at best. */
import { writeCeiling } from "./lib/ceiling.ts";
import { cpuEach, cpuSoFar } from "./lib/cpu.ts";
import { startGraph } from "./lib/graph.ts";
import { closedLoop } from "./lib/load.ts";
import { look } from "./lib/look.ts";
import { writeNaively } from "./lib/naive.ts";
import { install, residentBytes, startServer } from "./lib/product.ts";
import { figure, machine, note } from "./lib/report.ts";
import { storyWebhook } from "./lib/traffic.ts";

const MESSAGES = Number(process.env["BENCH_MESSAGES"] ?? 45_000);
const WARM_UP = 6_000;
const NAIVE_MESSAGES = 3_000;
const CONNECTIONS = 64;
const MEGABYTE = 1024 * 1024;

const graph = await startGraph();
const installation = await install(graph.url);
const view = look(installation.url);
await machine(installation.url);
const server = await startServer(
  installation,
  (process.env["BENCH_NODE_FLAGS"] ?? "").split(" ").filter(Boolean),
);
const target = { port: server.port, path: `/webhooks/whatsapp/${installation.company.channelId}` };

await closedLoop(target, CONNECTIONS, WARM_UP, (place) => storyWebhook(place, 0));
await view.lanesEmpty(600);
// a database that has lived a while: on one of a minute, the cached plans of foreign keys may still be those of empty tables
await view.pool.query("VACUUM ANALYZE");
await view.pool.query("CHECKPOINT");
const lsn = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn";
const before = { wal: await view.number(lsn), commits: await commits() };
const cpuBefore = await cpuSoFar(view, server.pid);
const begun = performance.now();
await closedLoop(target, CONNECTIONS, MESSAGES, (place) => storyWebhook(place, 100_000));
const answered = (performance.now() - begun) / 1000;
await view.lanesEmpty(600);
const decided = (performance.now() - begun) / 1000;
const cpuAfter = await cpuSoFar(view, server.pid);
const memoryAfter = residentBytes(server.pid);
const after = { wal: await view.number(lsn), commits: await commits() };
const sent = graph.accepted.length;
// what is only kept longer has come to its end by then; what is never let go of has not
await closedLoop(target, CONNECTIONS, MESSAGES, (place) => storyWebhook(place, 200_000));
await view.lanesEmpty(600);
const memoryAgain = residentBytes(server.pid);
await server.stop();

async function commits(): Promise<number> {
  return view.number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
}
const inThem = await view.number("SELECT count(*) FROM message WHERE direction = 'in'");
const answers = await view.number("SELECT count(*) FROM message WHERE author = 'bot'");
if (inThem !== WARM_UP + 2 * MESSAGES || answers !== WARM_UP + 2 * MESSAGES)
  throw new Error(
    `${WARM_UP + 2 * MESSAGES} messages came in, ${inThem} are kept and ${answers} were answered by the bot`,
  );

const naive = NAIVE_MESSAGES / (await writeNaively(installation, NAIVE_MESSAGES, 500_000));
await view.pool.query("DELETE FROM fact");
const kept = await view.number("SELECT count(*) FROM message WHERE direction = 'in'");
const best = await writeCeiling(view, kept);
const ceiling = kept / best.seconds;
const throughput = MESSAGES / decided;

figure("messages in through the webhook, decided, answer queued", throughput, "/s", { atLeast: 3000 });
figure("  of which: answered 200, durable", MESSAGES / answered, "/s");
figure("the same rows by bare set-based INSERTs (ceiling)", ceiling, "/s");
figure("  reached of the ceiling", throughput / ceiling, "", { atLeast: 0.5 });
figure("one commit per message (naive, 8 at once)", naive, "/s");
figure("  beaten", throughput / naive, "x", { atLeast: 8 });
if (memoryAfter !== null && memoryAgain !== null) {
  figure("the server's memory after all of them", memoryAfter / MEGABYTE, "MB");
  figure("  after as many again, to that", memoryAgain / memoryAfter, "x", { atMost: 1.1 });
}
note(
  `${MESSAGES} messages of ${MESSAGES / 3} customers over ${CONNECTIONS} connections in ${decided.toFixed(1)} s; ` +
    `${((after.wal - before.wal) / MESSAGES / 1024).toFixed(1)} KB of log and ${((after.commits - before.commits) / MESSAGES).toFixed(3)} commits a message; ` +
    `${sent} answers sent meanwhile at the number's own pace`,
);
note(`a message costs ${cpuEach(cpuBefore, cpuAfter, MESSAGES)}; the ceiling ${best.cpu}`);
await view.close();
await installation.close();
await graph.stop();
