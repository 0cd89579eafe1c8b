import type { Team } from "@balcao/api";
import { expect, it } from "vitest";
import { fieldsOfTeam, newTeamValues, problemsOfTeam, valuesOfTeam } from "./values.ts";

const team: Team = {
  id: "0198c0de-0000-7000-8000-000000000001",
  name: "Comercial",
  kind: "whatsapp",
  color: "#0B7567",
  description: "",
  active: true,
  inactivityHours: 2.5,
  businessHours: null,
  memberIds: ["b", "a"],
  openConversations: 3,
  entryTrigger: null,
  firstContact: true,
  signsReplies: true,
  worksHolidays: true,
  version: 4,
};

it("sends back the team it was given, whatever the order of its people", () => {
  const values = valuesOfTeam(team, "pt-BR");
  expect(values.inactivityHours).toBe("2,5");
  expect(values).toEqual(valuesOfTeam({ ...team, memberIds: ["a", "b"] }, "pt-BR"));
  expect(fieldsOfTeam(values)).toEqual({
    name: "Comercial",
    color: "#0b7567",
    description: "",
    active: true,
    inactivityHours: 2.5,
    businessHours: null,
    memberIds: ["a", "b"],
    signsReplies: team.signsReplies,
    worksHolidays: team.worksHolidays,
  });
});

it("has no time of its own when the field is empty", () => {
  expect(fieldsOfTeam({ ...newTeamValues(), name: " Suporte " })).toMatchObject({
    name: "Suporte",
    inactivityHours: null,
  });
});

it("names what keeps it from being saved", () => {
  expect(problemsOfTeam({ ...newTeamValues(), inactivityHours: "0" }, false)).toEqual([
    { path: "name", code: "required" },
    { path: "inactivityHours", code: "hours_range" },
  ]);
  const values = valuesOfTeam(team, "pt-BR");
  expect(problemsOfTeam({ ...values, active: false }, true)).toEqual([
    { path: "active", code: "first_contact_active" },
  ]);
  expect(problemsOfTeam({ ...values, active: false }, false)).toEqual([]);
  expect(
    problemsOfTeam(
      {
        ...values,
        businessHours: { own: true, days: [[{ from: "10:00", to: "" }], [], [], [], [], [], []] },
      },
      false,
    ),
  ).toEqual([{ path: "businessHours.days.0.0", code: "incomplete", day: 0 }]);
});
