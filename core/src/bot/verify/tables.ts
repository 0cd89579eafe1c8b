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
  /** hours that the idle conditions of its triggers compare with */
  bounds: number[];
  /** folded words that some trigger of the team expects */
  words: string[];
  /** what was asked so far: triggers that the readings match, and by idle time those that hold with their ranking */
  met: Map<string, { matching: CompiledTrigger[]; byIdle: Map<number | null, Answer> }>;
};

/** The triggers whose conditions all hold for a message, in the order of position, and who of them wins. */
export type Answer = { holding: CompiledTrigger[]; ranking: Ranking };

/** What a customer may write who means none of the words, in the examples of findings. */
const OTHER_WORDS = ["oi", "bom dia", "bla bla"];

/** The shortest time that counts as an answer at once, in hours. */
const AT_ONCE = 0.1;

/** Times between two moments that these bounds tell apart: one before the first bound, each bound, one between each two, one after. */
function representatives(bounds: readonly number[], from: number, until: Until): number[] {
  const cuts = [...new Set(bounds)]
    .filter((bound) => bound > from && bound < until.hours)
    .sort((a, b) => a - b);
  const room = (cuts[0] ?? until.hours) - from;
  if (!(room > 0)) return [];
  return [
    from + Math.min(room / 2, AT_ONCE),
    ...cuts.flatMap((bound, index) => {
      const next = cuts[index + 1] ?? Math.min(until.hours, bound + 2);
      return [bound, (next + bound) / 2];
    }),
    ...(until.included && until.hours < Infinity && bounds.includes(until.hours) ? [until.hours] : []),
  ];
}

/** The end of a stretch of time; `included`: its very last moment too. */
export type Until = { hours: number; included: boolean };

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
    bounds: onMessage.flatMap(({ trigger }) => trigger.idle?.hours ?? []),
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
  readonly #idles = new Map<string, number[]>();

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

  /** The idle times in hours that the team's triggers tell apart in this stretch of time, and these bounds `also`. */
  idlesBetween(team: string, from: number, until: Until, also: readonly number[] = []): number[] {
    const key = `${team}|${from}|${until.hours}|${until.included}|${also.join()}`;
    let idles = this.#idles.get(key);
    if (!idles) {
      idles = representatives([...this.of(team).bounds, ...also], from, until);
      this.#idles.set(key, idles);
    }
    return idles;
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
