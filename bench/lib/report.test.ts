import { afterEach, expect, it, vi } from "vitest";
import { endByTargets, figure, Times, verdict } from "./report.ts";

afterEach(() => vi.restoreAllMocks());

it("says whether a target is met, and by how much it is not", () => {
  expect(verdict(3000, { atLeast: 3000 })).toBe("met");
  expect(verdict(2910, { atLeast: 3000 })).toBe("NOT met: 3.0 % under");
  expect(verdict(1500, { atLeast: 3000 })).toBe("NOT met: 50 % under");
  expect(verdict(40, { atMost: 40 })).toBe("met");
  expect(verdict(60, { atMost: 40 })).toBe("NOT met: 50 % over");
});

it("gives the smallest value that so many do not exceed", () => {
  const times = new Times();
  expect(times.percentile(50)).toBeNaN();
  for (const value of [5, 1, 4, 2, 3]) times.add(value);
  expect([50, 99, 100].map((percent) => times.percentile(percent))).toEqual([3, 5, 5]);
  times.add(0);
  expect(times.percentile(50)).toBe(2);
});

it("ends with 1 where a target is a promise and was missed, and only then", () => {
  const before = process.exitCode;
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    figure("kept", 40, "ms", { atMost: 50 });
    endByTargets();
    expect(process.exitCode).toBe(before);
    figure("missed", 60, "ms", { atMost: 50 });
    endByTargets();
    expect(process.exitCode).toBe(1);
    expect(said.mock.lastCall?.[0]).toContain("1 not met");
  } finally {
    process.exitCode = before;
  }
});
