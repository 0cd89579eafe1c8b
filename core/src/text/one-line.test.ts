import { expect, it } from "vitest";
import { oneLine } from "./one-line.ts";

it.each([
  ["Boleto não abre", "Boleto não abre"],
  ["Boleto\r\nnão\tabre", "Boleto não abre"],
  ["um\u2028dois\u0085três\u0007", "um dois três "],
  ["👩‍👧 família", "👩‍👧 família"],
])("%j becomes %j", (given, line) => {
  expect(oneLine(given)).toBe(line);
});
