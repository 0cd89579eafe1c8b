import type { Team } from "@balcao/api";
import type { TFunction } from "i18next";
import { emptyForm, type TriggerForm } from "./form-values.ts";

export const EXAMPLES = ["welcome", "move", "entry"] as const;
export type Example = (typeof EXAMPLES)[number];

/** Buttons that fit (WhatsApp takes three). */
const OPTIONS = 3;

/**
 * The guide's three steps as a filled form: the welcome in the first-contact team, the change to another team, that
 * team's own menu. With one team only, the change has no team yet.
 */
export function exampleForm(example: Example, teams: readonly Team[], t: TFunction<"triggers">): TriggerForm {
  const first = teams.find(({ firstContact }) => firstContact) ?? teams[0];
  const others = teams.filter(({ id }) => id !== first?.id);
  const other = others[0] ?? first;
  const start = emptyForm(first?.id ?? "");
  const variables = {
    primeiroNome: `{{contato.primeiro_nome|${t("examples.welcome.fallback")}}}`,
    conta: "{{conta.nome}}",
    equipe: "{{equipe.nome}}",
  };
  if (example === "welcome")
    return {
      ...start,
      description: t("examples.welcome.description"),
      idleOperator: "greater_than",
      hours: "1",
      text: t("examples.welcome.message", variables),
      keywords: others.slice(0, OPTIONS).map(({ name }) => name),
    };
  const name = other?.name ?? "";
  if (example === "move")
    return {
      ...start,
      description: t("examples.move.description", { team: name }),
      idleOperator: "less_than",
      hours: "23",
      reply: name ? [{ word: name, contains: false }] : [],
      actionType: "hand_over",
      handOverTeam: others[0]?.id ?? "",
    };
  return {
    ...start,
    team: other?.id ?? "",
    description: t("examples.entry.description", { team: name }),
    fires: "on_entry",
    text: t("examples.entry.message", variables),
    keywords: [t("examples.entry.keyword")],
  };
}

/** A trigger that answers one option of a menu, begun: only what it does is still to be said. */
export function answerForm(keyword: string, team: string, t: TFunction<"triggers">): TriggerForm {
  return {
    ...emptyForm(team),
    description: t("examples.answer.description", { keyword }),
    reply: [{ word: keyword, contains: false }],
  };
}
