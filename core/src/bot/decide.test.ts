import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { nextSilenceAt } from "./silence.ts";
import type { Bot, BotState, Trigger } from "./types.ts";

const HOUR = 3_600_000;
const MONDAY_9 = Date.UTC(2026, 10, 23, 12); // 09:00 in São Paulo

const trigger = (id: string, over: Partial<Trigger>): Trigger => ({
  id,
  description: id,
  team: { operator: "is", team: "principal" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "smart_message", text: id, keywords: [], presentation: "auto" },
  position: Number(id.slice(1)),
  active: true,
  ...over,
});

const T1 = trigger("T1", {
  idle: { operator: "greater_than", hours: 1 },
  action: { type: "smart_message", text: "Olá!", keywords: ["Comercial", "Suporte"], presentation: "auto" },
});
const T2 = trigger("T2", {
  idle: { operator: "less_than", hours: 23 },
  expectedReply: ["Comercial"],
  action: { type: "hand_over", team: "comercial" },
});
const T3 = trigger("T3", {
  idle: { operator: "less_than", hours: 23 },
  expectedReply: ["Suporte"],
  action: { type: "hand_over", team: "suporte" },
});
const T4 = trigger("T4", {
  team: { operator: "is", team: "comercial" },
  fires: "on_entry",
  action: {
    type: "smart_message",
    text: "Menu",
    keywords: ["Atendimento", "Orçamento"],
    presentation: "auto",
  },
});
const T5 = trigger("T5", {
  team: { operator: "is", team: "comercial" },
  expectedReply: ["Atendimento"],
  action: {
    type: "smart_message",
    text: "Um analista já vai atender você",
    keywords: [],
    presentation: "auto",
  },
});

const bot: Bot = {
  triggers: [T5, T4, T3, T2, T1],
  teams: ["principal", "comercial", "suporte"].map((id) => ({ id, name: id, hasMembers: true })),
  settings: {
    firstContactTeam: "principal",
    otherAnswerText: "Não entendi",
    otherAnswerLimit: 2,
    personWords: ["atendente"],
  },
};
const fresh: BotState = {
  team: "principal",
  owns: true,
  lastInteractionAt: null,
  menu: null,
  otherAnswers: 0,
  silenceAnsweredFor: null,
};
const say = (state: BotState, text: string | null, now: number, replyId?: string) =>
  decide(bot, state, { type: "message", text, replyId: replyId ?? null }, now);

describe("the examples of chatbot.md, section 7", () => {
  const first = say(fresh, "oi", MONDAY_9);

  it("greets a new contact with buttons", () => {
    expect(first.effects).toEqual([
      {
        type: "send",
        triggerId: "T1",
        message: {
          text: "Olá!",
          presentation: "buttons",
          options: [
            { id: "T1:0", keyword: "Comercial" },
            { id: "T1:1", keyword: "Suporte" },
          ],
        },
      },
    ]);
    expect(first.trace.steps[0]).toMatchObject({ winner: "T1", wonBy: "only_candidate", idleMs: null });
  });

  it("hands over on COMERCIAL! and shows the next menu in the same step", () => {
    const { effects, state, trace } = say(first.state, "COMERCIAL!", MONDAY_9 + 60_000);
    expect(effects.map((effect) => effect.type)).toEqual(["hand_over", "send"]);
    expect(effects[0]).toMatchObject({ fromTeam: "principal", toTeam: "comercial", triggerId: "T2" });
    expect(state).toMatchObject({ team: "comercial", owns: true });
    expect(trace.steps.map((step) => step.winner)).toEqual(["T2", "T4"]);
  });

  it("stops after the end of the flow and waits for people", () => {
    const inMenu = say(first.state, "comercial", MONDAY_9 + 60_000).state;
    const { effects, state } = say(inMenu, "Atendimento", MONDAY_9 + 120_000, "T4:0");
    expect(effects.at(-1)).toEqual({ type: "stop", reason: "flow_ended" });
    expect(state).toMatchObject({ owns: false, team: "comercial", menu: null });
    expect(say(state, "oi?", MONDAY_9 + 180_000).effects).toEqual([]);
  });

  it("greets a new contact who begins with the keyword: idle is infinite", () => {
    expect(say(fresh, "comercial", MONDAY_9).trace.steps[0]?.winner).toBe("T1");
  });

  it("prefers the expected reply two hours later, when both hold", () => {
    const { trace } = say(first.state, "Comercial", MONDAY_9 + 2 * HOUR);
    expect(trace.steps[0]).toMatchObject({ winner: "T2", runnerUp: "T1", wonBy: "expected_reply" });
  });

  it("answers a voice message with the other answer twice, then calls the people of the team", () => {
    const one = say(first.state, null, MONDAY_9 + 60_000);
    const two = say(one.state, null, MONDAY_9 + 120_000);
    const three = say(two.state, null, MONDAY_9 + 180_000);
    expect([one, two].map(({ effects }) => effects[0])).toEqual(
      Array(2).fill({
        type: "send",
        triggerId: null,
        message: { text: "Não entendi", presentation: "text", options: [] },
      }),
    );
    expect(three.effects).toEqual([{ type: "stop", reason: "other_answers_exhausted" }]);
    expect(three.state).toMatchObject({ owns: false, team: "principal" });
  });
});

describe("conditions", () => {
  it.each([
    ["exactly one hour is not greater than one hour", HOUR, null],
    ["one hour and a millisecond is", HOUR + 1, "T1"],
  ])("%s", (_name, idle, winner) => {
    const state = { ...fresh, lastInteractionAt: MONDAY_9 - idle };
    expect(say(state, "oi", MONDAY_9).trace.steps[0]?.winner).toBe(winner);
  });

  it("takes the number, the keycap and the word of a numbered menu", () => {
    const menu = {
      triggerId: "T1",
      options: [
        { id: "T1:0", keyword: "Comercial" },
        { id: "T1:1", keyword: "Suporte" },
      ],
      numbered: true,
    };
    for (const text of ["1", "1️⃣", " comercial ", "1."]) {
      const { trace } = say({ ...fresh, menu, lastInteractionAt: MONDAY_9 }, text, MONDAY_9 + 1000);
      expect(trace.steps[0]?.winner, text).toBe("T2");
    }
  });

  it("finds words inside a text only where asked to", () => {
    const contains: Bot = {
      ...bot,
      triggers: [{ ...T2, expectedReply: [{ word: "2ª via", match: "contains" }] }],
    };
    const state = { ...fresh, lastInteractionAt: MONDAY_9 };
    expect(
      decide(contains, state, { type: "message", text: "quero a 2ª via, por favor" }, MONDAY_9).trace.steps[0]
        ?.winner,
    ).toBe("T2");
    expect(say(state, "quero o comercial", MONDAY_9).trace.steps[0]?.winner).toBe(null);
  });

  it("calls a person when asked, unless a trigger expects that word", () => {
    const asked = say(say(fresh, "oi", MONDAY_9).state, "Atendente!", MONDAY_9 + 1000);
    expect(asked.effects).toEqual([{ type: "stop", reason: "asked_for_person" }]);
    const own: Bot = { ...bot, triggers: [trigger("T9", { expectedReply: ["atendente"] })] };
    expect(decide(own, fresh, { type: "message", text: "atendente" }, MONDAY_9).trace.steps[0]?.winner).toBe(
      "T9",
    );
  });
});

describe("limits", () => {
  it("stops at the ninth hand-over of one step and raises an alert", () => {
    const circle: Bot = {
      ...bot,
      triggers: [
        trigger("T1", { action: { type: "hand_over", team: "comercial" } }),
        trigger("T2", {
          team: { operator: "is", team: "comercial" },
          fires: "on_entry",
          action: { type: "hand_over", team: "suporte" },
        }),
        trigger("T3", {
          team: { operator: "is", team: "suporte" },
          fires: "on_entry",
          action: { type: "hand_over", team: "comercial" },
        }),
      ],
    };
    const { effects, state } = decide(circle, fresh, { type: "message", text: "oi" }, MONDAY_9);
    expect(effects.filter((effect) => effect.type === "hand_over")).toHaveLength(8);
    expect(effects.at(-1)).toEqual({ type: "stop", reason: "hand_over_loop" });
    expect(effects.at(-2)?.type).toBe("alert");
    expect(state.owns).toBe(false);
  });

  it("answers a silence once, and again only after the customer wrote", () => {
    const silent: Bot = {
      ...bot,
      triggers: [trigger("T1", { fires: "on_silence", idle: { operator: "greater_than", hours: 2 } }), T5],
    };
    const state = { ...fresh, lastInteractionAt: MONDAY_9 };
    const due = nextSilenceAt(silent, state);
    expect(due).toBe(MONDAY_9 + 2 * HOUR + 1);
    const asked = decide(silent, state, { type: "silence" }, due ?? 0);
    expect(asked.effects).toHaveLength(1);
    expect(nextSilenceAt(silent, asked.state)).toBe(null);
    expect(decide(silent, asked.state, { type: "silence" }, MONDAY_9 + 9 * HOUR).effects).toEqual([]);
  });
});

describe("properties", () => {
  const teams = fc.constantFrom("principal", "comercial", "suporte");
  const words = fc.constantFrom("Comercial", "suporte", "1", "Orçamento", "atendente", "oi");
  const anyTrigger = fc.record({
    team: fc.record({ operator: fc.constantFrom("is" as const, "is_not" as const), team: teams }),
    fires: fc.constantFrom("on_message" as const, "on_entry" as const, "on_silence" as const),
    idle: fc.option(
      fc.record({
        operator: fc.constantFrom("greater_than" as const, "less_than" as const),
        hours: fc.constantFrom(0.5, 1, 23),
      }),
    ),
    expectedReply: fc.option(fc.array(words, { minLength: 1, maxLength: 2 })),
    action: fc.oneof(
      fc.record({
        type: fc.constant("smart_message" as const),
        text: fc.constant("x"),
        keywords: fc.uniqueArray(words, { maxLength: 4 }),
        presentation: fc.constant("auto" as const),
      }),
      fc.record({ type: fc.constant("hand_over" as const), team: teams }),
    ),
    active: fc.boolean(),
  });
  const anyBot = fc
    .array(anyTrigger, { maxLength: 8 })
    .map((list): Bot => ({ ...bot, triggers: list.map((entry, index) => trigger(`T${index}`, entry)) }));

  it("does not depend on the order in which triggers are listed, and changes nothing it was given", () => {
    fc.assert(
      fc.property(anyBot, words, fc.integer({ min: 0, max: 30 }), (any, text, hours) => {
        const state = { ...fresh, lastInteractionAt: MONDAY_9 - hours * HOUR };
        const before = JSON.stringify([any, state]);
        const one = decide(any, state, { type: "message", text }, MONDAY_9);
        const other = decide(
          { ...any, triggers: [...any.triggers].reverse() },
          state,
          { type: "message", text },
          MONDAY_9,
        );
        expect(other).toEqual(one);
        expect(JSON.stringify([any, state])).toBe(before);
      }),
    );
  });

  it("always ends, with at most eight hand-overs and one message of the bot", () => {
    fc.assert(
      fc.property(anyBot, words, (any, text) => {
        const { effects } = decide(any, fresh, { type: "message", text }, MONDAY_9);
        expect(effects.filter((effect) => effect.type === "hand_over").length).toBeLessThanOrEqual(8);
        expect(effects.filter((effect) => effect.type === "send").length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
