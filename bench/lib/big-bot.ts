import type { Bot, Trigger } from "../../core/src/index.ts";

export const TRIGGERS = 200;
const EACH = 10;

/** Twenty teams of ten triggers: an entry menu, words, a silence, and the rest by word and time. */
export function bigBot(): Bot {
  const teams = Array.from({ length: TRIGGERS / EACH }, (_, index) => `team-${index}`);
  const triggers = teams.flatMap((team, place) =>
    Array.from({ length: EACH }, (_, index): Trigger => ({
      id: `${team}:${index}`,
      description: `${team} ${index}`,
      team: { operator: "is", team },
      fires: index === 0 ? "on_entry" : index === 1 ? "on_silence" : "on_message",
      idle: index === 1 ? { operator: "greater_than", hours: 2 } : { operator: "less_than", hours: 23 },
      expectedReply: index < 3 ? null : [`Opção ${index}`, { word: `palavra ${index}`, match: "contains" }],
      action:
        index === 9
          ? { type: "hand_over", team: teams[(place + 1) % teams.length] ?? team }
          : {
              type: "smart_message",
              text: "Olá!",
              keywords: ["Opção 3", "Opção 4"],
              presentation: "auto",
              template: null,
            },
      position: place * EACH + index,
      active: true,
    })),
  );
  return {
    triggers,
    teams: teams.map((id) => ({ id, name: id, hasMembers: true })),
    settings: {
      firstContactTeam: "team-0",
      otherAnswerText: "?",
      otherAnswerLimit: 2,
      personWords: ["atendente"],
    },
  };
}
