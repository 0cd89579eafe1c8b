import { expect, it } from "vitest";
import { fitOf } from "./fit.ts";

const words = (count: number, length = 5): string[] =>
  Array.from({ length: count }, (_, index) => `${index}`.padEnd(length, "x"));

it("gives no reason where buttons, or what was wished, fit", () => {
  expect(fitOf("Olá", words(3, 20), "auto")).toEqual({ presentation: "buttons", reasons: [] });
  expect(fitOf("Olá", words(3), "list")).toEqual({ presentation: "list", reasons: [] });
  expect(fitOf("Olá", words(30), "text")).toEqual({ presentation: "text", reasons: [] });
  expect(fitOf("Olá", [], "buttons")).toEqual({ presentation: "text", reasons: [] });
});
it("says what kept a menu from being buttons", () => {
  expect(fitOf("Olá", words(4), "auto")).toEqual({
    presentation: "list",
    reasons: [{ code: "buttonsMany", count: 4, most: 3 }],
  });
  expect(fitOf("Olá", ["Falar com uma pessoa!"], "buttons")).toEqual({
    presentation: "list",
    reasons: [{ code: "buttonsLong", word: "Falar com uma pessoa!", count: 21, most: 20 }],
  });
});
it("says what kept it from being a list too", () => {
  expect(fitOf("Olá", words(11), "auto").reasons.map(({ code }) => code)).toEqual([
    "buttonsMany",
    "listMany",
  ]);
  expect(fitOf("Olá", words(1, 25), "list").reasons.map(({ code }) => code)).toEqual(["listLong"]);
});
it("names a message too long for a menu, and an option that is there twice", () => {
  expect(fitOf("x".repeat(1025), words(2), "auto").reasons).toEqual([
    { code: "body", count: 1025, most: 1024 },
  ]);
  expect(fitOf("Olá", ["Sim", "Sim"], "auto").reasons).toEqual([{ code: "twin", word: "Sim" }]);
});
