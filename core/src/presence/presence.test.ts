import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALL_RULES, callsFor } from "./call.ts";
import { availabilityOf, watchersOf, type PresenceLine } from "./presence.ts";
import { secondAnswer } from "./second-answer.ts";

const line = (agentId: string, rest: Partial<PresenceLine> = {}): PresenceLine => ({
  agentId,
  conversationId: "c1",
  typingUntil: null,
  aliveUntil: 1000,
  idle: false,
  ...rest,
});

const anyLine = fc.record<PresenceLine>({
  agentId: fc.constantFrom("a", "b", "c"),
  conversationId: fc.constantFrom("c1", "c2", null),
  typingUntil: fc.option(fc.integer({ min: 0, max: 20 })),
  aliveUntil: fc.integer({ min: 0, max: 20 }),
  idle: fc.boolean(),
});

describe("who is in a conversation", () => {
  it("is named once, however many windows, and types when one of them does", () => {
    const lines = [
      line("b"),
      line("a", { typingUntil: 500 }),
      line("a"),
      line("c", { conversationId: "c2" }),
    ];
    expect(watchersOf(lines, 0)).toEqual(
      new Map([
        [
          "c1",
          [
            { agentId: "a", typing: true },
            { agentId: "b", typing: false },
          ],
        ],
        ["c2", [{ agentId: "c", typing: false }]],
      ]),
    );
  });

  it("stops typing and is gone by time alone", () => {
    const lines = [line("a", { typingUntil: 500 })];
    expect(watchersOf(lines, 499).get("c1")).toEqual([{ agentId: "a", typing: true }]);
    expect(watchersOf(lines, 500).get("c1")).toEqual([{ agentId: "a", typing: false }]);
    expect(watchersOf(lines, 1000)).toEqual(new Map());
  });

  it("never more people or typists as time goes by, in any order of the windows", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 8 }), fc.nat(20), fc.nat(5), (lines, now, later) => {
        const before = watchersOf(lines, now);
        expect(new Map([...watchersOf(lines.toReversed(), now)].toSorted())).toEqual(
          new Map([...before].toSorted()),
        );
        for (const [id, people] of watchersOf(lines, now + later))
          for (const { agentId, typing } of people) {
            const earlier = before.get(id)?.find((one) => one.agentId === agentId);
            expect(earlier).toBeDefined();
            if (typing) expect(earlier?.typing).toBe(true);
          }
        const here = availabilityOf(lines, new Set(), now);
        for (const people of before.values())
          for (const { agentId } of people) expect(here.has(agentId)).toBe(true);
      }),
    );
  });
});

it("one window in use makes an agent available, unless the agent chose to be away", () => {
  const lines = [
    line("a", { idle: true }),
    line("a"),
    line("b", { idle: true }),
    line("c"),
    line("d", { aliveUntil: 5 }),
  ];
  expect(availabilityOf(lines, new Set(["c"]), 10)).toEqual(
    new Map([
      ["a", "online"],
      ["b", "away"],
      ["c", "away"],
    ]),
  );
});

describe("a second answer", () => {
  const answer = (id: string, agentId: string, seq: number) => ({ id, agentId, seq, at: seq * 10 });
  const nobody = new Set<string>();

  it("is one that a colleague gave since the text was begun; the latest is named", () => {
    const answers = [answer("m1", "b", 4), answer("m2", "b", 6), answer("m3", "c", 7), answer("m4", "me", 8)];
    expect(secondAnswer("me", { afterSeq: 5, at: 0 }, answers, [], nobody)).toEqual({
      why: "answered",
      answer: answers[2],
    });
    expect(secondAnswer("me", { afterSeq: 7, at: 0 }, answers, [], nobody)).toBeNull();
    expect(secondAnswer("me", { afterSeq: null, at: 65 }, answers, [], nobody)).toMatchObject({
      why: "answered",
    });
    expect(secondAnswer("me", { afterSeq: null, at: 70 }, answers, [], nobody)).toBeNull();
    expect(secondAnswer("me", null, answers, [], nobody)).toBeNull();
  });

  it("or is being typed; what was pointed out once is not pointed out again", () => {
    const watchers = [
      { agentId: "me", typing: true },
      { agentId: "b", typing: true },
      { agentId: "c", typing: false },
    ];
    const begun = { afterSeq: 5, at: 0 };
    expect(secondAnswer("me", begun, [], watchers, nobody)).toEqual({ why: "typing", agentId: "b" });
    expect(secondAnswer("me", begun, [], watchers, new Set(["b"]))).toBeNull();
    const answers = [answer("m1", "b", 6)];
    expect(secondAnswer("me", begun, answers, [], new Set(["m1"]))).toBeNull();
  });
});

it("calls by rule: mine, what waits for my teams, all, none", () => {
  const me = { agentId: "me", teamIds: ["t1"] };
  const places = [
    { agentId: "me", teamId: "t2", owner: "agent" },
    { agentId: null, teamId: "t1", owner: "team" },
    { agentId: null, teamId: "t1", owner: "bot" },
    { agentId: "b", teamId: "t1", owner: "agent" },
    { agentId: null, teamId: "t2", owner: "team" },
  ];
  const called = CALL_RULES.map((rule) =>
    places.map((place) => (callsFor(rule, place, me) ? "x" : "-")).join(""),
  );
  expect(called).toEqual(["x----", "xx---", "xxxxx", "-----"]);
});
