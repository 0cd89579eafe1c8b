import fc from "fast-check";
import { expect, it } from "vitest";
import { fieldDraft, fieldText, readDraft } from "./field-text.ts";

const words = { yes: "Sim", no: "Não" };

it.each([
  [1234.5, "number", "pt-BR", "1.234,5"],
  [1234.5, "number", "en", "1,234.5"],
  ["2026-11-26", "date", "pt-BR", "26/11/2026"],
  ["2026-11-26", "date", "en", "11/26/26"],
  [false, "yes_no", "pt-BR", "Não"],
  ["Ouro", "list", "en", "Ouro"],
  // an old value of a field is shown whatever it is
  ["ontem", "date", "en", "ontem"],
] as const)("%j (%s, %s) reads %s", (value, kind, locale, text) => {
  expect(fieldText(value, kind, locale, words)).toBe(text);
});

it("an editor that changes nothing keeps the number, in both languages", () => {
  const locales = fc.constantFrom("pt-BR" as const, "en" as const);
  const numbers = fc.integer({ min: -1e9, max: 1e9 }).map((whole) => whole / 100);
  fc.assert(
    fc.property(locales, numbers, (locale, value) => {
      const field = { kind: "number" as const, options: [] };
      expect(readDraft(fieldDraft(value, locale), field, locale)).toEqual({ ok: true, value: value || 0 });
    }),
  );
});

it.each([
  ["12 kg", "number", "not_a_number"],
  ["2026-02-30", "date", "not_a_day"],
  ["Bronze", "list", "unknown_option"],
] as const)("%s is no %s", (draft, kind, code) => {
  expect(readDraft(draft, { kind, options: ["Ouro"] }, "pt-BR")).toEqual({ ok: false, code });
});
