import { expect, it } from "vitest";
import { lastDays, thisMonth } from "./period.ts";

// one in the morning in London, still the evening before in São Paulo
const NIGHT = Date.UTC(2026, 2, 1, 1);
const SAO_PAULO = "America/Sao_Paulo";

it("counts days of the account, today among them", () => {
  expect(lastDays(7, NIGHT, SAO_PAULO)).toEqual({ from: "2026-02-22", to: "2026-02-28" });
  expect(lastDays(1, NIGHT, "Europe/London")).toEqual({ from: "2026-03-01", to: "2026-03-01" });
  expect(lastDays(30, Date.UTC(2026, 0, 10, 12), SAO_PAULO)).toEqual({
    from: "2025-12-12",
    to: "2026-01-10",
  });
});

it("begins a month on its first day there", () => {
  expect(thisMonth(NIGHT, SAO_PAULO)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(thisMonth(NIGHT, "Europe/London")).toEqual({ from: "2026-03-01", to: "2026-03-01" });
});
