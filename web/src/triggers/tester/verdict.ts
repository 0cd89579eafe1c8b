import type { BotScript } from "@balcao/api";
import { playedOutcome, type RunningBot } from "@balcao/core";
import { diffLines, type DiffLine } from "./diff.ts";
import type { Company } from "../company.ts";

export type Verdict = { passes: boolean; actual: string[]; lines: DiffLine[] };

/** Does the bot still say what the script expects, and where does it part from it? */
export function verdictOf(
  script: Pick<BotScript, "begin" | "steps" | "expected">,
  running: RunningBot | null,
  company: Company,
): Verdict {
  const actual = playedOutcome(script, running, company);
  const lines = diffLines(script.expected, actual);
  return { passes: lines.every(({ kind }) => kind === "same"), actual, lines };
}
