import { fold } from "../text/fold.ts";
import type {
  Bot,
  BotEvent,
  BotState,
  ConditionTrace,
  ConsideredTrigger,
  ExpectedWord,
  Fires,
  Trigger,
} from "./types.ts";

export const HOUR_MS = 3_600_000;

export type CompiledWord = { folded: string; contains: boolean };
export type CompiledTrigger = { trigger: Trigger; words: CompiledWord[] | null; shown: string[] | null };
export type CompiledBot = { bot: Bot; active: CompiledTrigger[]; personWords: ReadonlySet<string> };

const word = (expected: ExpectedWord): CompiledWord =>
  typeof expected === "string"
    ? { folded: fold(expected), contains: false }
    : { folded: fold(expected.word), contains: expected.match === "contains" };

const compiled = new WeakMap<Bot, CompiledBot>();

/** Folds every expected word once per bot object; a bot is data and is not changed after it was made. */
export function compileBot(bot: Bot): CompiledBot {
  let known = compiled.get(bot);
  if (!known) {
    const active = bot.triggers
      .filter((trigger) => trigger.active)
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .map((trigger) => {
        const expected =
          trigger.expectedReply !== null && trigger.expectedReply.length > 0 ? trigger.expectedReply : null;
        return {
          trigger,
          words: expected?.map(word) ?? null,
          shown: expected?.map((entry) => (typeof entry === "string" ? entry : entry.word)) ?? null,
        };
      });
    known = { bot, active, personWords: new Set(bot.settings.personWords.map(fold)) };
    compiled.set(bot, known);
  }
  return known;
}

const FIRES: Record<BotEvent["type"], Fires> = {
  message: "on_message",
  entered: "on_entry",
  silence: "on_silence",
};

export type Question = {
  event: BotEvent["type"];
  team: string;
  /** null = never an interaction: infinite */
  idleMs: number | null;
  /** all foldings the answer may be recognised by: what was written, and the keyword of the option it stands for */
  texts: readonly string[];
  silenceAnswered: readonly string[];
};

function teamHolds(trigger: Trigger, question: Question): ConditionTrace {
  const { operator, team } = trigger.team;
  return {
    condition: "team",
    left: question.team,
    operator,
    right: team,
    holds: (question.team === team) === (operator === "is"),
  };
}

function idleHolds(trigger: Trigger, question: Question): ConditionTrace | null {
  // an entry trigger ignores the idle time (chatbot.md, section 2)
  if (trigger.idle === null || question.event === "entered") return null;
  const { operator, hours } = trigger.idle;
  const idle = question.idleMs === null ? Infinity : question.idleMs;
  const holds = operator === "greater_than" ? idle > hours * HOUR_MS : idle < hours * HOUR_MS;
  return { condition: "idle", left: question.idleMs, operator, right: hours, holds };
}

const containsWords = (text: string, wanted: string): boolean => ` ${text} `.includes(` ${wanted} `);

function replyHolds(entry: CompiledTrigger, question: Question): ConditionTrace | null {
  if (entry.words === null || question.event !== "message") return null;
  const holds = entry.words.some(
    ({ folded, contains }) =>
      folded !== "" &&
      question.texts.some((text) => (contains ? containsWords(text, folded) : text === folded)),
  );
  return {
    condition: "expected_reply",
    left: question.texts[0] ?? null,
    operator: "matches",
    right: entry.shown,
    holds,
  };
}

/** One trigger against one question: each condition with its values and outcome. */
export function consider(entry: CompiledTrigger, question: Question): ConsideredTrigger {
  const { trigger } = entry;
  const conditions: ConditionTrace[] = [teamHolds(trigger, question)];
  const idle = idleHolds(trigger, question);
  if (idle) conditions.push(idle);
  const reply = replyHolds(entry, question);
  if (reply) conditions.push(reply);
  if (question.event === "silence") {
    const again = question.silenceAnswered.includes(trigger.id);
    conditions.push({
      condition: "silence_once",
      left: again ? 1 : 0,
      operator: "is",
      right: 0,
      holds: !again && trigger.idle?.operator === "greater_than",
    });
  }
  return { triggerId: trigger.id, conditions, holds: conditions.every((condition) => condition.holds) };
}

/** Triggers that answer this kind of event at all. */
export const asked = (bot: CompiledBot, event: BotEvent["type"]): CompiledTrigger[] =>
  bot.active.filter((entry) => entry.trigger.fires === FIRES[event]);

/** Milliseconds since the last interaction; null = there was none. A message from the past counts as no time. */
export function idleOf(state: BotState, now: number): number | null {
  return state.lastInteractionAt === null ? null : Math.max(0, now - state.lastInteractionAt);
}
