import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../testing/any-text.ts";
import { botOf, HOUR, menuOf, saoPaulo, trigger } from "../testing/guide-bot.ts";
import { decide } from "./decide.ts";
import { nextSilenceAt } from "./silence.ts";
import type { Bot, BotEvent, BotState, BotStateInput, Trigger } from "./types.ts";

const NOW = saoPaulo(9);
const teams = fc.constantFrom("principal", "comercial", "suporte");
const word = fc.constantFrom("Comercial", "suporte", "1", "Orçamento", "atendente", "oi", "👍", "");
const hours = fc.constantFrom(0.5, 1, 23, 100);
const anyTrigger: fc.Arbitrary<Partial<Trigger>> = fc.record({
  team: fc.record({ operator: fc.constantFrom("is", "is_not"), team: teams }),
  fires: fc.constantFrom("on_message", "on_message", "on_entry", "on_silence"),
  idle: fc.option(fc.record({ operator: fc.constantFrom("greater_than", "less_than"), hours })),
  expectedReply: fc.option(
    fc.array(fc.oneof(word, fc.record({ word, match: fc.constantFrom("equals", "contains") })), {
      maxLength: 3,
    }),
  ),
  action: fc.oneof(
    fc.record({
      type: fc.constant("smart_message" as const),
      text: fc.constant("x"),
      keywords: fc.array(word, { maxLength: 12 }),
      presentation: fc.constantFrom("auto", "text", "buttons", "list"),
      template: fc.constant(null),
    }),
    fc.record({ type: fc.constant("hand_over" as const), team: teams }),
  ),
  active: fc.boolean(),
});
const anyBot = fc
  .array(anyTrigger, { maxLength: 10 })
  .map((list): Bot => botOf(...list.map((over, index) => trigger(`T${index}`, over))));
const anyState: fc.Arbitrary<BotState> = fc.record({
  team: teams,
  owns: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  lastInteractionAt: fc.option(fc.integer({ min: -2, max: 120 }).map((ago) => NOW - ago * HOUR)),
  menu: fc.option(
    fc
      .tuple(fc.boolean(), fc.array(word, { minLength: 1, maxLength: 4 }))
      .map(([numbered, keywords]) => menuOf(numbered, ...keywords)),
  ),
  otherAnswers: fc.nat(3),
  silenceAnsweredFor: fc.option(fc.record({ at: fc.constant(NOW), triggers: fc.constant(["T0"]) })),
});
const anyEvent: fc.Arbitrary<BotEvent> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("message" as const), text: fc.option(word) }) },
  fc.record({
    type: fc.constant("message" as const),
    text: fc.option(anyText),
    replyId: fc.option(fc.constantFrom("T1:0", "T1:1", "x")),
  }),
  fc.constant({ type: "entered" as const }),
  fc.constant({ type: "silence" as const }),
);
const all = (check: (bot: Bot, state: BotState, event: BotEvent) => void): void =>
  fc.assert(fc.property(anyBot, anyState, anyEvent, check), { numRuns: 500 });

describe("decide", () => {
  it("is pure: the same answer twice, from copies too, and nothing given is changed", () => {
    all((bot, state, event) => {
      const before = JSON.stringify([bot, state, event]);
      const once = decide(bot, state, event, NOW);
      expect(decide(bot, state, event, NOW)).toEqual(once);
      expect(decide(structuredClone(bot), structuredClone(state), event, NOW)).toEqual(once);
      expect(JSON.stringify([bot, state, event])).toBe(before);
      expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    });
  });

  it("never throws, whatever the words, ids, numbers and moments", () => {
    const text = anyText;
    const number = fc.oneof(fc.double(), fc.integer());
    const wild = fc.record({
      id: text,
      team: fc.record({ operator: fc.constantFrom("is", "is_not"), team: text }),
      fires: fc.constantFrom("on_message", "on_entry", "on_silence"),
      idle: fc.option(fc.record({ operator: fc.constantFrom("greater_than", "less_than"), hours: number }), {
        nil: null,
      }),
      expectedReply: fc.option(fc.array(text), { nil: null }),
      action: fc.oneof(
        fc.record({ type: fc.constant("smart_message" as const), text, keywords: fc.array(text) }),
        fc.record({ type: fc.constant("hand_over" as const), team: text }),
      ),
      position: number,
    });
    const state: fc.Arbitrary<BotStateInput> = fc.record({
      team: text,
      owns: fc.boolean(),
      lastInteractionAt: fc.option(number),
    });
    const event = fc.oneof(
      fc.record({ type: fc.constant("message" as const), text: fc.option(text), replyId: fc.option(text) }),
      fc.constantFrom({ type: "entered" as const }, { type: "silence" as const }),
    );
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 6 }), state, event, number, (triggers, given, asked, now) => {
        const settings = { personWords: ["__proto__", "constructor"] };
        expect(decide({ triggers, settings }, given, asked, now).trace.steps.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("does not depend on the order in which triggers are listed", () => {
    fc.assert(
      fc.property(anyBot, anyState, anyEvent, fc.infiniteStream(fc.nat()), (bot, state, event, keys) => {
        const shuffled = bot.triggers
          .map((entry) => [keys.next().value as number, entry] as const)
          .sort(([a], [b]) => a - b)
          .map(([, entry]) => entry);
        expect(decide({ ...bot, triggers: shuffled }, state, event, NOW)).toEqual(
          decide(bot, state, event, NOW),
        );
      }),
    );
  });

  it("is changed by a trigger that never matches in the trace only", () => {
    const never = fc.constantFrom<Partial<Trigger>>(
      { team: { operator: "is", team: "nowhere" } },
      { expectedReply: ["never said by anybody"] },
      { expectedReply: ["!"] },
      { active: false },
    );
    const messages = fc.record({ type: fc.constant("message" as const), text: fc.option(word) });
    fc.assert(
      fc.property(anyBot, anyState, messages, never, fc.integer(), (bot, state, event, over, position) => {
        const more = { ...bot, triggers: [...bot.triggers, trigger("T99", { position, ...over })] };
        const one = decide(bot, state, event, NOW);
        const other = decide(more, state, event, NOW);
        expect([other.state, other.effects]).toEqual([one.state, one.effects]);
        expect(other.trace.steps.map(({ winner }) => winner)).toEqual(
          one.trace.steps.map(({ winner }) => winner),
        );
      }),
    );
  });

  it("says who was considered and why: all active ones for the event, the winner among those that hold", () => {
    const fires = { message: "on_message", entered: "on_entry", silence: "on_silence" } as const;
    all((bot, state, event) => {
      for (const step of decide(bot, state, event, NOW).trace.steps) {
        if (step.otherwise === "not_owner") continue;
        const wanted = bot.triggers.filter(({ active, fires: on }) => active && on === fires[step.event]);
        expect(step.considered.map(({ triggerId }) => triggerId)).toEqual(wanted.map(({ id }) => id));
        const holding = step.considered.filter(({ holds }) => holds).map(({ triggerId }) => triggerId);
        for (const { holds, conditions } of step.considered) {
          expect(conditions.length).toBeGreaterThan(0);
          expect(holds).toBe(conditions.every((condition) => condition.holds));
        }
        if (step.winner === null) expect([step.wonBy, step.otherwise !== null]).toEqual([null, true]);
        else expect([holding.includes(step.winner), step.otherwise]).toEqual([true, null]);
        if (step.winner !== null) expect(step.wonBy === "only_candidate").toBe(holding.length === 1);
      }
    });
  });

  it("always ends: at most one message and eight hand-overs, and it never speaks where people have the word", () => {
    all((bot, state, event) => {
      const { effects, state: after } = decide(bot, state, event, NOW);
      const count = (type: string): number => effects.filter((effect) => effect.type === type).length;
      expect(count("send")).toBeLessThanOrEqual(1);
      expect(count("hand_over")).toBeLessThanOrEqual(8);
      expect(count("stop")).toBe(state.owns && !after.owns ? 1 : 0);
      expect(count("stop") === 0 || effects.at(-1)?.type === "stop").toBe(true);
      if (!state.owns) expect(effects).toEqual([]);
      if (!after.owns && state.owns) expect([after.menu, after.otherAnswers]).toEqual([null, 0]);
      const moved = effects.flatMap((effect) => (effect.type === "hand_over" ? [effect.toTeam] : []));
      expect(after.team).toBe(moved.at(-1) ?? state.team);
    });
  });

  it("keeps its own timer: what is due speaks or moves, not a moment earlier, and a silence comes to an end", () => {
    fc.assert(
      fc.property(anyBot, anyState, (bot, begin) => {
        let state = begin;
        let asked = 0;
        for (let due = nextSilenceAt(bot, state); due !== null; due = nextSilenceAt(bot, state)) {
          expect(decide(bot, state, { type: "silence" }, due - 1).effects).toEqual([]);
          const decision = decide(bot, state, { type: "silence" }, due);
          expect(decision.effects.length).toBeGreaterThan(0);
          state = decision.state;
          expect(++asked).toBeLessThanOrEqual(bot.triggers.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
