import type { ExpectedWord, Trigger } from "@balcao/core";
import {
  durationText,
  quoted,
  readableText,
  templateText,
  type Tongue,
  type TriggerFacts,
} from "./sentences.ts";

/** One field of a trigger in two states, in the reader's words. */
export type Difference = { field: string; was: string; is: string };

const wordText = (word: ExpectedWord, { t }: Tongue): string =>
  typeof word === "string" || word.match === "equals"
    ? quoted(typeof word === "string" ? word : word.word)
    : t("when.contains", { word: quoted(word.word) });

/** The fields of a trigger in the order of the form, each as one reads it. A field that does not apply is left out. */
function fieldsInWords(trigger: TriggerFacts, tongue: Tongue): Map<string, string> {
  const { t, team } = tongue;
  const { idle, action, expectedReply } = trigger;
  const none = t("values.empty");
  const fields = new Map([
    [t("form.description"), trigger.description],
    [t("form.active"), t(trigger.active ? "values.yes" : "values.no")],
    [t("form.team"), `${t(`form.${trigger.team.operator}`)} ${team(trigger.team.team)}`],
    [t("form.fires"), t(`fires.${trigger.fires}`)],
    [
      t("form.idle"),
      idle ? `${t(`form.${idle.operator}`)} ${durationText(idle.hours, tongue)}` : t("form.idleAny"),
    ],
    [t("form.reply"), expectedReply?.map((word) => wordText(word, tongue)).join(", ") || none],
    [t("form.action"), t(action.type === "hand_over" ? "form.handOver" : "form.smartMessage")],
  ]);
  if (action.type === "hand_over") return fields.set(t("form.handOverTeam"), team(action.team));
  return fields
    .set(t("form.message"), readableText(action.text, t))
    .set(t("form.keywords"), action.keywords.map(quoted).join(", ") || none)
    .set(t("form.presentation"), t(`form.${action.presentation}`))
    .set(t("form.template"), action.template ? templateText(action.template, t) : none);
}

/** What tells two states of a trigger apart, field by field. */
export function differencesOf(before: TriggerFacts, after: TriggerFacts, tongue: Tongue): Difference[] {
  const was = fieldsInWords(before, tongue);
  const is = fieldsInWords(after, tongue);
  const none = tongue.t("values.empty");
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((field) => ({ field, was: was.get(field) ?? none, is: is.get(field) ?? none }))
    .filter((difference) => difference.was !== difference.is);
}

/** A change of a trigger in words: "Tempo sem interação: maior que 1 hora". */
export const changeText = (before: TriggerFacts, change: Partial<Trigger>, tongue: Tongue): string =>
  differencesOf(before, { ...before, ...change }, tongue)
    .map(({ field, is }) => `${field}: ${is}`)
    .join("; ");
