import { localTime } from "../conversation/hours.ts";
import { playScript, type TesterRun, type TesterStep, type TesterWorld } from "./tester.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Days from 1970-01-01 to a date of the calendar, by counting from a March on, so that a leap day comes last. */
function dayNumber(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const years = month > 2 ? year : year - 1;
  const monthsFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leapDays + Math.floor((153 * monthsFromMarch + 2) / 5) + day - 719_469;
}

/** A wall clock's reading ("2026-11-23T09:00") as a moment. One that a change of clocks skips is the same reading an hour earlier. */
export function momentOf(local: string, timeZone: string): number {
  const [date = "", time = ""] = local.split("T");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const reading = dayNumber(date) * DAY_MINUTES + hours * 60 + minutes;
  const offset = (at: number): number => {
    const there = localTime(at * MINUTE_MS, timeZone);
    return dayNumber(there.date) * DAY_MINUTES + there.minutes - at;
  };
  return (reading - offset(reading - offset(reading))) * MINUTE_MS;
}

/** Whom kept scripts play: the account's own company and a customer without a name, so that they mean the same everywhere. */
const scriptWorld = (running: TesterWorld["running"], company: Company): TesterWorld => ({
  running,
  context: { ...company, contact: { name: null } },
});

type Company = Omit<TesterWorld["context"], "contact">;
/** What was played once, from a wall clock's reading on. */
type Played = { begin: string; steps: readonly TesterStep[] };

/** What a kept script expects of a bot: each text it said and each team ("→ Comercial") it led to, in order. */
function outcomeOf(run: TesterRun, { context }: TesterWorld): string[] {
  return run.entries.flatMap((entry) => {
    if (entry.from === "bot") return [entry.content.body];
    if (entry.from !== "history" || entry.event !== "conversation.handed_over") return [];
    const to = String(entry.data["to"]);
    return [`→ ${context.teams.get(to)?.name ?? to}`];
  });
}

/** What this bot says to a script, as publishing plays it. */
export function playedOutcome(
  { begin, steps }: Played,
  running: TesterWorld["running"],
  company: Company,
): string[] {
  const world = scriptWorld(running, company);
  return outcomeOf(playScript(world, momentOf(begin, company.timeZone), steps), world);
}

/** Does this bot still say what the script expects, word for word and in its order? */
export function passesScript(
  script: Played & { expected: readonly string[] },
  running: TesterWorld["running"],
  company: Company,
): boolean {
  const actual = playedOutcome(script, running, company);
  return actual.length === script.expected.length && actual.every((line, at) => line === script.expected[at]);
}
