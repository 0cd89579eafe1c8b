import type { BotScript } from "@balcao/api";
import { momentOf, outcomeOf, playScript, scriptWorld, type RunningBot } from "@balcao/core";
import { diffLines, type DiffLine } from "./diff.ts";
import type { Company } from "./world.ts";

type Played = Pick<BotScript, "begin" | "steps">;

/** What a bot says to a script, as publishing plays it: a customer without a name, from `begin` on. */
export function playedOutcome(script: Played, running: RunningBot | null, company: Company): string[] {
  const world = scriptWorld(running, company);
  return outcomeOf(playScript(world, momentOf(script.begin, company.timeZone), script.steps), world);
}

export type Verdict = { passes: boolean; actual: string[]; lines: DiffLine[] };

/** Does the bot still say what the script expects, and where does it part from it? */
export function verdictOf(
  script: Played & Pick<BotScript, "expected">,
  running: RunningBot | null,
  company: Company,
): Verdict {
  const actual = playedOutcome(script, running, company);
  const lines = diffLines(script.expected, actual);
  return { passes: lines.every(({ kind }) => kind === "same"), actual, lines };
}
