import type { Agent, Channel, Team } from "@balcao/api";
import { beginTest, playStep, type Trigger } from "@balcao/core";
import { expect, it } from "vitest";
import type { Settings } from "../settings/queries.ts";
import { botWith, onNumber, runningOf, surroundingsOf } from "./company.ts";
import { questionOf } from "./verify/bot-input.ts";

const agent = (id: string, active: boolean): Agent => ({ id, active }) as Agent;
const team = (id: string, memberIds: string[], inactivityHours: number | null = null): Team =>
  ({ id, name: id, memberIds, inactivityHours, businessHours: null }) as unknown as Team;
const office = { days: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]) };
const off = { enabled: false, text: "" };
const settings = {
  firstTeamId: "a",
  inactivityHours: 24,
  warningHours: 1,
  assignOnFirstReply: true,
  onlyResponsibleReplies: false,
  businessHours: office,
  autoMessages: { out_of_hours: { enabled: true, text: "Fechado" }, welcome: off },
  botTexts: { otherAnswerText: "Não entendi", otherAnswerLimit: 2, personWords: ["atendente"] },
} as unknown as Settings;
const account = { name: "Loja", timeZone: "America/Sao_Paulo", locale: "pt-BR" } as const;
const around = surroundingsOf(
  account as Parameters<typeof surroundingsOf>[0],
  settings,
  [team("a", ["ana", "bia"]), team("b", ["bia"], 3), team("c", [])],
  [agent("ana", true), agent("bia", false)],
  new Map(),
);
const trigger = {
  id: "t",
  team: { operator: "is", team: "a" },
  action: { type: "hand_over", team: "b" },
} as Trigger;

const opening = (of: string): Trigger =>
  ({
    id: of,
    description: of,
    position: 0,
    active: true,
    team: { operator: "is", team: of },
    fires: "on_message",
    idle: null,
    expectedReply: null,
  }) as unknown as Trigger;
const answers = (text: string): Trigger["action"] =>
  ({ type: "smart_message", text, keywords: [], presentation: "auto", template: null }) as Trigger["action"];

it("counts as a team's people only those who are active, for the tester and for the verifier alike", () => {
  const members = (teams: Iterable<{ id: string; hasMembers: boolean }>) =>
    [...teams].map(({ id, hasMembers }) => [id, hasMembers]);
  const expected = [
    ["a", true],
    ["b", false],
    ["c", false],
  ];
  expect(members(around.company.teams.values())).toEqual(expected);
  expect(members(botWith([trigger], around).teams)).toEqual(expected);
  expect(members(questionOf([trigger], around).bot.teams ?? [])).toEqual(expected);
});

it("tells the bot and the verifier the company's own times, texts and doors", () => {
  expect(botWith([trigger], around)).toMatchObject({
    triggers: [trigger],
    settings: { firstContactTeam: "a", otherAnswerText: "Não entendi", otherAnswerLimit: 2 },
  });
  expect(questionOf([trigger], around).facts).toMatchObject({
    inactivityHours: new Map([
      ["", 24],
      ["b", 3],
    ]),
    limitedHours: new Set(["a", "b", "c"]),
    answersOutOfHours: true,
  });
});

it("has no bot without triggers", () => {
  expect(runningOf([], around, "draft")).toBeNull();
  expect(runningOf([trigger], around, "v")).toMatchObject({ versionId: "v", bot: { triggers: [trigger] } });
});

it("plays a case of one number where that one begins its conversations, and of any other where the account does", () => {
  const own = surroundingsOf(
    account as Parameters<typeof surroundingsOf>[0],
    settings,
    [team("a", ["ana"]), team("b", [])],
    [agent("ana", true)],
    new Map(),
    null,
    [
      { id: "sales", firstTeamId: "b" },
      { id: "same", firstTeamId: null },
    ] as Channel[],
  );
  const oi: Trigger = { ...opening("b"), id: "sales-oi", action: answers("Vendas") };
  const triggers = [oi, { ...opening("a"), id: "oi", action: answers("Loja") }];
  const world = { company: own.company, running: runningOf(triggers, own, "draft") };
  const said = (number: string | null): string[] => {
    const { company, running } = onNumber(world, number);
    const run = playStep(
      beginTest(Date.parse("2026-11-23T12:00:00Z")),
      { running, context: { ...company, contact: { name: null, blocked: false } } },
      { does: "writes", text: "oi" },
    );
    return run.entries.flatMap((entry) => ("content" in entry ? [JSON.stringify(entry.content)] : []));
  };
  for (const number of [null, "same", "gone"]) expect(said(number).join()).toContain("Loja");
  expect(said("sales").join()).toContain("Vendas");
});
