import { localTime } from "../conversation/hours.ts";
import type { TesterRun, TesterWorld } from "./tester.ts";

const MINUTE_MS = 60_000;

/** A wall clock's reading ("2026-11-23T09:00") as a moment. One that a change of clocks skips is read as if it had not come yet. */
export function momentOf(local: string, timeZone: string): number {
  const reading = Date.parse(`${local}Z`);
  const offset = (at: number): number => {
    const { date, minutes } = localTime(at, timeZone);
    return Date.parse(`${date}T00:00Z`) + minutes * MINUTE_MS - Math.floor(at / MINUTE_MS) * MINUTE_MS;
  };
  return reading - offset(reading - offset(reading));
}

/** Whom kept scripts play: the account's own company and a customer without a name, so that they mean the same everywhere. */
export const scriptWorld = (
  running: TesterWorld["running"],
  company: Omit<TesterWorld["context"], "contact">,
): TesterWorld => ({ running, context: { ...company, contact: { name: null } } });

/** What a kept script expects of a bot: each text it said and each team ("→ Comercial") it led to, in order. */
export function outcomeOf(run: TesterRun, { context }: TesterWorld): string[] {
  return run.entries.flatMap((entry) => {
    if (entry.from === "bot") return [entry.content.body];
    if (entry.from !== "history" || entry.event !== "conversation.handed_over") return [];
    const to = String(entry.data["to"]);
    return [`→ ${context.teams.get(to)?.name ?? to}`];
  });
}
