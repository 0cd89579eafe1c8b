import type { Trigger } from "@balcao/core";

/**
 * What a published version says of teams that were deleted since, read as said of those that took over. Published versions never
 * change, and a running conversation finishes its menu under the version it began with, so this is done on reading. A
 * trigger bound or leading to a team nobody took over from has nothing left to do and is left out.
 */
export function followTeams(
  triggers: readonly Trigger[],
  gone: ReadonlyMap<string, string | null>,
): Trigger[] {
  if (gone.size === 0) return [...triggers];
  const now = (team: string): string | null => (gone.has(team) ? (gone.get(team) ?? null) : team);
  return triggers.flatMap((trigger): Trigger[] => {
    const team = now(trigger.team.team);
    const target = trigger.action.type === "hand_over" ? now(trigger.action.team) : null;
    // "any team but one that is gone" is simply any team: the condition still holds with the id nobody has
    const isBound = team !== null || trigger.team.operator === "is_not";
    if (!isBound || (trigger.action.type === "hand_over" && target === null)) return [];
    return [
      {
        ...trigger,
        team: { ...trigger.team, team: team ?? trigger.team.team },
        action: target === null ? trigger.action : { type: "hand_over", team: target },
      },
    ];
  });
}

/** Does this trigger speak of the team? */
export const speaksOf = (trigger: Pick<Trigger, "team" | "action">, team: string): boolean =>
  trigger.team.team === team || (trigger.action.type === "hand_over" && trigger.action.team === team);
