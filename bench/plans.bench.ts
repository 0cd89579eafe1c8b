/** How PostgreSQL does what a busy day asks of it, in a company with years behind it: the hottest statements, and what they read. */
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { fillAccount } from "./lib/big-account.ts";
import { openScreen } from "./lib/desk.ts";
import { startGraph } from "./lib/graph.ts";
import { openLoop } from "./lib/load.ts";
import { look } from "./lib/look.ts";
import { statementsIn, writePlans, type Statement } from "./lib/plans.ts";
import { install, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note, table } from "./lib/report.ts";
import { statusWebhook, storyWebhook } from "./lib/traffic.ts";
import { visitors } from "./lib/visitors.ts";

const HOTTEST = 20;
/** a table with fewer rows is read as fast from end to end as by an index, and grows out of it */
const GROWN_ROWS = 5_000;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 20);
const ROUNDS = 40;
const READ = [
  "/api/conversations?tab=new&order=waiting",
  "/api/conversations?tab=mine",
  "/api/conversations?tab=ended&limit=100",
  "/api/conversations?tab=all&q=carla",
  "/api/messages/search?q=boleto",
  "/api/tickets?order=updated&direction=desc",
  "/api/contacts",
];

const log = process.env["BENCH_DATABASE_LOG"] ?? "";
const graph = await startGraph();
const installation = await install(graph.url);
const view = look(installation.url);
await machine(installation.url);
await fillAccount(view, installation.company);
await writePlans(view);
const from = statSync(log).size;
const server = await startServer(installation);
const target = { port: server.port, path: `/webhooks/whatsapp/${installation.company.channelId}` };
const { cookies, get } = await visitors(server, installation.company);
const screens = await Promise.all(cookies.map((cookie) => openScreen(server, cookie, () => undefined)));

let told = 0;
const customers = openLoop(target, {
  perSecond: 60,
  seconds: SECONDS,
  webhook(place) {
    const wamid = graph.accepted[Math.floor(told / 2)];
    return place % 3 === 0 || wamid === undefined
      ? storyWebhook(place, 3_000_000)
      : statusWebhook(wamid, told++ % 2 === 0 ? "delivered" : "read", Date.now());
  },
});

async function post(cookie: string, path: string, body: object): Promise<number> {
  const headers = { cookie, "content-type": "application/json", origin: server.url };
  const answer = await fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  await answer.arrayBuffer();
  return answer.status;
}

/** An agent looks for what waits, opens it, reads back and answers. */
async function work(cookie: string): Promise<number> {
  let answered = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await get(READ[round % READ.length] ?? "", cookie);
    const { items } = (await get("/api/conversations?tab=all&status=open&order=recent", cookie)) as {
      items: { id: string; windowClosesAt: string | null }[];
    };
    const open = items.filter(({ windowClosesAt }) => Date.parse(windowClosesAt ?? "") > Date.now());
    const id = (open[round % open.length] ?? items[round % items.length])?.id;
    if (id === undefined) throw new Error("no conversation is open");
    await Promise.all([
      get(`/api/conversations/${id}`, cookie),
      get(`/api/conversations/${id}/thread`, cookie),
    ]);
    const said = await post(cookie, `/api/conversations/${id}/messages`, {
      key: randomUUID(),
      text: `Já verifico ${round}`,
    });
    if (said < 300) answered++;
    await post(cookie, `/api/conversations/${id}/notes`, {
      key: randomUUID(),
      text: `Anotado ${round}`,
    });
  }
  return answered;
}

const [, ...answered] = await Promise.all([customers, ...cookies.map(work)]);
await view.lanesEmpty(120);
for (const screen of screens) screen.close();
await server.stop();

const grown = await view.pool.query<{ name: string }>(
  "SELECT relname AS name FROM pg_stat_user_tables WHERE n_live_tup >= $1",
  [GROWN_ROWS],
);
const isGrown = new Set(grown.rows.map(({ name }) => name));
const statements = statementsIn(log, from);
const endToEnd = (of: readonly Statement[]): string[] =>
  of.flatMap(({ text, reads }) =>
    reads
      .filter((read) => read.by === "end to end" && isGrown.has(read.table))
      .map((read) => `${read.table}: ${text.slice(0, 200)}`),
  );
const hottest = statements.slice(0, HOTTEST);
const allMs = statements.reduce((sum, { totalMs }) => sum + totalMs, 0);
table([
  ["statement", "calls", "mean, ms", "slowest, ms", "share, %", "reads by"],
  ...hottest.map(({ text, calls, totalMs, slowestMs, reads }) => [
    `\`${text.slice(0, 90).replaceAll("|", "\\|").replaceAll("`", "'")}\``,
    calls,
    (totalMs / calls).toFixed(2),
    slowestMs.toFixed(1),
    ((totalMs / allMs) * 100).toFixed(1),
    [...new Set(reads.map((read) => (read.by === "end to end" ? `${read.table}, small` : read.by)))].join(
      ", ",
    ),
  ]),
]);
for (const one of endToEnd(statements)) note(`read from end to end: ${one}`);
figure(
  `tables of ${GROWN_ROWS.toLocaleString("en")} rows and more read from end to end by the ${HOTTEST} hottest statements`,
  endToEnd(hottest).length,
  "",
  { atMost: 0 },
);
figure("  by any statement", endToEnd(statements).length, "", { atMost: 0 });
figure("statements of different words", statements.length, "");
const answers = answered.reduce((sum, count) => sum + count, 0);
if (answers === 0) throw new Error("no agent could answer");
note(
  `${answers} answers of agents, ${graph.accepted.length} messages sent; tables counted as grown: ${[...isGrown].toSorted().join(", ")}`,
);
endByTargets();
await view.close();
await installation.close();
await graph.stop();
