import type { AutoMessageKind, NumberSettings } from "@balcao/api";
import { AUTO_MESSAGES, LONGEST_TEXT, textProblems, type ValueProblem } from "../general/values.ts";

type OwnMessage = { enabled: boolean; text: string };
/** What one number does otherwise; "" and null = as the account has it. */
export type OwnValues = { firstTeamId: string } & Record<AutoMessageKind, OwnMessage | null>;

export const valuesOfOwn = ({ firstTeamId, autoMessages }: NumberSettings): OwnValues =>
  ({
    firstTeamId: firstTeamId ?? "",
    ...Object.fromEntries(AUTO_MESSAGES.map((kind) => [kind, autoMessages[kind] ?? null])),
  }) as OwnValues;

export function bodyOfOwn(values: OwnValues, version: number): NumberSettings {
  const own = AUTO_MESSAGES.flatMap((kind) => {
    const message = values[kind];
    return message === null ? [] : [[kind, message] as const];
  });
  return { firstTeamId: values.firstTeamId || null, autoMessages: Object.fromEntries(own), version };
}

/** What keeps these values from being saved, in the order of the page. */
export const problemsOfOwn = (values: OwnValues): ValueProblem[] =>
  AUTO_MESSAGES.flatMap((kind) => {
    const message = values[kind];
    return message === null
      ? []
      : textProblems(`autoMessages.${kind}.text`, message.text, message.enabled, LONGEST_TEXT);
  });
