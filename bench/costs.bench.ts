/** Configurações > Custos of a company with a million counted messages a month in 20 teams; through HTTP. */
import type { CostReport } from "../api/src/index.ts";
import { look } from "./lib/look.ts";
import { CHARGES, fillCharges, TEAMS } from "./lib/month-of-charges.ts";
import { install, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note } from "./lib/report.ts";
import { visitors } from "./lib/visitors.ts";

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const begun = performance.now();
await fillCharges(view, installation.company);
note(
  `${(await view.number("SELECT count(*) FROM message_charge")).toLocaleString("en")} messages in three months, ${TEAMS} teams, made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
const conversation = (
  await view.pool.query<{ id: string }>("SELECT id FROM conversation WHERE close_reason = 'agent' LIMIT 1")
).rows[0]?.id;
await view.pool.query("SELECT pg_stat_reset()");
const server = await startServer(installation);
const { get, cookies, measure } = await visitors(server, installation.company);
// costs are not for agents
const asked = (path: string): Promise<unknown> => get(path, cookies[0] ?? "");

const { count, teams, conversations } = (await asked("/api/costs")) as CostReport;
if (count !== CHARGES || teams.length !== TEAMS || conversations.some(({ about }) => about === null))
  throw new Error(`${count} messages of ${teams.length} teams were counted`);
const page = await measure(["/api/costs"], asked);
const panel = await measure([`/api/conversations/${conversation}/costs`], asked);
const hint = await measure(["/api/costs/free"]);

figure("costs of a month, p95", page.percentile(95), "ms", { atMost: 300 });
figure("  p50", page.percentile(50), "ms");
figure("cost of one conversation, p95", panel.percentile(95), "ms", { atMost: 50 });
figure("free replies used, for who writes, p95", hint.percentile(95), "ms", { atMost: 50 });
// what a connection counted is written at the latest when it ends
await server.stop();
const whole = await view.number("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'message_charge'");
figure("times that the messages were read from end to end", whole, "", { atMost: 0 });
await view.close();
await installation.close();
endByTargets();
