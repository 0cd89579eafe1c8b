import { expect, it } from "vitest";
import { simulate } from "./program.ts";
import type { Find, Summary } from "./simulate.ts";

const SEEDS = 2000;

it(`${SEEDS} seeds hold every invariant, and meet everything that must be met`, async () => {
  const [summary] = await simulate<Summary>("--seeds", String(SEEDS));
  expect(summary?.failed).toEqual([]);
  expect(summary?.never).toEqual([]);
});

it("each of the 22 planted bugs is found", async () => {
  const finds = await simulate<Find>("--bugs");
  expect(finds.map(({ bug }) => bug)).toEqual(Array.from({ length: 22 }, (_, at) => at + 1));
  expect(finds.filter(({ seed }) => seed === null)).toEqual([]);
  // found by an invariant, never because the simulation itself does not know a statement
  expect(finds.filter(({ violation }) => !/^I\d+: /.test(violation ?? ""))).toEqual([]);
});

it("the same seed is the same run, whatever ran before it in the process", async () => {
  expect(await simulate("--twice", "100")).toEqual([{ differing: [] }]);
});
