import { expect, it } from "vitest";
import { templatesByKey } from "../template/behind.ts";
import { on, off, texts } from "../testing/desk.ts";
import { templateOf } from "../testing/templates.ts";
import { brokenMessages } from "./auto-message.ts";

const use = (name: string) => ({ name, language: "pt_BR", values: {} });
const templates = templatesByKey([
  templateOf({ name: "bom", body: "Oi" }),
  templateOf({ name: "pausado", body: "Oi", status: "PAUSED" }),
]);

it("tells which automatic messages have lost the template behind them", () => {
  const autoMessages = texts({
    survey: { ...on("De 1 a 5?"), template: use("bom") },
    inactivity_closing: { ...on("Encerrada"), template: use("pausado") },
    manual_closing: { ...on("Tchau"), template: use("sumiu") },
    // what says nothing loses nothing
    inactivity_warning: { ...off("Ainda aí?"), template: use("pausado") },
    hand_over: { ...on(" "), template: use("pausado") },
    welcome: on("Oi"),
  });
  expect(brokenMessages(autoMessages, templates)).toEqual([
    {
      kind: "manual_closing",
      use: use("sumiu"),
      problem: { code: "template_missing" },
    },
    {
      kind: "inactivity_closing",
      use: use("pausado"),
      problem: { code: "template_not_approved", status: "PAUSED", reason: null },
    },
  ]);
});
