import type { TriggerFields, TriggerView } from "@balcao/api";
import {
  triggerProblems,
  type Fires,
  type Presentation,
  type TemplateUse,
  type TriggerProblem,
} from "@balcao/core";
import { readDecimal, writeDecimal } from "../settings/parts/numbers.ts";
import { HOURS_MOST } from "./limits.ts";

export type WordDraft = { word: string; contains: boolean };

/**
 * The form as it is being filled: every answer keeps its place while another is tried, e.g. the message while "Equipe de
 * Atendimento" is chosen. `hours` is what was typed.
 */
export type TriggerForm = {
  description: string;
  active: boolean;
  teamOperator: "is" | "is_not";
  team: string;
  fires: Fires;
  idleOperator: "any" | "greater_than" | "less_than";
  hours: string;
  reply: WordDraft[];
  actionType: "smart_message" | "hand_over";
  text: string;
  keywords: string[];
  presentation: Presentation;
  /** what stands behind the message once the service window is closed */
  template: TemplateUse | null;
  handOverTeam: string;
};

export const emptyForm = (team: string): TriggerForm => ({
  description: "",
  active: true,
  teamOperator: "is",
  team,
  fires: "on_message",
  idleOperator: "any",
  hours: "",
  reply: [],
  actionType: "smart_message",
  text: "",
  keywords: [],
  presentation: "auto",
  template: null,
  handOverTeam: "",
});

/** NaN when what was typed is no number: the check of the fields refuses it. */
const hoursOf = (form: TriggerForm): number => readDecimal(form.hours) ?? Number.NaN;

/** A saved trigger as the form shows it; `locale` writes the hours. */
export function formOf(trigger: TriggerFields, locale: string): TriggerForm {
  const { action, idle } = trigger;
  const start = emptyForm(trigger.team.team);
  return {
    ...start,
    description: trigger.description,
    active: trigger.active,
    teamOperator: trigger.team.operator,
    fires: trigger.fires,
    idleOperator: idle?.operator ?? "any",
    hours: writeDecimal(idle?.hours ?? null, locale),
    reply: (trigger.expectedReply ?? []).map((word) =>
      typeof word === "string"
        ? { word, contains: false }
        : { word: word.word, contains: word.match === "contains" },
    ),
    actionType: action.type,
    ...(action.type === "smart_message"
      ? {
          text: action.text,
          keywords: action.keywords,
          presentation: action.presentation,
          template: action.template,
        }
      : { handOverTeam: action.team }),
  };
}

function idleOf(form: TriggerForm): TriggerFields["idle"] {
  if (form.fires === "on_entry") return null;
  if (form.fires === "on_silence") return { operator: "greater_than", hours: hoursOf(form) };
  if (form.idleOperator === "any") return null;
  return { operator: form.idleOperator, hours: hoursOf(form) };
}

/** What is saved: answers that do not apply to how it fires are left out, so that they cannot act unseen. */
export function fieldsOf(form: TriggerForm): TriggerFields {
  return {
    description: form.description.trim(),
    active: form.active,
    team: { operator: form.teamOperator, team: form.team },
    fires: form.fires,
    idle: idleOf(form),
    expectedReply:
      form.fires === "on_message" && form.reply.length > 0
        ? form.reply.map(({ word, contains }) => (contains ? { word, match: "contains" } : word))
        : null,
    action:
      form.actionType === "hand_over"
        ? { type: "hand_over", team: form.handOverTeam }
        : {
            type: "smart_message",
            text: form.text.trim(),
            keywords: form.keywords,
            presentation: form.presentation,
            template: form.fires === "on_silence" ? form.template : null,
          },
  };
}

/** What a change of some fields means for the form as it is being filled. */
export function formPatch(
  change: Partial<TriggerFields>,
  form: TriggerForm,
  locale: string,
): Partial<TriggerForm> {
  const now = fieldsOf(form);
  const after = formOf({ ...now, ...change }, locale);
  const before = formOf(now, locale);
  const keys = Object.keys(after) as (keyof TriggerForm)[];
  return Object.fromEntries(
    keys.flatMap((key) =>
      JSON.stringify(after[key]) === JSON.stringify(before[key]) ? [] : [[key, after[key]]],
    ),
  );
}

export type FormProblem = { path: string; code: TriggerProblem["code"] | "hours_over" | "taken" };

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What stands in the way of saving, by field, as the server will find it: one problem a field, in the order of the form. */
export function problemsOf(
  form: TriggerForm,
  teamIds: ReadonlySet<string>,
  others: readonly TriggerView[],
): FormProblem[] {
  const fields = fieldsOf(form);
  const problems: FormProblem[] = triggerProblems(fields, teamIds);
  if (form.active && others.some((other) => other.active && sameName(other.description, fields.description)))
    problems.push({ path: "description", code: "taken" });
  if (fields.idle !== null && fields.idle.hours > HOURS_MOST)
    problems.push({ path: "idle.hours", code: "hours_over" });
  const order = ["description", "team.team", "idle", "expectedReply", "action"];
  const rank = ({ path }: FormProblem): number => order.findIndex((start) => path.startsWith(start));
  const seen = new Set<string>();
  return problems.sort((a, b) => rank(a) - rank(b)).filter(({ path }) => !seen.has(path) && seen.add(path));
}
