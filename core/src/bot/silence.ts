import { asked, compileBot, HOUR_MS, teamHolds } from "./conditions.ts";
import type { BotInput, BotState } from "./types.ts";

/**
 * The earliest moment at which a silence trigger could speak: one millisecond after its strict bound. Null when none can.
 * A silence lasts until the customer writes: each trigger speaks at most once in it, the bot's own words do not begin another.
 */
export function nextSilenceAt(bot: BotInput, state: BotState): number | null {
  const { lastInteractionAt } = state;
  if (!state.owns || lastInteractionAt === null) return null;
  const answered = state.silenceAnsweredFor?.triggers ?? [];
  const moments = asked(compileBot(bot), "silence").flatMap(({ trigger }) => {
    if (!teamHolds(trigger, state.team)) return [];
    if (trigger.idle?.operator !== "greater_than" || answered.includes(trigger.id)) return [];
    return [lastInteractionAt + trigger.idle.hours * HOUR_MS + 1];
  });
  return moments.length > 0 ? Math.min(...moments) : null;
}
