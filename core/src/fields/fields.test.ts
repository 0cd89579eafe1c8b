import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkFieldValue, fieldFaults, isDay, readNumber, type FieldKind } from "./fields.ts";

describe("a definition", () => {
  it.each([
    ["text", "Cidade", [], []],
    ["text", "  ", [], ["label:required"]],
    ["text", "x".repeat(61), [], ["label:too_long"]],
    ["list", "Plano", [], ["options:required"]],
    ["list", "Plano", ["Ouro", " "], ["options:required"]],
    ["list", "Plano", ["Ouro", "ouro "], ["options:repeated_option"]],
    ["list", "Plano", ["Ouro", "Prata"], []],
  ] as [FieldKind, string, string[], string[]][])("%s %s %j: %j", (kind, label, options, faults) => {
    expect(fieldFaults({ kind, label, options }).map(({ path, code }) => `${path}:${code}`)).toEqual(faults);
  });
});

describe("a value", () => {
  it.each([
    ["text", " Recife ", "Recife"],
    ["text", "   ", null],
    ["text", 5, "invalid"],
    ["text", "x".repeat(501), "too_long"],
    ["number", 12.5, 12.5],
    ["number", Number.NaN, "not_a_number"],
    ["number", "12", "not_a_number"],
    ["date", "2024-02-29", "2024-02-29"],
    ["date", "2026-02-29", "not_a_day"],
    ["date", "26/11/2026", "not_a_day"],
    ["yes_no", false, false],
    ["yes_no", "sim", "invalid"],
    ["list", "Ouro", "Ouro"],
    ["list", "ouro", "unknown_option"],
    ["list", null, null],
  ] as [FieldKind, string | number | boolean | null, unknown][])("%s %j: %j", (kind, given, wanted) => {
    const checked = checkFieldValue({ kind, options: ["Ouro", "Prata"] }, given);
    expect(checked.ok ? checked.value : checked.code).toBe(wanted);
  });

  it("that was kept is kept again", () => {
    const kinds = fc.constantFrom<FieldKind>("text", "number", "date", "list", "yes_no");
    const given = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom("Ouro", "2026-11-26"));
    fc.assert(
      fc.property(kinds, given, (kind, value) => {
        const field = { kind, options: ["Ouro"] };
        const once = checkFieldValue(field, value);
        if (once.ok) expect(checkFieldValue(field, once.value)).toEqual(once);
      }),
    );
  });

  it("of a day is one the calendar has", () => {
    const days = fc.date({ min: new Date("1000-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        expect(isDay(day.toISOString().slice(0, 10))).toBe(true);
      }),
    );
    expect(["2026-13-01", "2026-00-10", "2026-04-31", "1900-02-29", "0999-01-01"].filter(isDay)).toEqual([]);
  });
});

it.each([
  ["1.234,5", "pt-BR", 1234.5],
  ["1234,5", "pt-BR", 1234.5],
  ["-3", "pt-BR", -3],
  ["1,234.5", "en", 1234.5],
  ["1.5", "en", 1.5],
  ["1.5", "pt-BR", null],
  ["12 kg", "pt-BR", null],
  ["", "en", null],
] as const)("reads %s in %s as %j", (text, locale, wanted) => {
  expect(readNumber(text, locale)).toBe(wanted);
});
