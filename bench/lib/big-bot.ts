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

/**
 * 200 triggers as a company writes them: ten teams, each with a menu of eight options, three of which lead to menus of their own;
 * every option has words of its own, a silence is answered, and one option hands over to the next team.
 */
export function menuBot(): Bot {
  const bot = bigBot();
  const teams = bot.teams.slice(0, TRIGGERS / MENU_TEAM);
  return { ...bot, teams, triggers: teams.flatMap(({ id }, place) => menusOf(id, place, teams.length)) };
}

const MENU_TEAM = 20;

function menusOf(team: string, place: number, teams: number): Trigger[] {
  const next = (place + 1) % teams;
  const options = [...Array.from({ length: 7 }, (_, index) => `Assunto ${place}.${index}`), `Equipe ${next}`];
  const says = (text: string, keywords: string[] = []): Trigger["action"] => ({
    type: "smart_message",
    text: `Olá! ${text}: como podemos ajudar?`,
    keywords,
    presentation: "auto",
    template: null,
  });
  const below = (option: string): string[] => [1, 2, 3].map((index) => `${option}.${index}`);
  const answer = (word: string, action: Trigger["action"]): Partial<Trigger> => ({
    expectedReply: [word],
    action,
  });
  const withMenu = options.slice(0, 3);
  const parts: Partial<Trigger>[] = [
    { fires: "on_entry", action: says(`Equipe ${place}`, options), idle: null },
    { fires: "on_silence", action: says("Ainda está aí"), idle: { operator: "greater_than", hours: 2 } },
    ...options
      .slice(0, -1)
      .map((word) => answer(word, says(word, withMenu.includes(word) ? below(word) : []))),
    answer(`Equipe ${next}`, { type: "hand_over", team: `team-${next}` }),
    ...withMenu.flatMap(below).map((word) => answer(word, says(word))),
    place === 0
      ? { action: says("Boas-vindas", options), idle: { operator: "greater_than", hours: 1 } }
      : answer("Voltar", { type: "hand_over", team: "team-0" }),
  ];
  return parts.map((part, index) => ({
    id: `${team}:${index}`,
    description: `${team} ${index}`,
    team: { operator: "is", team },
    fires: "on_message",
    idle: { operator: "less_than", hours: 23 },
    expectedReply: null,
    action: says(team),
    position: place * MENU_TEAM + index,
    active: true,
    ...part,
  }));
}
