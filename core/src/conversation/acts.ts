import type { Trace } from "../bot/types.ts";
import type { ConversationEffect } from "./types.ts";

/** What a decision of the bot counts as in its report, each a bit of what is kept with it. */
export const BOT_ACTS = { entered: 1, answered: 2, handedOver: 4, gaveUp: 8, askedForPerson: 16 } as const;

const GIVEN_UP: ReadonlySet<unknown> = new Set(["other_answers_exhausted", "hand_over_loop"]);

/**
 * The acts in one decision. "Entered": it answered the message that opened the conversation. "Gave up": people had to take over
 * because nothing more matched; a hand-over to a team of people is none.
 */
export function botActs({ steps }: Trace, effects: readonly ConversationEffect[]): number {
  const told = effects.flatMap((effect) => (effect.type === "history" ? [effect] : []));
  const [first] = steps;
  const handedOver = told.some(({ event }) => event === "conversation.handed_over");
  const reasons = told.flatMap(({ event, data }) =>
    event === "conversation.bot_stopped" ? [data["reason"]] : [],
  );
  const gaveUp = reasons.some((reason) => GIVEN_UP.has(reason) || (reason === "no_trigger" && !handedOver));
  return (
    (first?.event === "message" && first.idleMs === null ? BOT_ACTS.entered : 0) |
    (effects.some((effect) => effect.type === "send" && effect.author === "bot") ? BOT_ACTS.answered : 0) |
    (handedOver ? BOT_ACTS.handedOver : 0) |
    (gaveUp ? BOT_ACTS.gaveUp : 0) |
    (reasons.includes("asked_for_person") ? BOT_ACTS.askedForPerson : 0)
  );
}

/** What the customer wrote, folded, when no trigger answered it, and the team it was written in. */
export function unanswered({ steps: [step] }: Trace): { text: string; team: string } | null {
  if (step?.event !== "message" || !step.foldedText) return null;
  const isUnanswered = step.otherwise === "other_answer" || step.otherwise === "people";
  return isUnanswered ? { text: step.foldedText, team: step.team } : null;
}
