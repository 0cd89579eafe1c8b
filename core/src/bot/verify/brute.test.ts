import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templatesByKey } from "../../template/behind.ts";
import type { TemplateUse } from "../../template/types.ts";
import { templateOf } from "../../testing/templates.ts";
import { fold } from "../../text/fold.ts";
import { decide } from "../decide.ts";
import { nextSilenceAt } from "../silence.ts";
import type { Bot, BotEvent, BotState, Decision, Trigger } from "../types.ts";
import { verify } from "./verify.ts";

const HOUR = 3_600_000;
const TEAMS = ["a", "b", "c"];
const WORDS = ["um", "dois", "tres"];
const OTHER = "outra coisa";

/** What a bot can do, found by nothing but `decide`, every idle time around every bound, every word, until nothing new comes. */
function bruteForce(bot: Bot) {
  const bounds = [...new Set(bot.triggers.flatMap((trigger) => trigger.idle?.hours ?? []))];
  const idles = [...new Set([0.01, ...bounds.flatMap((hours) => [hours - 0.01, hours, hours + 0.01])])];
  const words = [OTHER, "atendente", "1", ...WORDS];
  const spoke = new Set<string>();
  const ties = new Set<string>();
  const unanswered = new Set<string>();
  /** by silence trigger, the hours since the customer last wrote at which it said something itself */
  const silences = new Map<string, number[]>();
  let silentOpening = false;
  let loops = false;
  const start: BotState = {
    team: "a",
    owns: true,
    lastInteractionAt: null,
    menu: null,
    otherAnswers: 0,
    silenceAnsweredFor: null,
  };
  const keyOf = (state: BotState): string =>
    JSON.stringify([
      state.team,
      state.menu?.triggerId,
      state.otherAnswers,
      state.lastInteractionAt === null,
      state.silenceAnsweredFor?.triggers.toSorted(),
    ]);
  const seen = new Map([[keyOf(start), start]]);
  const wroteAt = new Map<BotState, number>();
  const into = new Map<string, string[]>();
  const freed: string[] = [];
  const queue = [start];

  const note = (before: BotState, decision: Decision, isPersonWord: boolean, wrote: number): void => {
    for (const step of decision.trace.steps) {
      if (step.winner !== null) spoke.add(step.winner);
      if (step.wonBy === "position" && step.event !== "entered") ties.add(`${step.winner}|${step.runnerUp}`);
    }
    if (decision.effects.some(({ type }) => type === "alert")) loops = true;
    const to = decision.state;
    if (!to.owns) {
      if (!isPersonWord) freed.push(keyOf(before));
      return;
    }
    const key = keyOf(to);
    into.set(key, [...(into.get(key) ?? []), keyOf(before)]);
    if (!seen.has(key)) {
      seen.set(key, to);
      wroteAt.set(to, wrote);
      queue.push(to);
    }
  };

  for (let state = queue.shift(); state; state = queue.shift()) {
    const last = state.lastInteractionAt;
    const options = state.menu?.options ?? [];
    const offersPerson = options.some(({ keyword }) => fold(keyword) === "atendente");
    const numbers = state.menu?.numbered ? options.map((_, index) => String(index + 1)) : [];
    const messages: BotEvent[] = [null, ...words, ...options.map(({ keyword }) => keyword), ...numbers].map(
      (text) => ({ type: "message", text }),
    );
    for (const { id, keyword } of options) messages.push({ type: "message", text: keyword, replyId: id });
    for (const event of messages)
      for (const hours of last === null ? [0] : idles) {
        const decision = decide(bot, state, event, (last ?? 0) + hours * HOUR);
        const called = decision.trace.steps[0]?.otherwise === "asked_for_person" && !offersPerson;
        note(state, decision, called, (last ?? 0) + hours * HOUR);
        const [step] = decision.trace.steps;
        if (last === null && decision.effects[0]?.type === "stop" && step?.otherwise === "people")
          silentOpening = true;
        const offered = options.find(({ keyword }) => event.type === "message" && event.text === keyword);
        if (
          offered &&
          hours === idles.toSorted((a, b) => a - b)[0] &&
          step?.winner === null &&
          step.otherwise !== "asked_for_person"
        )
          unanswered.add(`${state.menu?.triggerId}|${offered.keyword}`);
      }
    const due = last === null ? null : nextSilenceAt(bot, state);
    if (due === null) continue;
    const wrote = wroteAt.get(state) ?? 0;
    const decision = decide(bot, state, { type: "silence" }, due);
    note(state, decision, false, wrote);
    const [effect] = decision.effects;
    if (effect?.type === "send" && effect.triggerId !== null)
      silences.set(effect.triggerId, [...(silences.get(effect.triggerId) ?? []), (due - wrote) / HOUR]);
  }
  const free = new Set(freed);
  for (let key = freed.pop(); key; key = freed.pop())
    for (const before of into.get(key) ?? [])
      if (!free.has(before)) {
        free.add(before);
        freed.push(before);
      }
  const caught = [...seen].some(([key, state]) => state.lastInteractionAt !== null && !free.has(key));
  return { spoke, ties, unanswered, silentOpening, loops, caught, silences };
}

const use = (name: string): TemplateUse => ({ name, language: "pt_BR", values: {} });
const templates = templatesByKey([
  templateOf({ name: "approved", body: "Oi" }),
  templateOf({ name: "paused", body: "Oi", status: "PAUSED" }),
]);

const anyTrigger = fc.record({
  team: fc.record({
    operator: fc.constantFrom("is" as const, "is" as const, "is_not" as const),
    team: fc.constantFrom(...TEAMS),
  }),
  fires: fc.constantFrom(
    "on_message" as const,
    "on_message" as const,
    "on_entry" as const,
    "on_silence" as const,
  ),
  idle: fc.option(
    fc.record({
      operator: fc.constantFrom("greater_than" as const, "less_than" as const),
      hours: fc.constantFrom(0.5, 1, 2, 13, 23, 24),
    }),
  ),
  expectedReply: fc.option(
    fc.array(
      fc.oneof(
        fc.constantFrom(...WORDS, "atendente", "1"),
        fc.record({ word: fc.constantFrom("um", "dois"), match: fc.constant("contains" as const) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  action: fc.oneof(
    fc.record({
      type: fc.constant("smart_message" as const),
      text: fc.constant("x"),
      keywords: fc.uniqueArray(fc.constantFrom(...WORDS, "Um!", "atendente", "um dois"), { maxLength: 3 }),
      presentation: fc.constantFrom("auto" as const, "text" as const),
      template: fc.option(fc.constantFrom("approved", "paused", "gone").map(use)),
    }),
    fc.record({ type: fc.constant("hand_over" as const), team: fc.constantFrom(...TEAMS) }),
  ),
  active: fc.constantFrom(true, true, true, false),
});

const anyBot = fc
  .record({
    triggers: fc.array(anyTrigger, { maxLength: 7 }),
    otherAnswerLimit: fc.constantFrom(0, 1, 2),
    otherAnswerText: fc.constantFrom("Não entendi", ""),
  })
  .map(({ triggers, ...settings }): Bot => ({
    triggers: triggers.map((entry, position): Trigger => ({
      ...entry,
      id: `t${position}`,
      description: `t${position}`,
      position,
      // a silence trigger has a bound and expects nothing: the form refuses others
      ...(entry.fires === "on_silence"
        ? { idle: { operator: "greater_than" as const, hours: entry.idle?.hours ?? 3 }, expectedReply: null }
        : {}),
    })),
    teams: TEAMS.map((id) => ({ id, name: id, hasMembers: true })),
    settings: { firstContactTeam: "a", personWords: ["atendente"], ...settings },
  }));

describe("the verifier against brute force", () => {
  it("never disagrees on who can speak, what ties, what is unanswered, what begins, circles and traps", () => {
    fc.assert(
      fc.property(anyBot, (bot) => {
        const truth = bruteForce(bot);
        const findings = verify(bot, { templates });
        const of = (...codes: string[]) => findings.filter(({ code }) => codes.includes(code));
        const never = of("never_wins", "silence_never").map(({ triggerIds }) => triggerIds[0]);
        const active = bot.triggers.filter((trigger) => trigger.active).map(({ id }) => id);
        expect(new Set(never)).toEqual(new Set(active.filter((id) => !truth.spoke.has(id))));
        expect(new Set(of("only_position_decides").map(({ triggerIds }) => triggerIds.join("|")))).toEqual(
          truth.ties,
        );
        expect(
          new Set(
            of("keyword_unanswered").map(({ triggerIds, data }) => `${triggerIds[0]}|${data["keyword"]}`),
          ),
        ).toEqual(truth.unanswered);
        const late = (id: string, hours: number): boolean =>
          hours >= 24 || (truth.silences.get(id)?.every((each) => each >= 24) ?? false);
        const silent = bot.triggers.flatMap(({ id, fires, active, idle, action }) =>
          fires === "on_silence" && active && action.type === "smart_message"
            ? [{ id, isLate: late(id, idle?.hours ?? 0), name: action.template?.name ?? null }]
            : [],
        );
        expect(of("silence_after_window").flatMap(({ triggerIds }) => triggerIds)).toEqual(
          silent.flatMap(({ id, isLate, name }) => (isLate && name === null ? [id] : [])),
        );
        expect(of("template_unusable").flatMap(({ triggerIds }) => triggerIds)).toEqual(
          silent.flatMap(({ id, name }) => (name === "paused" || name === "gone" ? [id] : [])),
        );
        expect(of("no_opening").length > 0).toBe(truth.silentOpening);
        expect(of("hand_over_cycle").length > 0).toBe(truth.loops);
        expect(of("no_way_to_a_person").length > 0).toBe(truth.caught);
      }),
      { numRuns: Number(process.env["VERIFY_RUNS"] ?? 10_000) },
    );
  }, 120_000);
});
