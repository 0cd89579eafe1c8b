/** What costs no traffic to measure: a decision of the bot, the idle program, the first visit. */
import { join } from "node:path";
import { decide, verify, type Bot, type BotState, type Trigger } from "../core/src/index.ts";
import { FIRST_LOAD_LIMIT, firstLoad } from "../web/scripts/first-load.ts";
import { look } from "./lib/look.ts";
import { install, residentBytes, startServer } from "./lib/product.ts";
import { figure, machine, note } from "./lib/report.ts";

const TRIGGERS = 200;
const DECISIONS = 20_000;
const IDLE_MS = 15_000;
const MEGABYTE = 1024 * 1024;

/** Twenty teams of ten triggers: an entry menu, words, a silence, and the rest by word and time. */
function bigBot(): Bot {
  const teams = Array.from({ length: TRIGGERS / 10 }, (_, index) => `team-${index}`);
  const triggers = teams.flatMap((team, place) =>
    Array.from({ length: 10 }, (_, index): Trigger => ({
      id: `${team}:${index}`,
      description: `${team} ${index}`,
      team: { operator: "is", team },
      fires: index === 0 ? "on_entry" : index === 1 ? "on_silence" : "on_message",
      idle: index === 1 ? { operator: "greater_than", hours: 2 } : { operator: "less_than", hours: 23 },
      expectedReply: index < 3 ? null : [`Opção ${index}`, { word: `palavra ${index}`, match: "contains" }],
      action:
        index === 9
          ? { type: "hand_over", team: teams[(place + 1) % teams.length] ?? team }
          : {
              type: "smart_message",
              text: "Olá!",
              keywords: ["Opção 3", "Opção 4"],
              presentation: "auto",
              template: null,
            },
      position: place * 10 + index,
      active: true,
    })),
  );
  return {
    triggers,
    teams: teams.map((id) => ({ id, name: id, hasMembers: true })),
    settings: {
      firstContactTeam: "team-0",
      otherAnswerText: "?",
      otherAnswerLimit: 2,
      personWords: ["atendente"],
    },
  };
}

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
