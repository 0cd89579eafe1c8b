import { onCustomerMessage, openConversation } from "../conversation/customer-message.ts";
import type { ConversationContext, ConversationDecision, ConversationState } from "../conversation/types.ts";
import { nextWake, onTimerDue } from "../conversation/wake.ts";
import { fold } from "../text/fold.ts";
import type { Bot, TraceStep } from "../bot/types.ts";
import { context as contextOf } from "./desk.ts";

const HOUR = 3_600_000;
export const WORDS = ["um", "dois", "tres"];
const OTHER = "outra coisa";
/** What follows a bound, in hours: less than lies between any two of them. */
const MOMENT = 0.01;

/** What decisions of a company lean on here. */
export type Company = Pick<ConversationContext, "inactivityHours" | "teams" | "templates">;
type Place = { state: ConversationState; now: number };

/** What can be told apart of a conversation, whenever it happens. */
function keyOf({ state, now }: Place): string {
  const { teamId, bot, lastInteractionAt: last, windowClosesAt } = state;
  const since = last === null ? null : [now - last, (windowClosesAt ?? 0) - last];
  const answered = bot.silenceAnsweredFor?.triggers.toSorted();
  return JSON.stringify([teamId, bot.menu?.triggerId, bot.otherAnswers, since, answered]);
}

const stepsOf = ({ effects }: ConversationDecision): TraceStep[] =>
  effects.flatMap((effect) => (effect.type === "trace" ? effect.trace.steps : []));

/** What customers may say here, by hand and by tapping. */
function eventsOf({ bot: { menu } }: ConversationState): { text: string | null; replyId: string | null }[] {
  const options = menu?.options ?? [];
  const numbers = menu?.numbered ? options.map((_, index) => String(index + 1)) : [];
  const texts = [
    null,
    OTHER,
    "atendente",
    "1",
    ...WORDS,
    ...options.map(({ keyword }) => keyword),
    ...numbers,
  ];
  return [
    ...texts.map((text) => ({ text, replyId: null })),
    ...options.map(({ id, keyword }) => ({ text: keyword, replyId: id })),
  ];
}

/**
 * What a bot can do in its company, found by nothing but the functions that decide in production: every idle time around every bound,
 * every word, every timer that is due, until nothing new comes.
 */
export function bruteForce(bot: Bot, company: Company) {
  const running = { versionId: "v1", bot };
  const context = contextOf({ ...company, firstTeamId: "a" });
  const bounds = new Set([
    1,
    company.inactivityHours,
    ...[...company.teams.values()].flatMap(({ inactivityHours }) => inactivityHours ?? []),
    ...bot.triggers.flatMap((trigger) => trigger.idle?.hours ?? []),
  ]);
  const idles = [...bounds].flatMap((hours) => [hours - MOMENT, hours, hours + MOMENT]).concat(MOMENT);
  const truth = {
    spoke: new Set<string>(),
    ties: new Set<string>(),
    unanswered: new Set<string>(),
    /** by silence trigger, the hours since the customer last wrote at which its turn came to say something itself */
    silences: new Map<string, number[]>(),
    /** teams that the bot left a conversation to in handing it over */
    leftTo: new Set<string>(),
    isSilent: false,
    isEager: false,
    loops: false,
    caught: false,
  };
  const begins = openConversation({ id: "c", protocol: 1, at: 0, teamId: "a", hasBot: true });
  const start: Place = { state: begins, now: 0 };
  const seen = new Map([[keyOf(start), start]]);
  const into = new Map<string, string[]>();
  const freed: string[] = [];
  const queue = [start];
  let opening: string | null = null;

  const note = (before: Place, decision: ConversationDecision, now: number, isPersonWord: boolean): void => {
    const steps = stepsOf(decision);
    for (const step of steps) {
      // a greeting that could not be said any more is none
      const isUnsaid = step.event === "entered" && step.closed !== undefined;
      if (step.winner !== null && !isUnsaid) truth.spoke.add(step.winner);
      if (step.wonBy === "position" && step.event !== "entered")
        truth.ties.add(`${step.winner}|${step.runnerUp}`);
    }
    if (decision.effects.some(({ type }) => type === "alert")) truth.loops = true;
    const { state } = decision;
    if (state.status === "closed") return;
    if (state.owner !== "bot") {
      if (!isPersonWord) freed.push(keyOf(before));
      const last = steps.at(-1);
      const isMoved = decision.effects.some(
        (effect) => effect.type === "history" && effect.event === "conversation.handed_over",
      );
      if (isMoved && (last?.winner === null || last?.closed !== undefined)) truth.leftTo.add(state.teamId);
      return;
    }
    const place = { state, now };
    const key = keyOf(place);
    into.set(key, [...(into.get(key) ?? []), keyOf(before)]);
    if (!seen.has(key)) {
      seen.set(key, place);
      queue.push(place);
    }
  };

  /** Everything a customer may write here, at each of these moments; `isAtOnce`: the first of them follows what was said. */
  const write = (place: Place, moments: readonly number[], isAtOnce: boolean): void => {
    const { state } = place;
    const last = state.lastInteractionAt;
    const options = state.bot.menu?.options ?? [];
    const offersPerson = options.some(({ keyword }) => fold(keyword) === "atendente");
    for (const event of eventsOf(state))
      for (const [index, at] of moments.entries()) {
        const message = { cause: "m", at, ...event, opensWindow: true, answerable: true };
        const decision = onCustomerMessage(state, message, running, context, at, last === null);
        const [step] = stepsOf(decision);
        note(place, decision, at, step?.otherwise === "asked_for_person" && !offersPerson);
        if (last === null) {
          if (step?.otherwise === "people" && decision.state.owner !== "bot") truth.isSilent = true;
          if (event.text === OTHER) opening = step?.winner ?? null;
        }
        const isOffered = options.some(({ keyword }) => event.text === keyword);
        const isHeard = step?.winner !== null || step.otherwise === "asked_for_person";
        if (isOffered && index === 0 && isAtOnce && !isHeard)
          truth.unanswered.add(`${state.bot.menu?.triggerId}|${event.text}`);
        const eager = step?.considered.find(({ triggerId }) => triggerId === opening);
        if (last !== null && state.teamId === "a" && eager?.holds && at - last <= HOUR) truth.isEager = true;
      }
  };

  for (let place = queue.shift(); place; place = queue.shift()) {
    const { state, now } = place;
    const last = state.lastInteractionAt;
    const due = nextWake(state, running, context);
    const moments = last === null ? [now] : idles.map((hours) => last + hours * HOUR);
    const free = moments.filter((at) => at >= now && (last === null || due === null || at < due));
    write(
      place,
      free.toSorted((a, b) => a - b),
      last === null || now === last,
    );
    if (due === null || last === null) continue;
    const at = Math.max(due, now);
    const decision = onTimerDue(state, running, context, at);
    note(place, decision, at, false);
    const steps = stepsOf(decision);
    const id = steps.length === 1 ? steps[0]?.winner : null;
    if (typeof id !== "string") continue;
    const hours = (at - (state.windowClosesAt ?? 0)) / HOUR + 24;
    truth.silences.set(id, [...(truth.silences.get(id) ?? []), hours]);
  }
  const free = new Set(freed);
  for (let key = freed.pop(); key; key = freed.pop())
    for (const before of into.get(key) ?? [])
      if (!free.has(before)) {
        free.add(before);
        freed.push(before);
      }
  truth.caught = [...seen].some(([key, { state }]) => state.lastInteractionAt !== null && !free.has(key));
  return { ...truth, opening: opening as string | null };
}
