import { expect, it } from "vitest";
import { context, texts } from "../../testing/desk.ts";
import { factsOf } from "./facts.ts";

const always = { days: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]) };
const inTwo = {
  days: Array.from({ length: 7 }, () => [
    { from: 0, to: 720 },
    { from: 720, to: 1440 },
  ]),
};
const office = { days: Array.from({ length: 7 }, () => [{ from: 480, to: 1080 }]) };
const team = (
  id: string,
  businessHours: typeof office | null,
  inactivityHours: number | null = null,
  worksHolidays = false,
) => [id, { id, name: id, inactivityHours, businessHours, worksHolidays, hasMembers: true }] as const;

it("tells a company's own times, team by team, and which doors are ever closed", () => {
  const company = context({
    inactivityHours: 12,
    businessHours: office,
    teams: new Map([team("a", null), team("b", always, 3), team("c", inTwo), team("d", office)]),
  });
  const numbers = new Map([
    ["own", { firstTeamId: "b" }],
    ["as the account", { firstTeamId: null }],
  ]);
  expect(factsOf({ ...company, numbers })).toEqual({
    starts: [{ number: "own", team: "b" }],
    inactivityHours: new Map([
      ["", 12],
      ["b", 3],
    ]),
    limitedHours: new Set(["a", "d"]),
    answersOutOfHours: false,
    templates: company.templates,
  });
});

it("doors that are open all day are closed on holidays, but for a team that works on them or has no hours", () => {
  const company = context({
    holidays: { national: ["christmas"], own: [] },
    teams: new Map([team("a", null), team("b", always), team("c", always, null, true)]),
  });
  expect(factsOf(company).limitedHours).toEqual(new Set(["b"]));
});

it("counts an out-of-hours text only when it is switched on and says something", () => {
  const answers = (enabled: boolean, text: string) =>
    factsOf(context({ autoMessages: texts({ out_of_hours: { enabled, text } }) })).answersOutOfHours;
  expect([answers(true, "Fechado"), answers(true, "  "), answers(false, "Fechado")]).toEqual([
    true,
    false,
    false,
  ]);
});
