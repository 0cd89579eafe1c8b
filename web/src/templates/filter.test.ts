import type { TemplateView } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { isNarrowed, narrow, readFilter } from "./filter.ts";

const view = (name: string, more: Partial<TemplateView> = {}): TemplateView => ({
  id: name,
  name,
  language: "pt_BR",
  category: "UTILITY",
  status: "APPROVED",
  reason: null,
  header: null,
  body: "Olá",
  footer: null,
  buttons: [],
  cards: [],
  authentication: null,
  parameterFormat: "POSITIONAL",
  samples: {},
  unsendable: [],
  wabaId: "1",
  quality: null,
  detail: null,
  coming: null,
  teamIds: [],
  note: null,
  edits: [],
  ...more,
});
const all = [
  view("promoção_de_março", { category: "MARKETING", quality: "RED" }),
  view("recusado", { status: "REJECTED", language: "en" }),
  view("cartões", { wabaId: "2", cards: [{ header: null, body: "Vaso de cerâmica", buttons: [] }] }),
];
const names = (filter: Parameters<typeof narrow>[1]): string[] =>
  narrow(all, filter).shown.map(({ name }) => name);

describe("the list of templates", () => {
  it("is narrowed down by every facet, and by words without their accents", () => {
    expect(names({})).toHaveLength(3);
    expect(names({ q: " PROMOCAO " })).toEqual(["promoção_de_março"]);
    expect(names({ q: "ceramica" })).toEqual(["cartões"]);
    expect(names({ state: "REJECTED" })).toEqual(["recusado"]);
    expect(names({ quality: "NONE", category: "UTILITY" })).toEqual(["recusado", "cartões"]);
    expect(names({ waba: "2" })).toEqual(["cartões"]);
    expect(names({ language: "en", state: "APPROVED" })).toEqual([]);
  });

  it("counts what each value would leave, with the other filters as they are", () => {
    expect(narrow(all, { state: "APPROVED" }).counts).toMatchObject({
      state: [
        ["APPROVED", 2],
        ["REJECTED", 1],
      ],
      language: [
        ["pt_BR", 2],
        ["en", 0],
      ],
    });
    expect(narrow(all, { state: "DISABLED" }).counts.state).toContainEqual(["DISABLED", 0]);
  });

  it("reads addresses that anybody may have written", () => {
    expect(readFilter({ q: "a", waba: 300, state: "", category: ["x"], other: "y" })).toEqual({
      q: "a",
      waba: "300",
    });
    expect([isNarrowed({}), isNarrowed({ quality: "RED" })]).toEqual([false, true]);
  });
});
