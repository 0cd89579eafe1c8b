import { expect, it } from "vitest";
import { titleFrom } from "./proposal.ts";

it("proposes a title: the first line that says something, cut at a word and never inside a character", () => {
  expect(titleFrom("\n  boleto   não abre\nde novo")).toBe("boleto não abre");
  expect(titleFrom("")).toBe("");
  const words = titleFrom("palavra ".repeat(20));
  expect(words).toMatch(/^(palavra ){9}palavra…$|^(palavra ){8}palavra…$/u);
  expect(Array.from(titleFrom("😀".repeat(100)))).toHaveLength(81);
});
