import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../i18n/triggers.en.json" with { type: "json" };
import pt from "../i18n/triggers.pt-BR.json" with { type: "json" };
import { createFormats } from "../lib/format.ts";
import { actionSentence, shortText, whenSentence, type Tongue, type TriggerFacts } from "./sentences.ts";

const names: Record<string, string> = { p: "Principal", c: "Comercial" };
const tongues: Record<string, Tongue> = {};

beforeAll(async () => {
  await i18next.init({
    lng: "pt-BR",
    fallbackLng: false,
    resources: { "pt-BR": { triggers: pt }, en: { triggers: en } },
    interpolation: { escapeValue: false },
  });
  for (const language of ["pt-BR", "en"])
    tongues[language] = {
      t: i18next.getFixedT(language, "triggers"),
      team: (id) => names[id] ?? "?",
      number: createFormats(language, "America/Sao_Paulo").number,
    };
});

const trigger = (more: Partial<TriggerFacts>): TriggerFacts => ({
  description: "x",
  team: { operator: "is", team: "p" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "hand_over", team: "c" },
  active: true,
  ...more,
});

describe("when a trigger speaks", () => {
  it.each<[string, Partial<TriggerFacts>, string, string]>([
    ["any message", {}, "O cliente escreve em Principal", "The customer writes in Principal"],
    [
      "the opening trigger",
      { idle: { operator: "greater_than", hours: 1 } },
      "O cliente escreve em Principal, depois de mais de 1 hora sem interação",
      "The customer writes in Principal, after more than 1 hour without interaction",
    ],
    [
      "a reply within hours",
      { idle: { operator: "less_than", hours: 23.5 }, expectedReply: ["Comercial"] },
      "O cliente responde “Comercial” em Principal, a menos de 23,5 horas da última interação",
      "The customer replies “Comercial” in Principal, less than 23.5 hours after the last interaction",
    ],
    [
      "several words, one contained, everywhere but one team",
      {
        team: { operator: "is_not", team: "c" },
        expectedReply: ["oi", { word: "olá", match: "equals" }, { word: "boleto", match: "contains" }],
      },
      "O cliente responde “oi”, “olá” ou algo com “boleto” em qualquer equipe, menos Comercial",
      "The customer replies “oi”, “olá” or something with “boleto” in any team but Comercial",
    ],
    [
      "an entry, whose idle time does not count",
      { fires: "on_entry", idle: { operator: "less_than", hours: 2 } },
      "A conversa entra em Principal",
      "The conversation enters Principal",
    ],
    [
      "silence",
      { fires: "on_silence", idle: { operator: "greater_than", hours: 2 } },
      "O cliente fica em silêncio em Principal por mais de 2 horas",
      "The customer is silent in Principal for more than 2 hours",
    ],
  ])("%s", (_name, more, portuguese, english) => {
    expect(whenSentence(trigger(more), tongues["pt-BR"]!)).toBe(portuguese);
    expect(whenSentence(trigger(more), tongues["en"]!)).toBe(english);
  });
});

describe("what a trigger does", () => {
  const message = (text: string, keywords: string[] = [], presentation: "auto" | "text" = "auto") =>
    trigger({ action: { type: "smart_message", text, keywords, presentation, template: null } });
  it.each<[TriggerFacts, string]>([
    [trigger({}), "encaminha para Comercial"],
    [message("Olá"), "responde “Olá”"],
    [message("  "), "responde com uma mensagem ainda por escrever"],
    [message("Olá", ["Sim", "Não"]), "responde “Olá” com os botões “Sim”, “Não”"],
    [message("Olá", ["a", "b", "c", "d"]), "responde “Olá” com a lista “a”, “b”, “c”, “d”"],
    [message("Olá", ["Sim"], "text"), "responde “Olá” com as opções numeradas “Sim”"],
    [
      trigger({
        action: {
          type: "smart_message",
          text: "Olá",
          keywords: [],
          presentation: "auto",
          template: { name: "volta", language: "pt_BR", values: {} },
        },
      }),
      "responde “Olá”; com a janela de 24 h fechada, envia o template “volta”",
    ],
    [
      message("{{saudacao}}, {{contato.primeiro_nome|você}}!\nTudo bem?"),
      "responde “‹saudação da hora›, ‹primeiro nome›! Tudo bem?”",
    ],
  ])("%#", (facts, sentence) => expect(actionSentence(facts, tongues["pt-BR"]!)).toBe(sentence));

  it("cuts a long message between characters, never inside one", () => {
    const short = shortText("🌻".repeat(200), tongues["pt-BR"]!.t);
    expect(Array.from(short)).toHaveLength(90);
    expect(short.endsWith("🌻…")).toBe(true);
  });
});
