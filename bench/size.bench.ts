/** What costs no traffic to measure: a decision of the bot, the idle program, the first visit. */
import { join } from "node:path";
import { decide, verify, type BotState } from "../core/src/index.ts";
import { FIRST_LOAD_LIMIT, firstLoad } from "../web/scripts/first-load.ts";
import { bigBot, TRIGGERS } from "./lib/big-bot.ts";
import { look } from "./lib/look.ts";
import { install, residentBytes, startServer } from "./lib/product.ts";
import { figure, machine, note } from "./lib/report.ts";

const DECISIONS = 20_000;
const IDLE_MS = 15_000;
const MEGABYTE = 1024 * 1024;

/** Microseconds of one decision, over messages that match, hand over and match nothing. */
function decisionMicroseconds(): number {
  const bot = bigBot();
  const state: BotState = {
    team: "team-0",
    owns: true,
    lastInteractionAt: 1000,
    menu: null,
    otherAnswers: 0,
    silenceAnsweredFor: null,
  };
  const texts = ["Opção 4", "opcao 9!", "uma palavra 7 no meio", "nada disso"];
  // processor time, not time on the clock: the answer is one machine's, whatever else runs on it
  const run = (count: number): number => {
    const before = process.cpuUsage();
    for (let i = 0; i < count; i++)
      decide(bot, state, { type: "message", text: texts[i % texts.length] ?? "", replyId: null }, 60_000 + i);
    return process.cpuUsage(before).user / count;
  };
  run(DECISIONS / 4);
  return run(DECISIONS);
}

/** Milliseconds to verify a bot that was not seen before; the slowest of a few, as the first visit meets it. */
function verifyMilliseconds(): number {
  const times = Array.from({ length: 5 }, () => {
    const bot = bigBot();
    const before = process.cpuUsage();
    verify(bot);
    return process.cpuUsage(before).user / 1000;
  });
  return Math.max(...times);
}

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
figure(`decide on ${TRIGGERS} triggers (processor time)`, decisionMicroseconds(), "µs", { atMost: 50 });
figure(`verify ${TRIGGERS} triggers (processor time)`, verifyMilliseconds(), "ms", { atMost: 200 });
const server = await startServer(installation);
figure("server started on an installation that exists, database running", server.startedInMs / 1000, "s", {
  atMost: 3,
});
await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
const resident = residentBytes(server.pid);
if (resident === null) note("resident memory: not told by this system");
else figure("resident memory, idle, without PostgreSQL", resident / MEGABYTE, "MB", { atMost: 200 });
const first = firstLoad(join(import.meta.dirname, "../web/dist")).reduce((sum, part) => sum + part.bytes, 0);
figure("first load of the inbox, JS + CSS gzipped", first / 1024, "KB", { atMost: FIRST_LOAD_LIMIT / 1024 });
await server.stop();
await view.close();
await installation.close();
