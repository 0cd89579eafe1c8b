import { momentOf } from "../hours/wall-clock.ts";
import { playScript, type TesterRun, type TesterStep, type TesterWorld } from "./tester.ts";

/** Whom kept scripts play: the account's own company and a customer without a name, so that they mean the same everywhere. */
const scriptWorld = (running: TesterWorld["running"], company: Company): TesterWorld => ({
  running,
  context: { ...company, contact: { name: null, blocked: false } },
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
