import { describe, expect, it } from "vitest";
import {
  botOf,
  fresh,
  guideBot,
  idleFor,
  longerThan,
  MINUTE,
  shorterThan,
  trigger,
  write,
} from "../testing/guide-bot.ts";

const isNot = { operator: "is_not", team: "suporte" } as const;
const stepOf = (...triggers: Parameters<typeof botOf>) =>
  write(botOf(...triggers), idleFor(2 * 3_600_000), "sim").trace.steps[0];

describe("which trigger wins (chatbot.md, section 3)", () => {
  it.each([
    [
      "1: an expected reply before everything else",
      trigger("T9", { team: isNot, expectedReply: ["sim"] }),
      trigger("T1", { idle: longerThan(1) }),
      "expected_reply",
    ],
    [
      "2: is before is not, with or without idle condition",
      trigger("T9"),
      trigger("T1", { team: isNot, idle: longerThan(1) }),
      "team_is",
    ],
    [
      "3: an idle condition before none",
      trigger("T9", { idle: shorterThan(3) }),
      trigger("T1"),
      "idle_condition",
    ],
    [
      "4: position",
      trigger("T1", { idle: longerThan(1) }),
      trigger("T9", { idle: shorterThan(3) }),
      "position",
    ],
  ])("%s", (_name, winner, loser, wonBy) => {
    const expected = { winner: winner.id, runnerUp: loser.id, wonBy };
    expect(stepOf(winner, loser)).toMatchObject(expected);
    expect(stepOf(loser, winner)).toMatchObject(expected);
  });

  it("each rule counts only between equals of the one before", () => {
    const all = [
      trigger("T4"),
      trigger("T3", { idle: longerThan(1) }),
      trigger("T2", { team: isNot, expectedReply: ["sim"] }),
      trigger("T5", { expectedReply: ["sim"] }),
      trigger("T1", { team: isNot }),
    ];
    expect(stepOf(...all)).toMatchObject({ winner: "T5", runnerUp: "T2", wonBy: "team_is" });
    expect(stepOf(...all.slice(0, 2))).toMatchObject({ winner: "T3", runnerUp: "T4" });
  });

  it("equal positions are settled by the id, never by the order of rows", () => {
    const [a, b] = [trigger("T1", { position: 7 }), trigger("T2", { position: 7 })];
    expect(stepOf(b, a)).toMatchObject({ winner: "T1", wonBy: "position" });
    expect(stepOf(a, b)).toMatchObject({ winner: "T1", wonBy: "position" });
  });

  it("only those whose conditions all hold take part", () => {
    expect(stepOf(trigger("T1", { expectedReply: ["não"] }), trigger("T2"))).toMatchObject({
      winner: "T2",
      runnerUp: null,
      wonBy: "only_candidate",
    });
    expect(stepOf(trigger("T1", { idle: longerThan(2), expectedReply: ["sim"] }))).toMatchObject({
      winner: null,
      runnerUp: null,
      wonBy: null,
      otherwise: "people",
    });
  });
});

describe("the trace", () => {
  it("names each trigger considered, and each condition with both values, operator and outcome", () => {
    const state = { ...idleFor(3 * MINUTE), team: "principal" };
    const { considered } = write(guideBot, state, "Suporte!").trace.steps[0]!;
    expect(considered).toEqual([
      {
        triggerId: "T1",
        holds: false,
        conditions: [
          { condition: "team", left: "principal", operator: "is", right: "principal", holds: true },
          { condition: "idle", left: 3 * MINUTE, operator: "greater_than", right: 1, holds: false },
        ],
      },
      {
        triggerId: "T2",
        holds: false,
        conditions: [
          { condition: "team", left: "principal", operator: "is", right: "principal", holds: true },
          { condition: "idle", left: 3 * MINUTE, operator: "less_than", right: 23, holds: true },
          {
            condition: "expected_reply",
            left: "suporte",
            operator: "matches",
            right: ["Comercial"],
            holds: false,
          },
        ],
      },
      {
        triggerId: "T3",
        holds: true,
        conditions: [
          { condition: "team", left: "principal", operator: "is", right: "principal", holds: true },
          { condition: "idle", left: 3 * MINUTE, operator: "less_than", right: 23, holds: true },
          {
            condition: "expected_reply",
            left: "suporte",
            operator: "matches",
            right: ["Suporte"],
            holds: true,
          },
        ],
      },
      {
        triggerId: "T5",
        holds: false,
        conditions: [
          { condition: "team", left: "principal", operator: "is", right: "comercial", holds: false },
          {
            condition: "expected_reply",
            left: "suporte",
            operator: "matches",
            right: ["Atendimento"],
            holds: false,
          },
        ],
      },
    ]);
  });

  it("says what was read, where and after how long", () => {
    expect(write(guideBot, idleFor(MINUTE), "SUPORTE").trace.steps[0]).toMatchObject({
      event: "message",
      team: "principal",
      idleMs: MINUTE,
      foldedText: "suporte",
    });
    expect(write(guideBot, fresh, null).trace.steps[0]).toMatchObject({ idleMs: null, foldedText: null });
  });
});
