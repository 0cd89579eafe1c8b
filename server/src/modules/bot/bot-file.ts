import { BotFile } from "@balcao/api";
import type { Trigger } from "@balcao/core";
import { z } from "zod";
import clinic from "./examples/clinic.json" with { type: "json" };
import guide from "./examples/guide.json" with { type: "json" };
import shop from "./examples/shop.json" with { type: "json" };

/** Bots to begin with; the guide's drawn example is the first. */
export const botExamples: readonly BotFile[] = [guide, shop, clinic].map((file) => BotFile.parse(file));

/** JSON Schema (draft 2020-12) of a bot's file, as editors and other programs read it. */
export const botFileSchema: Record<string, unknown> = {
  title: "Balcão bot",
  description: "The triggers of a bot, in their order, with its teams by name.",
  ...z.toJSONSchema(BotFile, { io: "input" }),
};

/** A trigger of a file as one of ours. `teamOf`: which team of ours a name of the file is. */
export function triggerOfFile(
  { team, action, ...rest }: BotFile["triggers"][number],
  place: { id: string; position: number },
  teamOf: (name: string) => string,
): Trigger {
  return {
    ...rest,
    ...place,
    team: { operator: team.operator, team: teamOf(team.team) },
    action: action.type === "hand_over" ? { type: "hand_over", team: teamOf(action.team) } : action,
  };
}

/** Ours as a file says it. */
export function triggerForFile(
  { id: _id, position: _position, team, action, ...rest }: Trigger,
  nameOf: (team: string) => string,
): BotFile["triggers"][number] {
  return {
    ...rest,
    team: { operator: team.operator, team: nameOf(team.team) },
    action: action.type === "hand_over" ? { type: "hand_over", team: nameOf(action.team) } : action,
  };
}
