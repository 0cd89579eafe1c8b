import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillText,
  firstNameOf,
  greetingFor,
  longestRendering,
  placesLeft,
  renderText,
  variableProblems,
  type TextValues,
} from "./variables.ts";
import { parseInline, parseWhatsAppText } from "./whatsapp-format.ts";

describe("what a person fills in", () => {
  const values: TextValues = {
    "contato.nome": null,
    "contato.primeiro_nome": " ",
    "equipe.nome": "Suporte",
    "conta.nome": "Girassol",
    saudacao: "bom dia",
    protocolo: "7",
    chamado: null,
    "chamado.titulo": null,
    "chamado.status": null,
    "chamado.atendente": null,
  };
  it.each([
    ["{{saudacao}}, {{equipe.nome}}", "bom dia, Suporte", []],
    ["Oi {{contato.primeiro_nome|cliente}}", "Oi cliente", []],
    ["Oi {{contato.nome}}", "Oi {{contato.nome}}", ["{{contato.nome}}"]],
    ["Dá {{ valor }} em {{dia}}, {{dia}}", "Dá {{ valor }} em {{dia}}, {{dia}}", ["{{ valor }}", "{{dia}}"]],
    ["nada", "nada", []],
  ])("fills %j as far as it can", (text, filled, left) => {
    expect(fillText(text, values)).toBe(filled);
    expect(placesLeft(filled)).toEqual(left);
  });
});

describe("variables", () => {
  const values: TextValues = {
    "contato.nome": "{{equipe.nome}}",
    "contato.primeiro_nome": null,
    "equipe.nome": "Suporte",
    "conta.nome": "Girassol",
    saudacao: "bom dia",
    protocolo: "7",
    chamado: null,
    "chamado.titulo": null,
    "chamado.status": null,
    "chamado.atendente": null,
  };
  it("fills, falls back, and never reads a value as a text with variables", () => {
    expect(
      renderText(
        "{{contato.primeiro_nome|cliente}}, {{ saudacao }}: {{contato.nome|x}} {{desconhecida}}",
        values,
      ),
    ).toBe("cliente, bom dia: {{equipe.nome}} {{desconhecida}}");
  });
  it("cuts values at a hundred characters, and knows before how long a text can become", () => {
    expect(renderText("{{conta.nome}}!", { ...values, "conta.nome": "😀".repeat(150) })).toBe(
      `${"😀".repeat(100)}!`,
    );
    expect(longestRendering("{{conta.nome}}!")).toBe(101);
    expect(longestRendering("{{saudacao}} {{protocolo}} {{x}}")).toBe(20 + 1 + 20 + 1 + 5);
    expect(longestRendering("olá 😀")).toBe(5);
  });
  it("takes a blank value as a missing one", () =>
    expect(renderText("{{contato.nome|cliente}}", { ...values, "contato.nome": " " })).toBe("cliente"));
  it("the first name is the first word", () => {
    expect(firstNameOf("  Lia  Prado ")).toBe("Lia");
    expect(firstNameOf("")).toBe("");
  });
  it("names unknown variables and missing fallbacks", () => {
    expect(variableProblems("{{contato.nome}} {{xyz}} {{equipe.nome}}")).toEqual([
      { code: "fallback_missing", variable: "contato.nome" },
      { code: "unknown_variable", variable: "xyz" },
    ]);
  });
  it.each([
    [8, "bom dia"],
    [12, "boa tarde"],
    [18, "boa noite"],
    [3, "boa noite"],
  ])("greets at %i h", (hour, greeting) => {
    expect(greetingFor(Date.UTC(2026, 10, 23, hour + 3), "America/Sao_Paulo", "pt-BR")).toBe(greeting);
  });
});

describe("WhatsApp marks", () => {
  it("nests and leaves unmatched marks alone", () => {
    expect(parseInline("*a _b_* 2*3*4 snake_case_x")).toEqual([
      {
        type: "bold",
        children: [
          { type: "text", text: "a " },
          { type: "italic", children: [{ type: "text", text: "b" }] },
        ],
      },
      { type: "text", text: " 2*3*4 snake_case_x" },
    ]);
  });
  it("links http and https only, whole", () => {
    expect(parseInline("veja https://a.b/c_d_e. javascript:alert(1)")).toEqual([
      { type: "text", text: "veja " },
      { type: "link", href: "https://a.b/c_d_e", text: "https://a.b/c_d_e" },
      { type: "text", text: ". javascript:alert(1)" },
    ]);
  });
  it("makes lists, quotes and preformatted stretches", () => {
    expect(parseWhatsAppText("> oi\n- a\n- b\n```x\ny```").map((block) => block.type)).toEqual([
      "quote",
      "bullets",
      "preformatted",
    ]);
  });
  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseWhatsAppText(text)));
  });
});
