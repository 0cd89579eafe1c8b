import { asked, compileBot, HOUR_MS } from "./conditions.ts";
import type { Bot, BotState } from "./types.ts";

/**
 * The earliest moment at which a silence trigger could speak: one millisecond after its strict bound. Null when none can.
 * A silence lasts until the customer writes: each trigger speaks at most once in it, the bot's own words do not begin another.
 */
export function nextSilenceAt(bot: Bot, state: BotState): number | null {
  const { lastInteractionAt } = state;
  if (!state.owns || lastInteractionAt === null) return null;
  const answered = state.silenceAnsweredFor?.triggers ?? [];
  const moments = asked(compileBot(bot), "silence").flatMap(({ trigger }) => {
    const here = (trigger.team.team === state.team) === (trigger.team.operator === "is");
    if (!here || trigger.idle?.operator !== "greater_than" || answered.includes(trigger.id)) return [];
    return [lastInteractionAt + trigger.idle.hours * HOUR_MS + 1];
  });
  return moments.length > 0 ? Math.min(...moments) : null;
}
