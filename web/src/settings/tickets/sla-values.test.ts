import { expect, it } from "vitest";
import { faultsOfPolicy, isForAll, policyOf, readTime, valuesOfPolicy, writeTime } from "./sla-values.ts";

it.each([
  ["8", 480],
  ["8:00", 480],
  ["0:30", 30],
  ["1h30", 90],
  ["1H", 60],
  [" 2 h 05 ", 125],
  ["0:05", 5],
  ["0", null],
  ["0:00", null],
  ["1:75", null],
  ["-1", null],
  ["1,5", null],
  ["oito", null],
  ["9000", null],
])("%s is %s minutes", (text, minutes) => expect(readTime(text)).toBe(minutes));

it("writes a time as it reads it", () => {
  for (const minutes of [1, 59, 60, 90, 480, 6000]) expect(readTime(writeTime(minutes))).toBe(minutes);
  expect(writeTime(null)).toBe("");
});

const policy = {
  id: "0190a5c1-7e0a-7000-8000-000000000001",
  name: "Urgentes",
  priorities: [4 as const],
  categoryIds: [],
  organisationIds: [],
  firstAnswerMinutes: 30,
  solutionMinutes: null,
  warnPercent: 75,
};

it("comes back as it was saved", () => {
  expect(policyOf(policy.id, valuesOfPolicy(policy))).toEqual(policy);
  const silent = { ...policy, warnPercent: null, solutionMinutes: 480 };
  expect(policyOf(policy.id, valuesOfPolicy(silent))).toEqual(silent);
});

it("a new one can be saved once it has a name, and is for all tickets", () => {
  const values = { ...valuesOfPolicy(null), name: " Padrão " };
  expect(faultsOfPolicy(values)).toEqual([]);
  expect(policyOf(null, values)).toMatchObject({
    name: "Padrão",
    firstAnswerMinutes: 60,
    solutionMinutes: 480,
  });
  expect([isForAll(policyOf(null, values)), isForAll(policy)]).toEqual([true, false]);
});

it.each([
  [{ firstAnswer: "x" }, ["firstAnswer time"]],
  [{ solution: "1:99", warn: "100" }, ["solution time", "warn percent"]],
  [{ firstAnswer: "", solution: " " }, ["solution target"]],
  [{ warn: "0" }, ["warn percent"]],
  [{ warn: "" }, []],
])("%o", (changes, faults) =>
  expect(
    faultsOfPolicy({ ...valuesOfPolicy(null), ...changes }).map(({ field, code }) => `${field} ${code}`),
  ).toEqual(faults),
);
