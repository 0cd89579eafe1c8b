import { expect, it } from "vitest";
import { context, runs } from "../testing/desk.ts";
import { T1, T2, T4 } from "../testing/guide-bot.ts";
import { momentOf } from "../hours/wall-clock.ts";
import { passesScript, playedOutcome } from "./script.ts";
import type { TesterStep } from "./tester.ts";

it("reads a wall clock in its zone, also where clocks change", () => {
  expect(momentOf("2026-11-23T09:00", "America/Sao_Paulo")).toBe(Date.UTC(2026, 10, 23, 12));
  expect(momentOf("2026-07-01T00:30", "Asia/Kolkata")).toBe(Date.UTC(2026, 5, 30, 19));
  // half past two is skipped: half past one
  expect(momentOf("2026-03-08T02:30", "America/New_York")).toBe(Date.UTC(2026, 2, 8, 6, 30));
  // New York, 8 March and 1 November 2026: the hour before and the hour after the change
  expect(momentOf("2026-03-08T01:59", "America/New_York")).toBe(Date.UTC(2026, 2, 8, 6, 59));
  expect(momentOf("2026-03-08T03:00", "America/New_York")).toBe(Date.UTC(2026, 2, 8, 7));
  expect(momentOf("2026-11-01T00:59", "America/New_York")).toBe(Date.UTC(2026, 10, 1, 4, 59));
  expect(momentOf("2026-11-01T02:00", "America/New_York")).toBe(Date.UTC(2026, 10, 1, 7));
});

it("counts days as the calendar does", () => {
  for (let at = Date.UTC(1999, 11, 1); at < Date.UTC(2101, 2, 2); at += 86_400_000 * 13)
    expect(momentOf(new Date(at).toISOString().slice(0, 16), "UTC")).toBe(at);
  for (const day of ["2000-02-29", "2028-02-29", "2100-03-01", "2027-12-31", "1970-01-01"])
    expect(momentOf(`${day}T00:00`, "UTC")).toBe(Date.parse(day));
});

it("tells what the bot said and where it led, and nothing else", () => {
  const { contact: _contact, ...company } = context();
  const running = runs(T1, T2, T4);
  const steps: TesterStep[] = ["oi", "Comercial", "atendente"].map((text) => ({ does: "writes", text }));
  const script = { begin: "2026-11-23T09:00", steps };
  const expected = ["Olá!", "→ Comercial", "Sobre o quê?"];
  expect(playedOutcome(script, running, company)).toEqual(expected);
  const passes = (lines: string[], bot = running): boolean =>
    passesScript({ ...script, expected: lines }, bot, company);
  expect(passes(expected)).toBe(true);
  for (const other of [expected.slice(1), [...expected, "Tchau"], expected.toReversed()])
    expect(passes(other)).toBe(false);
  expect(passes(expected, runs(T1, T2))).toBe(false);
});
