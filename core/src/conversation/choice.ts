import { botOut, history } from "./commands.ts";
import type { ConversationDecision, ConversationState } from "./types.ts";

/** What a person may want none of: marketing, or anything that goes out by itself. */
export type ChoiceKind = "marketing" | "automatic";

/** A choice as the ledger has it; `source`: agent = noted by an agent for them, anything else is the person's own word. */
export type Choice = { at: number; stopped: boolean; source: string };

/**
 * Which of two choices counts: the person's own latest and the one an agent noted last. Their own no stands against every agent; else the
 * later word counts.
 */
export function standingChoice<C extends Choice>(own: C | null, noted: C | null): C | null {
  if (own === null || noted === null) return own ?? noted;
  return own.stopped || own.at > noted.at ? own : noted;
}

/** An agent noted it: a line in the thread, and where nothing is said by itself any more the bot has lost the word. */
export function onChoiceNoted(
  before: ConversationState,
  agentId: string,
  { kind, stopped, reason }: { kind: ChoiceKind; stopped: boolean; reason: string },
): ConversationDecision {
  const told = history(`contact.${kind}_${stopped ? "stopped" : "resumed"}`, agentId, { reason });
  if (before.status === "closed" || kind !== "automatic" || !stopped)
    return { state: before, effects: [told] };
  const out = botOut(before, agentId);
  const effects = before.owner === "bot" ? out.effects : [{ type: "cancel_automatic" } as const];
  return { state: out.state, effects: [...effects, told] };
}
