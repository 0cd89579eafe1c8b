import type { Ranking } from "../rank.ts";
import type { Explorer } from "./explore.ts";
import type { Edge, Explored, Message, Node } from "./explored.ts";
import type { Witness, WitnessStep } from "./findings.ts";
import type { Answer } from "./tables.ts";

/** What the checks look at: the walk, and the ways to ask more about a situation it found. */
export type Cases = { explored: Explored; explorer: Explorer };

/** The case that brings a conversation to this situation and then does one thing more. */
export const witnessAt = (node: Node, step: WitnessStep): Witness => ({
  begins: node.begins,
  team: node.team,
  steps: [...node.path, step],
});

export const witnessOf = (edge: Edge): Witness => witnessAt(edge.from, edge.step);

/** The shortest case in which this trigger acts; null when it never does. */
export function witnessOfAct({ explored }: Cases, triggerId: string): Witness | null {
  const edge = explored.edges.find(({ acted }) => acted.includes(triggerId));
  return edge ? witnessOf(edge) : null;
}

/** Hours after which an answer counts as given at once: inside every reply condition that is not absurdly short. */
export const soon = (cases: Cases, node: Node): number | null => cases.explorer.idles(node)[0] ?? null;

/** Is a person called by this text here, and no trigger's own word? */
export function callsPerson(cases: Cases, ranking: Ranking, texts: readonly string[]): boolean {
  const { personWords } = cases.explorer.tables.bot;
  return ranking.winner?.words == null && texts.some((text) => personWords.has(text));
}

export type Case = {
  node: Node;
  step: Message;
  texts: string[];
} & Answer;

/** Every message that can be told apart in every situation, with who answers it. */
export function* messages(cases: Cases): Generator<Case> {
  const { explorer, explored } = cases;
  const seen = new Set<string>();
  for (const node of explored.nodes) {
    // having been told that an answer is none of the options changes nothing of who answers the next
    const { team, menu, fresh, answered, quiet } = node;
    const key = [team, menu?.triggerId, fresh, quiet, ...answered].join("|");
    if (seen.has(key)) continue;
    seen.add(key);
    for (const { text, readings } of explorer.says(node))
      for (const idleHours of explorer.idles(node))
        yield {
          node,
          step: explorer.stepAt(node, idleHours, text),
          texts: readings,
          ...explorer.tables.onMessage(node.team, idleHours, readings),
        };
  }
}
