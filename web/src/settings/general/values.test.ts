import type { WhatsAppSettings } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { weekdayName } from "../parts/hours.ts";
import {
  problemsOf,
  settingsOf,
  valuesOfSettings,
  warningAfter,
  wordsOf,
  type WhatsAppValues,
} from "./values.ts";

const message = (text = "Olá", enabled = true) => ({ enabled, text, template: null });
const saved: WhatsAppSettings = {
  firstTeamId: "0198c0de-0000-7000-8000-000000000001",
  inactivityHours: 1.5,
  warningHours: 0.5,
  assignOnFirstReply: true,
  onlyResponsibleReplies: false,
  showsTyping: false,
  segmentedView: false,
  autoMessages: {
    welcome: message(),
    out_of_hours: message(),
    manual_closing: message(),
    inactivity_closing: message(),
    inactivity_warning: message(),
    hand_over: message(),
    survey: message("", false),
  },
  botTexts: { otherAnswerText: "Não entendi", otherAnswerLimit: 2, personWords: ["atendente", "humano"] },
  businessHours: { days: [[], [{ from: 540, to: 1080 }], [], [], [], [], []] },
  version: 3,
};
const values = valuesOfSettings(saved, "pt-BR");
const problems = (change: Partial<WhatsAppValues>) =>
  problemsOf({ ...values, ...change }, (day) => weekdayName(day, "pt-BR"));

it("sends back what it was given", () => {
  expect(values.inactivityHours).toBe("1,5");
  expect(values.personWords).toBe("atendente, humano");
  expect(settingsOf(values, 3)).toEqual(saved);
  expect(problems({})).toEqual([]);
});

describe("refuses, at its field,", () => {
  it.each<[string, Partial<WhatsAppValues>, object]>([
    [
      "an empty text that is switched on",
      { welcome: message(" ") },
      { path: "autoMessages.welcome.text", code: "required" },
    ],
    [
      "an unknown variable, even switched off",
      { survey: message("{{cliente}}", false) },
      { path: "autoMessages.survey.text", code: "unknown_variable", about: "cliente" },
    ],
    [
      "a name without a fallback",
      { welcome: message("Oi {{contato.nome}}") },
      { path: "autoMessages.welcome.text", code: "fallback_missing", about: "contato.nome" },
    ],
    [
      "a text over WhatsApp's limit",
      { welcome: message("a".repeat(4100)) },
      { path: "autoMessages.welcome.text", code: "too_long", about: "4" },
    ],
    [
      "an unknown variable in a template",
      {
        survey: {
          ...message(),
          template: { name: "nota", language: "pt_BR", values: { "body.1": "{{cliente}}" } },
        },
      },
      { path: "autoMessages.survey.template.values.body.1", code: "unknown_variable", about: "cliente" },
    ],
    ["no time", { inactivityHours: "" }, { path: "inactivityHours", code: "hours_range" }],
    ["more than thirty days", { inactivityHours: "721" }, { path: "inactivityHours", code: "hours_range" }],
    [
      "a warning not before the closing",
      { warningHours: "1,5" },
      { path: "warningHours", code: "warning_late" },
    ],
    [
      "too many other answers",
      { otherAnswerLimit: "11" },
      { path: "botTexts.otherAnswerLimit", code: "limit_range" },
    ],
    [
      "a very long word for a person",
      { personWords: "a".repeat(61) },
      { path: "botTexts.personWords", code: "word_long", about: "a".repeat(61) },
    ],
    [
      "hours that run backwards",
      { businessHours: { own: true, days: [[], [{ from: "18:00", to: "09:00" }], [], [], [], [], []] } },
      { path: "businessHours.days.1.0", code: "backwards", about: "Segunda-feira" },
    ],
  ])("%s", (_, change, problem) => expect(problems(change)).toEqual([problem]));

  it("but not an empty text that is switched off", () => {
    expect(problems({ welcome: message("", false) })).toEqual([]);
  });
});

it("keeps one of the words that the bot hears as the same", () => {
  expect(wordsOf("Atendente, humano; ATENDENTE!\n pessoa ,,")).toEqual(["Atendente", "humano", "pessoa"]);
});

it("warns no earlier than after half of the time", () => {
  expect(warningAfter(24, 1)).toBe(23);
  expect(warningAfter(2, 1.5)).toBe(1);
});
