import type { Trigger } from "@balcao/core";
import { botExamples, triggerOfFile } from "../modules/bot/index.ts";
import { uuidv7 } from "../platform/ids.ts";

export type TeamKey = "principal" | "comercial" | "suporte";

/** The guide's drawn example: Principal leads to Comercial or Suporte, each with its menu, ending with a person. */
export function guideTriggers(teams: Record<TeamKey, string>): Trigger[] {
  const [guide] = botExamples;
  return (guide?.triggers ?? []).map((trigger, position) =>
    triggerOfFile(trigger, { id: uuidv7(), position }, (name) => teams[name.toLowerCase() as TeamKey]),
  );
}
