import type { Finding, FindingCode } from "@balcao/core";
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../../i18n/triggers.en.json" with { type: "json" };
import pt from "../../i18n/triggers.pt-BR.json" with { type: "json" };
import { createFormats } from "../../lib/format.ts";
import type { Tongue } from "../sentences.ts";
import { findingSentence } from "./finding-text.ts";
import { witnessText } from "./witness.ts";

const tongues: Record<string, Tongue> = {};
const names: Record<string, string> = { a: "Boas-vindas", b: "Comercial", c: "Suporte" };

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
      team: (id) => `equipe ${id}`,
      number: createFormats(language, "America/Sao_Paulo").number,
    };
});

type Case = [Finding["data"], string[], string[]];
/** By code, each shape its data takes: data, triggers, and what the sentence must name. */
const CASES: Record<FindingCode, Case[]> = {
  no_opening: [[{ team: "t" }, [], ["equipe t"]]],
  opening_too_eager: [
    [{ hours: 0, least: 1, team: "t", word: "comercial" }, ["a", "b"], ["Boas-vindas", "Comercial", "1 "]],
    [{ hours: 0, least: 1, team: "t", word: "bla bla" }, ["a"], ["Boas-vindas"]],
  ],
  only_position_decides: [[{ team: "t" }, ["a", "b"], ["Boas-vindas", "Comercial", "equipe t"]]],
  never_wins: [
    [{ because: "team_not_reached", team: "t" }, ["a"], ["Boas-vindas"]],
    [{ because: "shadowed", team: "t" }, ["a", "b"], ["Boas-vindas", "Comercial"]],
    [{ because: "no_case", team: "t" }, ["a"], ["Boas-vindas"]],
  ],
  team_without_entry: [[{ team: "t" }, ["a"], ["equipe t"]]],
  team_without_people: [[{ team: "t" }, ["a"], ["equipe t"]]],
  two_entries: [[{ team: "t" }, ["a", "b"], ["Boas-vindas", "Comercial", "equipe t"]]],
  silence_never: [
    [{ because: "inactivity", hours: 30, closing: 24 }, ["a"], ["Boas-vindas", "30", "24"]],
    [{ because: "others", hours: 2 }, ["a", "b"], ["Boas-vindas", "Comercial"]],
    [{ because: "others", hours: 2 }, ["a"], ["Boas-vindas"]],
  ],
  keyword_unanswered: [[{ keyword: "Troca", team: "t" }, ["a"], ["Boas-vindas", "Troca", "equipe t"]]],
  reply_never_offered: [[{ words: ["boleto", "pix"] }, ["a"], ["Boas-vindas", "“boleto”", "“pix”"]]],
  keywords_equal: [[{ words: ["Troca!"] }, ["a"], ["Boas-vindas", "Troca!"]]],
  word_hidden: [[{ word: "troca", team: "t" }, ["a", "b"], ["Boas-vindas", "Comercial", "troca"]]],
  hand_over_cycle: [[{ team: "t" }, ["a", "b"], ["“Boas-vindas” → “Comercial” → “Boas-vindas”"]]],
  no_way_to_a_person: [[{ team: "t" }, ["a"], ["equipe t"]]],
  silence_after_window: [[{ hours: 30, window: 24 }, ["a"], ["Boas-vindas", "30", "24"]]],
  template_unusable: [
    [
      { template: "volta", language: "pt_BR", problem: "template_missing" },
      ["a"],
      ["Boas-vindas", "volta", "pt_BR"],
    ],
    ...["PAUSED", "REJECTED", "DISABLED", "PENDING"].map((status): Case => [
      { template: "volta", language: "pt_BR", problem: "template_not_approved", status },
      ["a"],
      ["Boas-vindas", "volta", "pt_BR"],
    ]),
    [
      { template: "volta", language: "pt_BR", problem: "template_not_approved", status: "IN_APPEAL" },
      ["a"],
      ["volta", "IN_APPEAL"],
    ],
    [
      { template: "volta", language: "pt_BR", problem: "template_unsendable", part: "CAROUSEL" },
      ["a"],
      ["volta", "CAROUSEL"],
    ],
    ...["place_missing", "place_unknown", "place_invalid"].map((problem): Case => [
      { template: "volta", language: "pt_BR", problem, key: "body.nome" },
      ["a"],
      ["Boas-vindas", "volta", "nome"],
    ]),
    [{ template: "volta", language: "pt_BR", problem: "template_too_long" }, ["a"], ["volta"]],
  ],
  text_problem: [[{ path: "action.text", problem: "unknown_variable" }, ["a"], ["Boas-vindas"]]],
  option_does_not_fit: [
    [{ presentation: "buttons", words: [], most: 3, title: 20, body: 9 }, ["a"], ["Boas-vindas", "3", "20"]],
    [
      { presentation: "list", words: ["x"], most: 10, title: 24, body: 9 },
      ["a"],
      ["Boas-vindas", "10", "24"],
    ],
  ],
  template_reply_unanswered: [
    [{ template: "volta", keyword: "Sim", team: "t" }, ["a"], ["Boas-vindas", "volta", "Sim", "equipe t"]],
  ],
  number_unanswered: [[{ number: "3", team: "t" }, ["a"], ["Boas-vindas", "3"]]],
  hand_over_out_of_hours: [[{ team: "t" }, ["a"], ["Boas-vindas", "equipe t"]]],
};

const all = Object.entries(CASES).flatMap(([code, cases]) =>
  cases.map(([data, triggerIds, holds]) => ({ code, data, triggerIds, holds })),
);

describe.each(["pt-BR", "en"])("each finding is a sentence in %s", (language) => {
  it.each(all)("$code $data.because", ({ holds, ...finding }) => {
    const sentence = findingSentence(finding, tongues[language]!, (id) => names[id] ?? "?");
    for (const part of holds) expect(sentence).toContain(part);
    // a missing text is its key; a missing value stays in braces
    expect(sentence).not.toMatch(/finding\.|\{\{|undefined/u);
    expect(sentence.length).toBeGreaterThan(20);
  });

  it("tells a code of a newer server as what it is", () => {
    const sentence = findingSentence(
      { code: "brand_new", triggerIds: [], data: {} },
      tongues[language]!,
      String,
    );
    expect(sentence).toContain("brand_new");
  });
});

it("differs between the languages", () => {
  for (const { holds: _holds, ...finding } of all) {
    const [one, other] = ["pt-BR", "en"].map((language) =>
      findingSentence(finding, tongues[language]!, String),
    );
    if (finding.code !== "text_problem") expect(one).not.toBe(other);
  }
});

describe("the witness in words", () => {
  const steps = [
    { idleHours: null, says: "oi" },
    { idleHours: 2, says: "Comercial" },
    { idleHours: 0.1, says: null },
    { silenceHours: 1 },
  ];
  it.each([
    [
      "pt-BR",
      "um cliente novo escreve “oi”, 2 horas depois escreve “Comercial”, 6 minutos depois envia um áudio, fica 1 hora em silêncio.",
    ],
    [
      "en",
      "a new customer writes “oi”, 2 hours later writes “Comercial”, 6 minutes later sends a voice message, is silent for 1 hour.",
    ],
  ])("%s", (language, sentence) => expect(witnessText({ steps }, tongues[language]!)).toBe(sentence));
});
