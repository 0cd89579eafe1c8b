import type { RealtimeChange } from "@balcao/api";
import { expect, it } from "vitest";
import { ticketAlarmsIn } from "./ticket-alarms.ts";

const NOW = Date.UTC(2026, 10, 23, 12);
const alarm = (id: string, ageMs = 0): RealtimeChange => ({
  type: "ticket-alarm",
  id,
  at: new Date(NOW - ageMs).toISOString(),
  number: 7,
  title: "Boleto",
  alarm: "warned",
  target: "solution",
});

it("an alarm calls once, and not when it was missed while nobody listened", () => {
  const heard = new Set<string>();
  const ids = (...changes: RealtimeChange[]) => ticketAlarmsIn(changes, heard, NOW).map(({ id }) => id);
  expect(ids(alarm("1"), { type: "refetch", what: "tickets" }, alarm("2", 61_000))).toEqual(["1"]);
  expect(ids(alarm("1"), alarm("2"), alarm("3"))).toEqual(["3"]);
});
