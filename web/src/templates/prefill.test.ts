import type { TemplateFacts } from "@balcao/core";
import { expect, it } from "vitest";
import { prefill } from "./prefill.ts";

const facts = (
  body: string,
  parameterFormat: TemplateFacts["parameterFormat"] = "POSITIONAL",
): TemplateFacts => ({
  name: "x",
  language: "pt_BR",
  category: "UTILITY",
  status: "APPROVED",
  reason: null,
  header: null,
  body,
  footer: null,
  buttons: [],
  parameterFormat,
  samples: {},
  unsendable: [],
});

it.each([
  ["Olá, {{1}}. Podemos continuar?", { "body.1": "Lia" }],
  ["Oi {{1}}!", { "body.1": "Lia" }],
  ["{{1}}, sentimos sua falta.", { "body.1": "Lia" }],
  ["Pedido {{2}}\nBoa tarde, {{1}}", { "body.1": "Lia" }],
  ["O pedido {{1}} saiu. Foi bom, {{2}}", {}],
  ["Seu código é {{1}}.", {}],
  ["Olá, tudo bem? O pedido {{1}} saiu.", {}],
  ["Sem campos", {}],
])("%s", (body, values) => {
  expect(prefill(facts(body), "Lia Prado")).toEqual(values);
});

it("knows named places by their names, and needs a name", () => {
  expect(prefill(facts("Pedido {{pedido}} de {{nome_cliente}}", "NAMED"), "Lia Prado")).toEqual({
    "body.nome_cliente": "Lia",
  });
  expect(prefill(facts("Pedido {{pedido}}", "NAMED"), "Lia")).toEqual({});
  expect(prefill(facts("Olá, {{1}}."), null)).toEqual({});
  expect(prefill(facts("Olá, {{1}}."), " ")).toEqual({});
});
