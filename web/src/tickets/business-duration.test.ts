import { expect, it } from "vitest";
import { businessDuration } from "./business-duration.ts";

it.each([
  [-5, "< 1 min"],
  [59_999, "< 1 min"],
  [60_000, "1 min"],
  [59 * 60_000, "59 min"],
  [60 * 60_000, "1h00"],
  [130 * 60_000, "2h10"],
  [50 * 60 * 60_000, "50h00"],
])("%d ms is %s", (ms, text) => expect(businessDuration(ms)).toBe(text));
