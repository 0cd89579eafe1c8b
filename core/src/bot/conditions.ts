import { fold } from "../text/fold.ts";
import type {
  BotEvent,
  BotInput,
  BotState,
  ConditionTrace,
  ConsideredTrigger,
  ExpectedWord,
  Fires,
  Trigger,
  TriggerInput,
} from "./types.ts";

export const HOUR_MS = 3_600_000;

export type CompiledWord = { folded: string; contains: boolean };
export type CompiledTrigger = { trigger: Trigger; words: CompiledWord[] | null; shown: string[] | null };
export type CompiledBot = {
  active: CompiledTrigger[];
  personWords: ReadonlySet<string>;
  otherAnswerText: string;
  otherAnswerLimit: number;
};

const OTHER_ANSWERS = 2;
const PERSON_WORDS = ["atendente"];

const word = (expected: ExpectedWord): CompiledWord =>
  typeof expected === "string"
    ? { folded: fold(expected), contains: false }
    : { folded: fold(expected.word), contains: expected.match === "contains" };

/**
 * The trigger with the defaults of chatbot.md, section 1, in the place of what was left out: by hand, or by an earlier release.
 * `index`: its place in the list.
 */
export function wholeTrigger(given: TriggerInput, index: number): Trigger {
  const { action } = given;
  return {
    id: given.id,
    description: given.description ?? "",
    team: given.team,
    fires: given.fires ?? "on_message",
    idle: given.idle ?? null,
    expectedReply: given.expectedReply ?? null,
    action:
      action.type === "hand_over"
        ? action
        : {
            ...action,
            keywords: action.keywords ?? [],
            presentation: action.presentation ?? "auto",
            template: action.template ?? null,
          },
    position: given.position ?? index,
    active: given.active ?? true,
  };
}

function compileTrigger(trigger: Trigger): CompiledTrigger {
  const expected =
    trigger.expectedReply !== null && trigger.expectedReply.length > 0 ? trigger.expectedReply : null;
  return {
    trigger,
    words: expected?.map(word) ?? null,
    shown: expected?.map((entry) => (typeof entry === "string" ? entry : entry.word)) ?? null,
  };
}

function compile({ triggers, settings }: BotInput): CompiledBot {
  return {
    active: triggers
      .map(wholeTrigger)
      .filter((trigger) => trigger.active)
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .map(compileTrigger),
    personWords: new Set((settings?.personWords ?? PERSON_WORDS).map(fold)),
    otherAnswerText: settings?.otherAnswerText ?? "",
    otherAnswerLimit: settings?.otherAnswerLimit ?? OTHER_ANSWERS,
  };
}

type Seen = { given: TriggerInput; copy: TriggerInput; words: readonly ExpectedWord[] | null | undefined };

const see = (given: TriggerInput): Seen => ({
  given,
  copy: { ...given },
  words: given.expectedReply && [...given.expectedReply],
});

function isAsSeen({ given, copy, words }: Seen, now: TriggerInput | undefined): boolean {
  return (
    now === given &&
    now.active === copy.active &&
    now.fires === copy.fires &&
    now.position === copy.position &&
    now.team === copy.team &&
    now.idle === copy.idle &&
    now.action === copy.action &&
    now.expectedReply === copy.expectedReply &&
    (!words ||
      (words.length === now.expectedReply?.length &&
        words.every((entry, index) => entry === now.expectedReply?.[index])))
  );
}

const known = new WeakMap<
  BotInput,
  { seen: Seen[]; settings: BotInput["settings"]; compiled: CompiledBot }
>();

/** Folds every expected word once per bot object, and again when the object was changed since. */
export function compileBot(bot: BotInput): CompiledBot {
  const before = known.get(bot);
  if (
    before &&
    before.settings === bot.settings &&
    before.seen.length === bot.triggers.length &&
    before.seen.every((seen, index) => isAsSeen(seen, bot.triggers[index]))
  )
    return before.compiled;
  const compiled = compile(bot);
  known.set(bot, { seen: bot.triggers.map(see), settings: bot.settings, compiled });
  return compiled;
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

/** Does the trigger's condition on the current team hold for this team? */
export const teamHolds = (trigger: Trigger, team: string): boolean =>
  (trigger.team.team === team) === (trigger.team.operator === "is");

export function idleHolds(trigger: Trigger, question: Question): ConditionTrace | null {
  // an entry trigger ignores the idle time (chatbot.md, section 2)
  if (trigger.idle === null || question.event === "entered") return null;
  const { operator, hours } = trigger.idle;
  const idle = question.idleMs === null ? Infinity : question.idleMs;
  const holds = operator === "greater_than" ? idle > hours * HOUR_MS : idle < hours * HOUR_MS;
  return { condition: "idle", left: question.idleMs, operator, right: hours, holds };
}

const containsWords = (text: string, wanted: string): boolean => ` ${text} `.includes(` ${wanted} `);

/** The expected word, as it was written, that one of these folded texts matches; null = none, or none is expected. */
export function replyMatch({ words, shown }: CompiledTrigger, texts: readonly string[]): string | null {
  const at = (words ?? []).findIndex(
    // a word that folds to nothing matches nothing: no text is empty, and blanks in it are single
    ({ folded, contains }) =>
      texts.some((text) => (contains ? containsWords(text, folded) : text === folded)),
  );
  return shown?.[at] ?? null;
}

export function replyHolds(entry: CompiledTrigger, question: Question): ConditionTrace | null {
  if (entry.words === null || question.event !== "message") return null;
  return {
    condition: "expected_reply",
    left: question.texts[0] ?? null,
    operator: "matches",
    right: entry.shown,
    holds: replyMatch(entry, question.texts) !== null,
  };
}

/** One trigger against one question: each condition with its values and outcome. */
export function consider(entry: CompiledTrigger, question: Question): ConsideredTrigger {
  const { trigger } = entry;
  const { operator, team } = trigger.team;
  const conditions: ConditionTrace[] = [
    {
      condition: "team",
      left: question.team,
      operator,
      right: team,
      holds: teamHolds(trigger, question.team),
    },
  ];
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
