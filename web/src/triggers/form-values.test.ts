import type { TriggerFields, TriggerView } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { emptyForm, fieldsOf, formOf, problemsOf, type TriggerForm } from "./form-values.ts";

const saved: TriggerFields = {
  description: "Menu",
  team: { operator: "is_not", team: "p" },
  fires: "on_message",
  idle: { operator: "less_than", hours: 1.5 },
  expectedReply: ["oi", { word: "boleto", match: "contains" }],
  action: {
    type: "smart_message",
    text: "Olá",
    keywords: ["Sim", "Não"],
    presentation: "list",
    template: null,
  },
  active: false,
};
const teams = new Set(["p", "c"]);
const filled = (more: Partial<TriggerForm> = {}): TriggerForm => ({
  ...emptyForm("p"),
  description: "Menu",
  text: "Olá",
  ...more,
});
const codes = (form: TriggerForm, others: TriggerView[] = []): string[] =>
  problemsOf(form, teams, others).map(({ path, code }) => `${path} ${code}`);

describe("a trigger in the form", () => {
  it("comes back from the form as it went in, in either language", () => {
    expect(fieldsOf(formOf(saved, "pt-BR"))).toEqual(saved);
    expect(formOf(saved, "pt-BR").hours).toBe("1,5");
    expect(fieldsOf(formOf(saved, "en"))).toEqual(saved);
    const moves: TriggerFields = {
      ...saved,
      action: { type: "hand_over", team: "c" },
      idle: null,
      expectedReply: null,
    };
    expect(fieldsOf(formOf(moves, "en"))).toEqual(moves);
  });
  it("saves nothing that does not apply to how it fires", () => {
    const all = formOf(saved, "pt-BR");
    expect(fieldsOf({ ...all, fires: "on_entry" })).toMatchObject({ idle: null, expectedReply: null });
    expect(fieldsOf({ ...all, fires: "on_silence" })).toMatchObject({
      idle: { operator: "greater_than", hours: 1.5 },
      expectedReply: null,
    });
    // a template stands behind a silence only; while another way of firing is tried it keeps its place
    const template = { name: "volta", language: "pt_BR", values: { "body.1": "Lia" } };
    expect(fieldsOf({ ...all, fires: "on_silence", template }).action).toMatchObject({ template });
    expect(fieldsOf({ ...all, template }).action).toMatchObject({ template: null });
  });
  it("keeps the message while a team is tried", () => {
    const tried = { ...formOf(saved, "pt-BR"), actionType: "hand_over" as const, handOverTeam: "c" };
    expect(fieldsOf(tried).action).toEqual({ type: "hand_over", team: "c" });
    expect(fieldsOf({ ...tried, actionType: "smart_message" }).action).toEqual(saved.action);
  });
});

describe("what stands in the way of saving", () => {
  it("is nothing for a filled form", () => expect(codes(filled())).toEqual([]));
  it.each<[Partial<TriggerForm>, string[]]>([
    [{ description: " " }, ["description required"]],
    [{ team: "x" }, ["team.team unknown_team"]],
    [{ idleOperator: "greater_than", hours: "" }, ["idle.hours hours_not_positive"]],
    [{ idleOperator: "greater_than", hours: "0" }, ["idle.hours hours_not_positive"]],
    [{ idleOperator: "less_than", hours: "uma" }, ["idle.hours hours_not_positive"]],
    [{ idleOperator: "less_than", hours: "8761" }, ["idle.hours hours_over"]],
    [{ fires: "on_silence", hours: "" }, ["idle.hours hours_not_positive"]],
    [{ actionType: "hand_over" }, ["action.team unknown_team"]],
    [{ text: "" }, ["action.text required"]],
    [{ text: "{{nome}}" }, ["action.text unknown_variable"]],
    [{ text: "{{contato.nome}}" }, ["action.text fallback_missing"]],
    [{ text: "x".repeat(4097) }, ["action.text too_long"]],
    [
      { keywords: ["Sim", "sim!", "?"] },
      ["action.keywords.1 repeated_keyword", "action.keywords.2 empty_keyword"],
    ],
  ])("%j", (more, expected) => expect(codes(filled(more))).toEqual(expected));

  it("comes in the order of the form, one a field", () => {
    expect(codes(filled({ description: "", team: "", text: "{{a}} {{b}}" }))).toEqual([
      "description required",
      "team.team unknown_team",
      "action.text unknown_variable",
    ]);
  });
  it("includes a description that another active trigger has, whatever its case", () => {
    const other = {
      ...saved,
      id: "1",
      position: 0,
      version: 1,
      firedLast7Days: 0,
      updatedAt: "",
      active: true,
    };
    expect(codes(filled({ description: "MENU" }), [other])).toEqual(["description taken"]);
    expect(codes(filled({ description: "MENU" }), [{ ...other, active: false }])).toEqual([]);
    expect(codes(filled({ description: "MENU", active: false }), [other])).toEqual([]);
  });
});
