import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { triggerChanges } from "./changes.ts";
import type { Trigger } from "./types.ts";

const trigger = (id: string, more: Partial<Trigger> = {}): Trigger => ({
  id,
  description: `Gatilho ${id}`,
  team: { operator: "is", team: "t" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "hand_over", team: "u" },
  position: 0,
  active: true,
  ...more,
});
const kinds = (next: Trigger[], previous: Trigger[]): string[] =>
  triggerChanges(next, previous).map(({ triggerId, kind }) => `${triggerId} ${kind}`);
const [a, b, c, d] = [trigger("a"), trigger("b"), trigger("c"), trigger("d")];

describe("what differs between a draft and what is published", () => {
  it("is nothing for the same list, whatever positions and order of keys are stored", () => {
    const { id, ...rest } = a;
    expect(
      kinds(
        [
          { ...rest, id, position: 7 },
          { ...b, position: 40 },
        ],
        [a, b],
      ),
    ).toEqual([]);
  });
  it("names what is new, changed and gone", () => {
    expect(kinds([{ ...a, active: false }, d], [a, b])).toEqual(["a changed", "d added", "b removed"]);
  });
  it("counts one move as one, in either direction", () => {
    expect(kinds([d, a, b, c], [a, b, c, d])).toEqual(["d moved"]);
    expect(kinds([b, c, d, a], [a, b, c, d])).toEqual(["a moved"]);
  });
  it("calls a trigger that was changed and moved changed, once", () => {
    expect(kinds([b, { ...a, description: "Outro" }], [a, b])).toHaveLength(1);
  });
  it("does not call a list moved because one was taken out or put in", () => {
    expect(kinds([a, c], [a, b, c])).toEqual(["b removed"]);
    expect(kinds([a, d, b], [a, b])).toEqual(["d added"]);
  });
  it("is empty only for the same order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([a, b, c, d], { minLength: 4 }), (shuffled) => {
        const same = shuffled.every((entry, index) => entry === [a, b, c, d][index]);
        expect(triggerChanges(shuffled, [a, b, c, d]).length === 0).toBe(same);
      }),
    );
  });
});
