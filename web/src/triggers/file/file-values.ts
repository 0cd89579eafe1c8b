import { BotFile, type Team } from "@balcao/api";
import { fold } from "@balcao/core";

export type Read = { file: BotFile } | { problem: "unreadable" } | { problem: "invalid"; place: string };

/** A bot out of the text of a file, or why it is none; `place` = where in the file. */
export function readBotFile(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "unreadable" };
  }
  const result = BotFile.safeParse(value);
  if (result.success) return { file: result.data };
  return { problem: "invalid", place: result.error.issues[0]?.path.join(".") || "format" };
}

/** The teams a file names, each once: that of first contact first, then as triggers name them. */
export function teamNames({ firstContactTeam, triggers }: BotFile): string[] {
  const named = triggers.flatMap(({ team, action }) => [
    team.team,
    ...(action.type === "hand_over" ? [action.team] : []),
  ]);
  return [...new Set([firstContactTeam, ...named])];
}

/** Which team of ours each name is, as far as names tell: the team of first contact is ours when no name fits. */
export function guessTeams(file: BotFile, teams: readonly Team[]): Record<string, string> {
  const usable = teams.filter(({ kind, active }) => kind === "whatsapp" && active);
  const first = usable.find(({ firstContact }) => firstContact);
  return Object.fromEntries(
    teamNames(file).flatMap((name) => {
      const same = usable.find((team) => fold(team.name) === fold(name));
      const found = same ?? (name === file.firstContactTeam ? first : undefined);
      return found ? [[name, found.id]] : [];
    }),
  );
}
