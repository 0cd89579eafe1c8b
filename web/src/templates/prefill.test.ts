import type { TemplateFacts } from "@balcao/core";
import { expect, it } from "vitest";
import { prefill, prefillMore } from "./prefill.ts";

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
  cards: [],
  authentication: null,
  parameterFormat,
  samples: {},
  unsendable: [],
});

const known = {
  firstName: "Lia",
  name: "Lia Prado",
  phone: "+55 (11) 98765-4321",
  email: "lia@example.com",
  organisation: "Ateliê Prado",
  protocol: "77",
  ticket: "#1042",
  ticketTitle: "Troca",
  agent: "Ana",
  company: "Loja Girassol",
};

it.each([
  ["Olá, {{1}}. Podemos continuar?", { "body.1": "Lia" }],
  ["Oi {{1}}!", { "body.1": "Lia" }],
  ["{{1}}, sentimos sua falta.", { "body.1": "Lia" }],
  ["Pedido {{2}}\nBoa tarde, {{1}}", { "body.1": "Lia" }],
  ["O pedido {{1}} saiu. Foi bom, {{2}}", {}],
  ["Seu código é {{1}}.", {}],
  ["Olá, tudo bem? O pedido {{1}} saiu.", {}],
  ["Oi, {{1}}. O chamado {{2}} foi atualizado.", { "body.1": "Lia", "body.2": "#1042" }],
  ["Oi, {{1}}. Chamado nº {{2}}, protocolo: {{3}}", { "body.1": "Lia", "body.2": "#1042", "body.3": "77" }],
  ["Oi, {{1}}. Olá, {{2}}!", { "body.1": "Lia" }],
  ["Sem campos", {}],
])("%s", (body, values) => {
  expect(prefill(facts(body), known)).toEqual(values);
});

it.each([
  ["nome_cliente", "Lia"],
  ["primeiro_nome", "Lia"],
  ["nome_completo", "Lia Prado"],
  ["telefone", "+55 (11) 98765-4321"],
  ["email_cliente", "lia@example.com"],
  ["organizacao", "Ateliê Prado"],
  ["protocolo", "77"],
  ["numero_chamado", "#1042"],
  ["titulo_do_chamado", "Troca"],
  ["nome_atendente", "Ana"],
  ["nome_loja", "Loja Girassol"],
  ["pedido", undefined],
  ["valor", undefined],
])("a place that is named %s", (name, value) => {
  expect(prefill(facts(`Veja: {{${name}}} e mais nada`, "NAMED"), known)).toEqual(
    value === undefined ? {} : { [`body.${name}`]: value },
  );
});

it("fills in a header too, and nothing that is not known", () => {
  const withHeader = { ...facts("Oi, {{1}}."), header: { format: "TEXT" as const, text: "Chamado {{1}}" } };
  expect(prefill(withHeader, known)).toEqual({ "header.1": "#1042", "body.1": "Lia" });
  expect(prefill({ ...withHeader, header: { format: "TEXT", text: "{{1}}" } }, known)).toEqual({
    "body.1": "Lia",
  });
  expect(prefill(withHeader, {})).toEqual({});
});

it("goes on as more becomes known, and leaves alone what somebody wrote or emptied", () => {
  const body = facts("Oi, {{1}}. O chamado {{2}}, protocolo {{3}}, foi respondido.");
  const values = prefill(body, { firstName: "Lia" });
  expect(prefillMore(body, { firstName: "Lia" }, values)).toBeNull();
  expect(prefillMore(body, known, { ...values, "body.2": "" })).toEqual({
    "body.1": "Lia",
    "body.2": "",
    "body.3": "77",
  });
});
