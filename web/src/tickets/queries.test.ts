import { expect, it } from "vitest";
import { numberOf } from "./queries.ts";

it.each([
  ["1042", 1042],
  [" #7 ", 7],
  ["0", null],
  ["#", null],
  ["10a", null],
  ["-1", null],
  ["99999999999", null],
  ["2147483648", null],
  ["", null],
])("reads the number of a ticket from %j", (text, number) => {
  expect(numberOf(text)).toBe(number);
});
