import { describe, expect, it } from "vitest";
import type { AutoMessages, ConversationContext } from "../conversation/types.ts";
import type { Bot, Trigger } from "../bot/types.ts";
import {
  beginTest,
  playScript,
  playStep,
  type TesterEntry,
  type TesterStep,
  type TesterWorld,
} from "./tester.ts";

const MONDAY_9 = Date.UTC(2026, 10, 23, 12); // 09:00 in São Paulo

const off = { enabled: false, text: "" };
const autoMessages: AutoMessages = {
  welcome: off,
  out_of_hours: off,
  manual_closing: off,
  inactivity_closing: { enabled: true, text: "Encerramos por falta de resposta." },
  inactivity_warning: { enabled: true, text: "Ainda está aí?" },
  hand_over: off,
  survey: off,
};
const teams = ["principal", "comercial"].map((id) => ({
  id,
  name: id,
  inactivityHours: null,
  businessHours: null,
  hasMembers: true,
}));
const context: ConversationContext = {
  accountName: "Loja Girassol",
  timeZone: "America/Sao_Paulo",
  locale: "pt-BR",
  firstTeamId: "principal",
  inactivityHours: 12,
  warningHours: 1,
  assignOnFirstReply: true,
  autoMessages,
  businessHours: null,
  teams: new Map(teams.map((team) => [team.id, team])),
  templates: new Map(),
  contact: { name: "Maria Silva", blocked: false },
};

const base = { fires: "on_message", idle: null, expectedReply: null, active: true } as const;
const triggers: Trigger[] = [
  {
    ...base,
    id: "T1",
    description: "Boas-vindas",
    team: { operator: "is", team: "principal" },
    idle: { operator: "greater_than", hours: 1 },
    action: {
      type: "smart_message",
      text: "{{saudacao}}, {{contato.primeiro_nome|cliente}}!",
      keywords: ["Comercial"],
      presentation: "auto",
      template: null,
    },
    position: 0,
  },
  {
    ...base,
    id: "T2",
    description: "Comercial",
    team: { operator: "is", team: "principal" },
    expectedReply: ["Comercial"],
    action: { type: "hand_over", team: "comercial" },
    position: 1,
  },
];
const bot: Bot = {
  triggers,
  teams: teams.map(({ id, name, hasMembers }) => ({ id, name, hasMembers })),
  settings: {
    firstContactTeam: "principal",
    otherAnswerText: "Não entendi",
    otherAnswerLimit: 2,
    personWords: ["atendente"],
  },
};
const world: TesterWorld = { running: { versionId: "draft", bot }, context };

const told = (entries: TesterEntry[]): string[] =>
  entries.map((entry) =>
    entry.from === "history"
      ? `(${entry.event})`
      : entry.from === "customer"
        ? `> ${entry.text ?? entry.what}`
        : entry.content.body,
  );
const play = (...steps: TesterStep[]) => playScript(world, MONDAY_9, steps);

describe("the tester", () => {
  it("greets by the virtual clock, takes a tap, and hands over", () => {
    const run = play({ does: "writes", text: "oi" }, { does: "taps", option: "Comercial" });
    expect(told(run.entries)).toEqual([
      "> oi",
      "(conversation.opened)",
      "bom dia, Maria!",
      "> Comercial",
      "(conversation.handed_over)",
      "(conversation.bot_stopped)",
    ]);
    expect(run.conversation).toMatchObject({ teamId: "comercial", owner: "team" });
    const greeting = run.entries.find((entry) => entry.from === "bot");
    expect(greeting?.from === "bot" && greeting.trace?.steps[0]?.winner).toBe("T1");
    // the silent decision is told too, and why
    const stopped = run.entries.at(-1);
    expect(stopped?.from === "history" && stopped.trace?.steps.map(({ winner }) => winner)).toEqual([
      "T2",
      null,
    ]);
  });

  it("lives through the warning and the closing while the clock is moved, and begins anew afterwards", () => {
    const run = play(
      { does: "writes", text: "oi" },
      { does: "waits", hours: 24 },
      { does: "writes", text: "oi de novo" },
    );
    expect(told(run.entries)).toEqual([
      "> oi",
      "(conversation.opened)",
      "bom dia, Maria!",
      "Ainda está aí?",
      "Encerramos por falta de resposta.",
      "(conversation.closed)",
      "> oi de novo",
      "(conversation.opened)",
      "bom dia, Maria!",
    ]);
    const [, , , warning, closing] = run.entries;
    expect([warning?.at, closing?.at].map((at) => ((at ?? 0) - MONDAY_9) / 3_600_000)).toEqual([11, 12]);
  });

  it("tells a voice message from words, and changes nothing it was given", () => {
    const one = playStep(beginTest(MONDAY_9), world, { does: "writes", text: "oi" });
    const before = JSON.stringify(one);
    const two = playStep(one, world, { does: "sends", what: "audio" });
    expect(told(two.entries).slice(-2)).toEqual(["> audio", "Não entendi"]);
    expect(JSON.stringify(one)).toBe(before);
  });
});
