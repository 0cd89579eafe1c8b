/** The bot's page in the reports: a month of a busy company, through HTTP. */
import type { BotReport } from "../api/src/index.ts";
import { CONVERSATIONS, fillMonth } from "./lib/bot-month.ts";
import { signIn } from "./lib/desk.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times } from "./lib/report.ts";

const ROUNDS = 9;
const DAY_MS = 86_400_000;

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const begun = performance.now();
const traces = await fillMonth(view, installation.company);
note(
  `${CONVERSATIONS.toLocaleString("en")} conversations, ${traces.toLocaleString("en")} decisions, made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
const server = await startServer(installation);
const cookie = await signIn(server, installation.company.agents["Helena"] ?? "");

async function report(days: number): Promise<BotReport> {
  const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const answer = await fetch(`${server.url}/api/reports/bot?from=${day(days)}&to=${day(0)}`, {
    headers: { cookie },
  });
  if (!answer.ok) throw new Error(`the report answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as BotReport;
}

for (const [what, days] of [
  ["month", 30],
  ["week", 7],
] as const) {
  const times = new Times();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const { versions } = await report(days);
    times.add(performance.now() - start);
    const entered = versions.reduce((sum, version) => sum + version.entered, 0);
    if (what === "month" && entered !== CONVERSATIONS)
      throw new Error(`${entered} conversations were counted`);
  }
  figure(`bot report of a ${what}, p50`, times.percentile(50), "ms", { atMost: 1_000 });
  figure("  slowest", times.percentile(100), "ms");
}
await server.stop();
await view.close();
await installation.close();
