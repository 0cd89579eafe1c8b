import fc from "fast-check";
import { expect, it } from "vitest";
import { packTrace, unpackTrace } from "./trace-pack.ts";
import type { Trace } from "./types.ts";

const word = fc.oneof(fc.constantFrom("a", "1", "team", "is"), fc.string({ maxLength: 8 }));
const value = fc.oneof(fc.constant(null), word, fc.constantFrom(0, 1, 3_600_000));
const condition = fc.record({
  condition: fc.constantFrom("active", "fires", "team", "idle", "expected_reply", "silence_once"),
  left: value,
  operator: word,
  right: fc.oneof(value, fc.array(word, { maxLength: 3 })),
  holds: fc.boolean(),
});
const always = {
  event: fc.constantFrom("message", "entered", "silence"),
  team: word,
  idleMs: fc.oneof(fc.constant(null), fc.nat()),
  foldedText: fc.oneof(fc.constant(null), word),
  considered: fc.array(
    fc.record({ triggerId: word, conditions: fc.array(condition, { maxLength: 4 }), holds: fc.boolean() }),
    { maxLength: 5 },
  ),
  winner: fc.oneof(fc.constant(null), word),
  runnerUp: fc.oneof(fc.constant(null), word),
  wonBy: fc.constantFrom(null, "only_candidate", "position"),
  otherwise: fc.constantFrom(null, "waits", "people"),
};
const step = fc.oneof(
  fc.record(always),
  fc.record({ ...always, closed: fc.constantFrom("template_said", "no_template") }),
);

it("gives every trace back whole, also after JSON", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3 }), (steps) => {
      const trace = { steps } as Trace;
      expect(unpackTrace(JSON.parse(JSON.stringify(packTrace(trace))))).toEqual(trace);
    }),
  );
});

it("says each value once", () => {
  const conditions: Trace["steps"][number]["considered"][number]["conditions"] = Array.from(
    { length: 30 },
    (_, index) => ({
      condition: "team",
      left: "0193b3a0-0000-7000-8000-000000000001",
      operator: "is",
      right: `0193b3a0-0000-7000-8000-00000000000${index % 3}`,
      holds: index % 3 === 1,
    }),
  );
  const trace: Trace = {
    steps: [
      {
        event: "message",
        team: "0193b3a0-0000-7000-8000-000000000001",
        idleMs: null,
        foldedText: "oi",
        considered: [{ triggerId: "t", conditions, holds: false }],
        winner: null,
        runnerUp: null,
        wonBy: null,
        otherwise: "waits",
      },
    ],
  };
  expect(JSON.stringify(packTrace(trace)).length * 5).toBeLessThan(JSON.stringify(trace).length);
});
