import { expect, it } from "vitest";
import { readDecimal, writeDecimal } from "./numbers.ts";

it.each([
  ["24", 24],
  ["1,5", 1.5],
  [" 0.25 ", 0.25],
  ["", null],
  ["-1", null],
  ["1.000,5", null],
  ["24h", null],
])("reads %j as %j", (text, value) => expect(readDecimal(text)).toBe(value));

it("writes the decimal sign of the language", () => {
  expect(writeDecimal(1.5, "pt-BR")).toBe("1,5");
  expect(writeDecimal(1.5, "en")).toBe("1.5");
  expect(writeDecimal(null, "en")).toBe("");
});
