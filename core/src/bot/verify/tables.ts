import {
  asked,
  HOUR_MS,
  idleHolds,
  replyHolds,
  teamHolds,
  type CompiledBot,
  type CompiledTrigger,
  type Question,
} from "../conditions.ts";
import { rank, type Ranking } from "../rank.ts";
import type { BotEvent } from "../types.ts";

/** The triggers of one team by what they answer, with the finitely many cases that can be told apart. */
export type TeamTable = {
  onMessage: CompiledTrigger[];
  onEntry: Ranking;
  onSilence: CompiledTrigger[];
  /** idle times in hours: one below the first bound, each bound itself, one between each two, one beyond the last */
  idleHours: number[];
  /** folded words that some trigger of the team expects */
  words: string[];
  /** what was asked so far: triggers that the readings match, and by idle time those that hold with their ranking */
  met: Map<string, { matching: CompiledTrigger[]; byIdle: Map<number | null, Answer> }>;
};

/** The triggers whose conditions all hold for a message, in the order of position, and who of them wins. */
export type Answer = { holding: CompiledTrigger[]; ranking: Ranking };

const OTHER_WORDS = ["bla bla", "qwerty", "lorem ipsum"];

function representatives(bounds: readonly number[]): number[] {
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return [0.1];
  return [
    Math.min(first / 2, 0.1),
    ...sorted.flatMap((bound, index) => [bound, ((sorted[index + 1] ?? bound + 2) + bound) / 2]),
  ];
}

function teamTable(bot: CompiledBot, team: string): TeamTable {
  const of = (event: BotEvent["type"]): CompiledTrigger[] =>
    asked(bot, event).filter(({ trigger }) => teamHolds(trigger, team));
  const onMessage = of("message");
  const words = new Set(onMessage.flatMap((entry) => (entry.words ?? []).map(({ folded }) => folded)));
  words.delete("");
  return {
    onMessage,
    onEntry: rank(of("entered")),
    onSilence: of("silence"),
    idleHours: representatives(onMessage.flatMap(({ trigger }) => trigger.idle?.hours ?? [])),
    words: [...words],
    met: new Map(),
  };
}

/** Who answers what in each team, by the same functions that decide for real. */
export class Tables {
  readonly bot: CompiledBot;
  /** a folded text that no trigger expects and that calls nobody */
  readonly otherWord: string;
  readonly #teams = new Map<string, TeamTable>();

  constructor(bot: CompiledBot) {
    this.bot = bot;
    const expected = bot.active.flatMap((entry) => entry.words ?? []).map(({ folded }) => folded);
    const known = new Set([...expected, ...bot.personWords].flatMap((text) => text.split(" ")));
    const free = OTHER_WORDS.find((text) => !text.split(" ").some((part) => known.has(part)));
    this.otherWord = free ?? "z".repeat(1 + Math.max(0, ...[...known].map((text) => text.length)));
  }

  of(team: string): TeamTable {
    let table = this.#teams.get(team);
    if (!table) {
      table = teamTable(this.bot, team);
      this.#teams.set(team, table);
    }
    return table;
  }

  /** Who answers a message. `idleHours` null = nobody ever wrote before; `readings` = all its foldings, [] = no text. */
  onMessage(team: string, idleHours: number | null, readings: readonly string[]): Answer {
    const table = this.of(team);
    const idleMs = idleHours === null ? null : idleHours * HOUR_MS;
    const question: Question = { event: "message", team, idleMs, texts: readings, silenceAnswered: [] };
    const key = readings.join("\n");
    let met = table.met.get(key);
    if (!met) {
      const matching = table.onMessage.filter((entry) => replyHolds(entry, question)?.holds ?? true);
      met = { matching, byIdle: new Map() };
      table.met.set(key, met);
    }
    let answer = met.byIdle.get(idleHours);
    if (!answer) {
      const holding = met.matching.filter(({ trigger }) => idleHolds(trigger, question)?.holds ?? true);
      answer = { holding, ranking: rank(holding) };
      met.byIdle.set(idleHours, answer);
    }
    return answer;
  }
}
