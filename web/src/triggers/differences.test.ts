import { describe, expect, it } from "vitest";
import { changeText, differencesOf } from "./differences.ts";
import type { Tongue, TriggerFacts } from "./sentences.ts";

const tongue: Tongue = {
  t: ((key: string, values?: Record<string, string | number>) =>
    [key, ...Object.values(values ?? {})].join(" ")) as unknown as Tongue["t"],
  team: (id) => id.toUpperCase(),
  number: String,
};
const facts: TriggerFacts = {
  description: "Boas-vindas",
  team: { operator: "is", team: "p" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "smart_message", text: "Olá", keywords: ["Sim"], presentation: "auto", template: null },
  active: true,
};

describe("two states of a trigger, field by field", () => {
  it("finds nothing where nothing differs", () =>
    expect(differencesOf(facts, { ...facts }, tongue)).toEqual([]));
  it("tells each field that changed, before and after", () => {
    const after: TriggerFacts = {
      ...facts,
      idle: { operator: "greater_than", hours: 1 },
      expectedReply: ["oi", { word: "bom dia", match: "contains" }],
      active: false,
    };
    expect(differencesOf(facts, after, tongue)).toEqual([
      { field: "form.active", was: "values.yes", is: "values.no" },
      { field: "form.idle", was: "form.idleAny", is: "form.greater_than hours 1 1" },
      { field: "form.reply", was: "values.empty", is: "“oi”, when.contains “bom dia”" },
    ]);
  });
  it("tells what goes and what comes when another action is chosen", () => {
    const after: TriggerFacts = { ...facts, action: { type: "hand_over", team: "c" } };
    expect(differencesOf(facts, after, tongue)).toEqual([
      { field: "form.action", was: "form.smartMessage", is: "form.handOver" },
      { field: "form.message", was: "Olá", is: "values.empty" },
      { field: "form.keywords", was: "“Sim”", is: "values.empty" },
      { field: "form.presentation", was: "form.auto", is: "values.empty" },
      { field: "form.handOverTeam", was: "values.empty", is: "C" },
    ]);
  });
  it("tells a template with what is filled in", () => {
    const template = { name: "volta", language: "pt_BR", values: { "body.1": "Lia", "button.0": "A7" } };
    const after = { ...facts, action: { ...facts.action, template } } as TriggerFacts;
    expect(differencesOf(facts, after, tongue)).toEqual([
      {
        field: "form.template",
        was: "values.empty",
        is: "volta (pt_BR): place.body 1 = Lia; place.button 1 = A7",
      },
    ]);
  });
  it("says a change in one line", () => {
    expect(changeText(facts, { idle: { operator: "greater_than", hours: 1 } }, tongue)).toBe(
      "form.idle: form.greater_than hours 1 1",
    );
  });
});
