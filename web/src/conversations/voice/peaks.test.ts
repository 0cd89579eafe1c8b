import { expect, it } from "vitest";
import { BARS, peaksFrom } from "./peaks.ts";

const wave = (length: number, loud: (at: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, i) => loud(i / length) * Math.sin(i));

it("draws the loudest part full and the others beside it", () => {
  const peaks = peaksFrom(wave(64_000, (at) => (at < 0.5 ? 0.25 : 0.5)));
  expect(peaks).toHaveLength(BARS);
  expect(Math.max(...peaks)).toBe(1);
  expect(peaks[0]).toBeCloseTo(0.5, 1);
  expect(peaks.at(-1)).toBeCloseTo(1, 1);
});
it("draws silence, and next to nothing, flat", () => {
  expect(new Set(peaksFrom(new Float32Array(5000)))).toEqual(new Set([0]));
  expect(peaksFrom(new Float32Array(0))).toEqual(Array.from({ length: BARS }, () => 0));
  expect(new Set(peaksFrom(wave(5000, () => 0.0001)))).toEqual(new Set([0]));
});
