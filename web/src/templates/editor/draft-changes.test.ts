import { EMPTY_DRAFT, type TemplateDraft } from "@balcao/core";
import { describe, expect, it } from "vitest";
import {
  firstCards,
  movedCard,
  nameOfTitle,
  withButton,
  withCard,
  withCardButton,
  withCardFiles,
  withCategory,
  withFormat,
  withoutButton,
  withoutCard,
  withoutCardButton,
} from "./draft-changes.ts";

it.each([
  ["Pedido enviado!", "pedido_enviado"],
  ["  Confirmação de consulta — 2ª via ", "confirmacao_de_consulta_2a_via"],
  ["já_é_um_nome", "ja_e_um_nome"],
  ["!!!", ""],
])("%s is named %s", (title, name) => {
  expect(nameOfTitle(title)).toBe(name);
});

describe("buttons", () => {
  const buttons: TemplateDraft["buttons"] = [
    { type: "QUICK_REPLY", text: "Sim", value: "" },
    { type: "URL", text: "Ver", value: "https://l.example/{{1}}" },
    { type: "COPY_CODE", text: "", value: "" },
  ];
  const samples = { "body.1": "Lia", "button.1": "A77", "button.2": "BLUE10" };

  it("that are quick replies come beside the others of their kind, and samples go along", () => {
    const more = withButton({ buttons, samples }, "QUICK_REPLY");
    expect(more.at).toBe(1);
    expect(more.buttons.map(({ type }) => type)).toEqual(["QUICK_REPLY", "QUICK_REPLY", "URL", "COPY_CODE"]);
    expect(more.samples).toEqual({ "body.1": "Lia", "button.2": "A77", "button.3": "BLUE10" });
    expect(withButton({ buttons, samples }, "PHONE_NUMBER").at).toBe(3);
    expect(withButton({ buttons: buttons.slice(1), samples: {} }, "QUICK_REPLY").at).toBe(0);
  });

  it("that go take their sample with them", () => {
    expect(withoutButton({ buttons, samples }, 1)).toEqual({
      buttons: [buttons[0], buttons[2]],
      samples: { "body.1": "Lia", "button.1": "BLUE10" },
    });
  });
});

describe("variables of the other kind", () => {
  const numbered: TemplateDraft = {
    ...EMPTY_DRAFT,
    header: { format: "TEXT", text: "Pedido {{1}}" },
    body: "Oi, {{1}}. O pedido {{2}} de {{1}} saiu.",
    samples: { "header.1": "A-77", "body.1": "Lia", "body.2": "A-77", "button.0": "x" },
  };

  it("stand where the others stood, with their samples", () => {
    const named = withFormat(numbered, "NAMED");
    expect(named).toMatchObject({
      parameterFormat: "NAMED",
      body: "Oi, {{nome}}. O pedido {{numero}} de {{nome}} saiu.",
      samples: { "body.nome": "Lia", "body.numero": "A-77", "button.0": "x" },
    });
    const back = withFormat(named, "POSITIONAL");
    expect(back).toEqual(numbered);
    expect(withFormat(back, "POSITIONAL")).toBe(back);
  });
});

describe("cards", () => {
  const [first, second] = firstCards();
  const cards: TemplateDraft["cards"] = [
    { ...first!, header: { format: "IMAGE", handle: "4:a" }, body: "Vaso {{1}}" },
    { ...second!, body: "Vaso azul" },
  ];
  const samples = {
    "body.1": "Lia",
    "card.0.body.1": "verde",
    "card.0.button.0": "a",
    "card.1.button.0": "b",
  };

  it("come with the others' buttons, move with their samples, and go with them", () => {
    const more = withCard({ cards, samples });
    expect(more.cards).toHaveLength(3);
    expect(more.cards[2]).toMatchObject({ header: { format: "IMAGE", handle: null }, body: "" });
    expect(movedCard({ cards, samples }, 0, 1)).toEqual({
      cards: [cards[1], cards[0]],
      samples: { "body.1": "Lia", "card.1.body.1": "verde", "card.1.button.0": "a", "card.0.button.0": "b" },
    });
    expect(movedCard({ cards, samples }, 1, 1)).toEqual({ cards, samples });
    expect(withoutCard({ cards, samples }, 0)).toEqual({
      cards: [cards[1]],
      samples: { "body.1": "Lia", "card.0.button.0": "b" },
    });
  });

  it("have the same buttons and the same kind of file, whichever is changed", () => {
    const both = withCardButton({ cards, samples }, "URL");
    expect(both.cards.map(({ buttons }) => buttons.map(({ type }) => type))).toEqual([
      ["QUICK_REPLY", "URL"],
      ["QUICK_REPLY", "URL"],
    ]);
    const urls = { ...both, samples: { ...samples, "card.1.button.1": "8" } };
    expect(withoutCardButton(urls, 0)).toMatchObject({
      cards: [{ buttons: [{ type: "URL" }] }, { buttons: [{ type: "URL" }] }],
      samples: { "card.0.body.1": "verde", "card.1.button.0": "8" },
    });
    expect(withCardFiles(cards, "VIDEO").map(({ header }) => header)).toEqual([
      { format: "VIDEO", handle: null },
      { format: "VIDEO", handle: null },
    ]);
    expect(withCardFiles(cards, "IMAGE")).toEqual(cards);
  });

  it("have variables of the other kind as the text above them has", () => {
    const named = withFormat({ ...EMPTY_DRAFT, body: "Oi, {{1}}.", cards, samples }, "NAMED");
    expect(named.cards[0]?.body).toBe("Vaso {{nome}}");
    expect(named.samples).toMatchObject({
      "body.nome": "Lia",
      "card.0.body.nome": "verde",
      "card.0.button.0": "a",
    });
  });
});

it("the words that were written wait while the template is one with a code", () => {
  const written: TemplateDraft = { ...EMPTY_DRAFT, body: "Oi" };
  const code = { ...written, ...withCategory(written, "AUTHENTICATION") };
  expect(code).toMatchObject({ body: "Oi", authentication: { advises: true } });
  expect({ ...code, ...withCategory(code, "UTILITY") }).toEqual(written);
});
