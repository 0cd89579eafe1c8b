import { describe, expect, it } from "vitest";
import { createFormats, shortDuration } from "./format.ts";

const pt = createFormats("pt-BR", "America/Sao_Paulo");
const en = createFormats("en", "America/Sao_Paulo");
const at = (text: string): number => Date.parse(text);
const now = at("2026-11-23T20:00:00Z");

describe("times in the list", () => {
  it.each([
    ["2026-11-23T12:41:00Z", "09:41", "09:41"],
    // 23:59 of the day before in São Paulo, though already the same day in UTC
    ["2026-11-23T02:59:00Z", "ontem", "yesterday"],
    ["2026-11-20T12:00:00Z", "sex", "Fri"],
    ["2026-10-02T12:00:00Z", "02/10", "10/02"],
    ["2026-11-23T21:00:00Z", "18:00", "18:00"],
  ])("%s is %s", (time, portuguese, english) => {
    expect(pt.listTime(at(time), now)).toBe(portuguese);
    expect(en.listTime(at(time), now)).toBe(english);
  });
});

it("separates days by the account's midnight", () => {
  expect(pt.day(at("2026-11-23T03:00:00Z"), now)).toBe("Hoje");
  expect(pt.day(at("2026-11-23T02:59:00Z"), now)).toBe("Ontem");
  expect(pt.day(at("2026-11-16T15:00:00Z"), now)).toBe("Segunda-feira, 16 de novembro");
  expect(pt.dayKey(at("2026-11-23T02:59:00Z"))).toBe("2026-11-22");
});

it("writes numbers as the language does", () => {
  expect(pt.number(1234.5)).toBe("1.234,5");
  expect(pt.bytes(1_248_000)).toBe("1,2 MB");
  expect(en.bytes(950)).toBe("950 B");
});

it("says what is left in few letters", () => {
  const minute = 60_000;
  expect(shortDuration(-5)).toBe("< 1 min");
  expect(shortDuration(19.9 * minute)).toBe("19 min");
  expect(shortDuration(192 * minute)).toBe("3h12");
  expect(shortDuration(120 * minute)).toBe("2h00");
  expect(shortDuration(72 * 60 * minute)).toBe("3 d");
});
