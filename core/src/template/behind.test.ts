import { describe, expect, it } from "vitest";
import { templateOf } from "../testing/templates.ts";
import type { TextValues } from "../text/variables.ts";
import { behindProblems, sayBehind, templateKey, templatesByKey, templatesOfAll } from "./behind.ts";

const back = templateOf({ name: "volta", body: "Oi, {{1}}. Ainda podemos ajudar?" });
const use = {
  name: "volta",
  language: "pt_BR",
  values: { "body.1": "{{contato.primeiro_nome|cliente}}" },
};
const values = (name: string | null): TextValues => ({
  "contato.nome": name,
  "contato.primeiro_nome": name,
  "equipe.nome": "Principal",
  "conta.nome": "Loja",
  saudacao: "bom dia",
  protocolo: "7",
  chamado: null,
  "chamado.titulo": null,
  "chamado.status": null,
  "chamado.atendente": null,
});
const known = templatesByKey([back]);

describe("what stands behind an automatic text", () => {
  it.each([
    ["Lia", "Oi, Lia. Ainda podemos ajudar?"],
    [null, "Oi, cliente. Ainda podemos ajudar?"],
    ["Lia\n\t     Prado", "Oi, Lia Prado. Ainda podemos ajudar?"],
  ])("is said with our own variables filled in: %j", (name, body) =>
    expect(sayBehind(use, known, values(name))).toMatchObject({ content: { type: "template", body } }),
  );

  it.each([
    ["of no account", templatesByKey([]), "template_missing"],
    ["in another language", templatesByKey([{ ...back, language: "en_US" }]), "template_missing"],
    ["paused", templatesByKey([{ ...back, status: "PAUSED" }]), "template_not_approved"],
    ["changed since", templatesByKey([{ ...back, body: "Oi, {{1}} e {{2}}" }]), "place_missing"],
    ["grown too long", templatesByKey([{ ...back, body: `{{1}}${"x".repeat(1022)}` }]), "template_too_long"],
  ])("is not said when it is %s", (_name, templates, code) => {
    expect(sayBehind(use, templates, values("Lia"))).toMatchObject({ problem: { code } });
    expect(behindProblems(use, templates)).toMatchObject([{ code }]);
  });

  it("is judged by the longest name there may be", () => {
    const nearly = templatesByKey([{ ...back, body: `{{1}}${"x".repeat(1000)}` }]);
    expect(behindProblems(use, nearly)).toEqual([{ code: "template_too_long" }]);
    expect(sayBehind(use, nearly, values("Lia"))).toHaveProperty("content");
    expect(behindProblems(use, known)).toEqual([]);
  });

  it("must be there for every business account, and the worst of them counts", () => {
    const paused = { ...back, status: "PAUSED" };
    const other = templateOf({ name: "outro" });
    const statusIn = (...accounts: (typeof back)[][]) =>
      templatesOfAll(accounts).get(templateKey(back))?.status;
    expect(statusIn([back, other], [other, back])).toBe("APPROVED");
    expect(statusIn([back], [paused])).toBe("PAUSED");
    expect(statusIn([back], [other])).toBe(undefined);
    expect(templatesOfAll([]).size).toBe(0);
  });
});
