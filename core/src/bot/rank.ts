import type { CompiledTrigger } from "./conditions.ts";
import type { TraceStep } from "./types.ts";

/** The order of chatbot.md, section 3: each rule names the side it prefers; position decides last. */
const RULES: readonly {
  name: "expected_reply" | "team_is" | "idle_condition";
  prefers: (entry: CompiledTrigger) => boolean;
}[] = [
  { name: "expected_reply", prefers: (entry) => entry.words !== null },
  { name: "team_is", prefers: (entry) => entry.trigger.team.operator === "is" },
  { name: "idle_condition", prefers: (entry) => entry.trigger.idle !== null },
];

/** Negative when `a` wins. Both come in the order of position. */
function compare(a: CompiledTrigger, b: CompiledTrigger): number {
  for (const rule of RULES) {
    const difference = Number(rule.prefers(b)) - Number(rule.prefers(a));
    if (difference !== 0) return difference;
  }
  return 0;
}

export type Ranking = {
  winner: CompiledTrigger | null;
  runnerUp: CompiledTrigger | null;
  wonBy: TraceStep["wonBy"];
};

/** Which candidate wins, and the first rule that tells it from the runner-up. `candidates` in the order of position. */
export function rank(candidates: readonly CompiledTrigger[]): Ranking {
  const [winner = null, runnerUp = null] = [...candidates].sort(compare);
  if (winner === null) return { winner: null, runnerUp: null, wonBy: null };
  if (runnerUp === null) return { winner, runnerUp, wonBy: "only_candidate" };
  const rule = RULES.find(({ prefers }) => prefers(winner) !== prefers(runnerUp));
  return { winner, runnerUp, wonBy: rule?.name ?? "position" };
}
