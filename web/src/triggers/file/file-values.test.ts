import type { BotFile, Team } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { fileName } from "./download.ts";
import { guessTeams, readBotFile, teamNames } from "./file-values.ts";

const clinic: BotFile = {
  format: "balcao-bot",
  version: 1,
  name: "Clínica",
  firstContactTeam: "Recepção",
  triggers: [
    {
      description: "Boas-vindas",
      team: { operator: "is", team: "Recepção" },
      fires: "on_message",
      idle: { operator: "greater_than", hours: 1 },
      expectedReply: null,
      action: {
        type: "smart_message",
        text: "Olá!",
        keywords: ["Financeiro"],
        presentation: "auto",
        template: null,
      },
      active: true,
    },
    {
      description: "Financeiro",
      team: { operator: "is_not", team: "Financeiro" },
      fires: "on_message",
      idle: null,
      expectedReply: ["Financeiro", { word: "boleto", match: "contains" }],
      action: { type: "hand_over", team: "Financeiro" },
      active: true,
    },
  ],
};
const team = (id: string, name: string, more: Partial<Team> = {}): Team => ({
  id,
  name,
  kind: "whatsapp",
  color: "#000000",
  description: "",
  active: true,
  inactivityHours: null,
  businessHours: null,
  memberIds: [],
  openConversations: 0,
  entryTrigger: null,
  firstContact: false,
  signsReplies: false,
  worksHolidays: false,
  version: 1,
  ...more,
});

describe("a file that is brought in", () => {
  it("is read as it was written", () => {
    const read = readBotFile(JSON.stringify(clinic));
    expect(read).toEqual({ file: clinic });
  });
  it("is refused with the place where it is no bot", () => {
    expect(readBotFile("{")).toEqual({ problem: "unreadable" });
    expect(readBotFile('"x"')).toMatchObject({ problem: "invalid", place: "format" });
    const wrong = { ...clinic, triggers: [{ ...clinic.triggers[0], fires: "never" }] };
    expect(readBotFile(JSON.stringify(wrong))).toEqual({ problem: "invalid", place: "triggers.0.fires" });
  });
  it("names its teams once, and finds ours by name, the first contact at least", () => {
    const read = readBotFile(JSON.stringify({ ...clinic, firstContactTeam: "Balcão" }));
    if (!("file" in read)) throw new Error("the example is no bot");
    const names = teamNames(read.file);
    expect(names[0]).toBe("Balcão");
    expect(new Set(names).size).toBe(names.length);
    const other = "Financeiro";
    expect(names).toContain(other);
    const ours = [
      team("1", "Principal", { firstContact: true }),
      team("2", other.toUpperCase()),
      team("3", "balcao", { active: false }),
    ];
    expect(guessTeams(read.file, ours)).toEqual({ Balcão: "1", [other]: "2" });
  });
});

it("gives a file a name that every system takes", () => {
  expect(fileName("Bot da Loja: é já", "balcao.json")).toBe("bot-da-loja-e-ja.balcao.json");
  expect(fileName("?", "svg")).toBe("bot.svg");
});
