import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../testing/any-text.ts";
import { excerptOf, searchTerms, spellings, wordsOf } from "./message-search.ts";

const word = (text: string) => ({ type: "word", word: text });
const beginning = (text: string) => ({ type: "beginning", word: text });
const phrase = (...words: string[]) => ({ type: "phrase", words });

describe("what a search asks for", () => {
  it.each([
    ["words, the last one still being typed", "pedido orçam", [word("pedido"), beginning("orçam")]],
    ["a phrase in quotes", '"segunda via" boleto', [phrase("segunda", "via"), beginning("boleto")]],
    ["curly quotes", "“segunda via”", [phrase("segunda", "via")]],
    ["a quoted word is meant as it stands", '"via"', [phrase("via")]],
    ["an open quote is none", '"segunda via', [word("segunda"), beginning("via")]],
    ["what a sign holds together", "joao@empresa.com", [phrase("joao", "empresa", "com")]],
    ["a few letters begin too much", "a b", [word("a"), word("b")]],
    ["signs alone", '\'&|!():* <-> \\ %_ ""', []],
    ["signs between words", "a & !b", [word("a"), word("b")]],
    ["blank", "  ", []],
  ])("%s: %j", (_name, text, terms) => expect(searchTerms(text)).toEqual(terms));

  it("never throws, holds words only, and stays small", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const terms = searchTerms(text);
        expect(terms.length).toBeLessThanOrEqual(12);
        for (const term of terms)
          for (const one of term.type === "phrase" ? term.words : [term.word])
            expect(one).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
      }),
    );
    expect(searchTerms("a ".repeat(5_000))).toHaveLength(12);
  });
});

it.each([
  ["informação", ["informação", "informacoes"]],
  ["informacoes", ["informacoes", "informacao"]],
  ["papéis", ["papéis", "papel"]],
  ["imagem", ["imagem", "imagens"]],
  ["vaso", ["vaso"]],
  ["al", ["al"]],
])("spells %s as %j", (text, all) => expect(spellings(text)).toEqual(all));

describe("excerpts", () => {
  const marked = (text: string, ...found: string[]): string =>
    excerptOf(text, (one) => found.includes(one))
      .map((part) => (part.found ? `[${part.text}]` : part.text))
      .join("");
  it("marks what was found", () =>
    expect(marked("Bom dia,\n o orçamento  chegou? orçamento!", "orçamento")).toBe(
      "Bom dia, o [orçamento] chegou? [orçamento]!",
    ));
  it("begins shortly before the first word found, at a word", () => {
    const text = `${"antes ".repeat(30)}aqui ${"depois ".repeat(60)}`;
    const shown = marked(text, "aqui");
    expect(shown).toMatch(/^…antes (antes )+\[aqui\] depois .*depois…$/u);
    expect(shown.length).toBeLessThan(170);
  });
  it("shows a text of one endless word", () =>
    expect(marked("x".repeat(500), "x".repeat(500))).toMatch(/^\[x{150}\]…$/u));
  it("loses and adds nothing of a short text, whatever it says", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 100, unit: "grapheme" }),
        fc.integer({ min: 1, max: 3 }),
        (text, every) => {
          const parts = excerptOf(text, (one) => one.length % every === 0);
          expect(parts.map((part) => part.text).join("")).toBe(text.replaceAll(/\s+/gu, " ").trim());
          for (const part of parts.filter(({ found }) => found))
            expect(wordsOf(part.text)).toEqual([part.text]);
        },
      ),
    );
  });
});
