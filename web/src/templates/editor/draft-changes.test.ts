import { EMPTY_DRAFT, type TemplateDraft } from "@balcao/core";
import { describe, expect, it } from "vitest";
import { nameOfTitle, withButton, withFormat, withoutButton } from "./draft-changes.ts";

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
