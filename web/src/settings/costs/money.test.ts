import { expect, it } from "vitest";
import { money, monthBy, monthName, readMicros, writeMicros } from "./money.ts";

it.each([
  ["0,035", 35_000],
  ["0.0068", 6_800],
  ["12", 12_000_000],
  [" 1500,5 ", 1_500_500_000],
  ["0,000001", 1],
  ["0,0000001", null],
  ["1.500,00", null],
  ["-1", null],
  ["", null],
])("reads %j as %j millionths", (text, micros) => {
  expect(readMicros(text)).toBe(micros);
  if (micros !== null)
    for (const locale of ["pt-BR", "en"]) expect(readMicros(writeMicros(micros, locale))).toBe(micros);
});

it("writes amounts with the digits they have", () => {
  const plain = (text: string): string => text.replaceAll(/\s/gu, " ");
  expect(plain(money(35_000, "BRL", "pt-BR"))).toBe("R$ 0,035");
  expect(plain(money(0, "BRL", "pt-BR"))).toBe("R$ 0,00");
  expect(plain(money(1_234_567_890, "BRL", "pt-BR"))).toBe("R$ 1.234,57");
  expect(plain(money(6_800, "USD", "en"))).toBe("$0.0068");
});

it("goes from month to month, over the end of a year", () => {
  expect([monthBy("2026-12", 1), monthBy("2027-01", -1), monthBy("2026-05", 1)]).toEqual([
    "2027-01",
    "2026-12",
    "2026-06",
  ]);
  expect(monthName("2026-11", "pt-BR")).toBe("novembro de 2026");
});
