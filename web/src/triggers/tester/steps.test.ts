import type { TesterStep } from "@balcao/core";
import { expect, it } from "vitest";
import { decodeSteps, encodeSteps, STEPS_MOST } from "./steps.ts";

const STEPS: TesterStep[] = [
  { does: "writes", text: "Olá 👋 ação?" },
  { does: "taps", option: "Orçamento" },
  { does: "sends", what: "audio" },
  { does: "waits", hours: 0.5 },
];
const encoded = (value: unknown): string => encodeSteps(value as TesterStep[]);

it("carries steps through an address unharmed", () => {
  const address = encodeSteps(STEPS);
  expect(address).toMatch(/^[\w-]+$/u);
  expect(decodeSteps(address)).toEqual(STEPS);
});

it.each([
  ["nothing", ""],
  ["no base64", "%%%"],
  ["no JSON", btoa("hello")],
  ["broken UTF-8", btoa('["\xff"]')],
  ["no list", encoded({ does: "writes", text: "oi" })],
  ["an empty list", encoded([])],
  ["something else in it", encoded([null])],
  ["an unknown act", encoded([{ does: "deletes", text: "x" }])],
  ["an empty text", encoded([{ does: "writes", text: "" }])],
  ["a text too long", encoded([{ does: "writes", text: "x".repeat(4097) }])],
  ["no text", encoded([{ does: "writes", text: { toString: "x" } }])],
  ["time that runs back", encoded([{ does: "waits", hours: -1 }])],
  ["more than a year", encoded([{ does: "waits", hours: 8761 }])],
  ["another medium", encoded([{ does: "sends", what: "script" }])],
  ["too many steps", encoded(Array.from({ length: STEPS_MOST + 1 }, () => ({ does: "writes", text: "x" })))],
])("refuses %s", (_, address) => expect(decodeSteps(address)).toBeNull());

it("takes along only what a step is made of", () => {
  expect(decodeSteps(encoded([{ does: "writes", text: "oi", more: "<img>" }]))).toEqual([
    { does: "writes", text: "oi" },
  ]);
});
