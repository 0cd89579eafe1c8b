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
    ["Maria = 1", "Maria = 1"],
    ["'aspas", "'aspas"],
    ["", ""],
  ])("%j is written %j", (text, cell) => {
    expect(safeCell(text)).toBe(cell);
  });

  it("says again what it said, whatever it is, and never begins as a formula", () => {
    const some = fc.string({ unit: fc.constantFrom(..."'=+-@\t\r\n＝a1 ") });
    fc.assert(
      fc.property(fc.oneof(some, fc.string({ unit: "grapheme" })), (text) => {
        expect(plainCell(safeCell(text))).toBe(text);
        expect(safeCell(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
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
