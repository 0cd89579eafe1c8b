import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine, plainCell, safeCell, separatorIn, separatorOf } from "./csv.ts";

describe("a cell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+55 (11) 98765-4321", "'+55 (11) 98765-4321"],
    ["-2", "'-2"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", "'\rx"],
    ["\nx", "'\nx"],
    ["＝1", "'＝1"],
    ["'=1", "''=1"],
    [" =1", "' =1"],
    ["\u00a0\ufeff@SUM(A1)", "'\u00a0\ufeff@SUM(A1)"],
    ["\u200b\u202e-2", "'\u200b\u202e-2"],
    ["\u22122", "'\u22122"],
    ["\ufe66\ufe621", "'\ufe66\ufe621"],
    [" Maria", " Maria"],
    ["a;=1", "a;'=1"],
    ['a, "=1"', `a,' "=1"`],
    ["a\r\n=1", "a\r'\n'=1"],
    ["a\r\nb", "a\r\nb"],
    ["Rua X, 5 - casa", "Rua X, 5 - casa"],
    ["Maria = 1", "Maria = 1"],
    ["'aspas", "'aspas"],
    ["", ""],
  ])("%j is written %j", (text, cell) => {
    expect(safeCell(text)).toBe(cell);
  });

  it("says again what it said, whatever it is, and never begins as a formula", () => {
    const some = fc.string({ unit: fc.constantFrom(..."'=+-@\t\r\n＝−\u200ba1 ;,\"") });
    fc.assert(
      fc.property(fc.oneof(some, fc.string({ unit: "grapheme" })), (text) => {
        expect(plainCell(safeCell(text))).toBe(text);
        expect(safeCell(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

it.each(["\n'", "=\n", "'", "\t"])("is looked through once, be it %j a hundred thousand times", (part) => {
  const long = part.repeat(128 * 1024);
  const begun = performance.now();
  expect(plainCell(safeCell(long)) === long).toBe(true);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

describe("a file", () => {
  it("is parted by what spreadsheets of its language expect", () => {
    expect(csvLine(['Maria "Má"', "=1"], separatorIn("pt-BR"))).toBe(`"Maria ""Má""";"'=1"\r\n`);
    expect(csvLine(["a", "b"], separatorIn("en"))).toBe('"a","b"\r\n');
  });

  it.each([
    ["Nome;Telefone\nMaria, de Souza;1", ";"],
    ["name,phone\na;b;c;d", ","],
    ['"a;b;c";d,e,f\n', ","],
    ["a\tb\tc", "\t"],
    ["\n\nNome,Telefone", ","],
    ["Telefone", ";"],
    ["", ";"],
  ])("%j is parted by %j", (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });
});
