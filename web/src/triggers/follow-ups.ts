import type { Team, TriggerView } from "@balcao/api";
import type { TriggerForm } from "./form-values.ts";
import { expectsWord, holdsIn } from "./search.ts";
import type { TriggerFacts } from "./sentences.ts";

/** Who answers next: one entry per option of the menu, or who takes over after a hand-over. */
export type FollowUp =
  | { type: "option"; keyword: string; answeredBy: string | null }
  | { type: "people"; team: string }
  | { type: "entry"; team: string; trigger: string }
  | { type: "no_entry"; team: string }
  | { type: "nobody"; team: string };

/** The active entry trigger of a team, the one higher up. */
const entryTriggerOf = (triggers: readonly TriggerView[], team: string): TriggerView | undefined =>
  triggers.find((trigger) => trigger.active && trigger.fires === "on_entry" && holdsIn(trigger.team, team));

/** The entry trigger that a team has already, while another one (`id`, absent when new) is made its entry trigger too. */
export function rivalEntry(
  form: Pick<TriggerForm, "active" | "fires" | "team" | "teamOperator">,
  triggers: readonly TriggerView[],
  id?: string,
): TriggerView | undefined {
  if (!form.active || form.fires !== "on_entry" || form.teamOperator === "is_not") return undefined;
  const others = triggers.filter((trigger) => trigger.id !== id && trigger.team.operator === "is");
  return entryTriggerOf(others, form.team);
}

/** What happens after this trigger acted, as far as the draft says. Nothing for a team that is not chosen yet. */
export function followUps(
  trigger: TriggerFacts,
  triggers: readonly TriggerView[],
  teams: readonly Team[],
): FollowUp[] {
  const { action } = trigger;
  const here = trigger.team.operator === "is" ? trigger.team.team : null;
  if (action.type === "smart_message") {
    // what is said in a silence leaves the word with the bot
    if (action.keywords.length === 0)
      return here === null || trigger.fires === "on_silence" ? [] : [{ type: "people", team: here }];
    return action.keywords.map((keyword) => ({
      type: "option",
      keyword,
      answeredBy:
        triggers.find((other) => (here === null || holdsIn(other.team, here)) && expectsWord(other, keyword))
          ?.description ?? null,
    }));
  }
  const to = teams.find(({ id }) => id === action.team);
  if (!to) return [];
  const entry = entryTriggerOf(triggers, to.id);
  if (entry) return [{ type: "entry", team: to.id, trigger: entry.description }];
  return [{ type: to.memberIds.length > 0 ? "no_entry" : "nobody", team: to.id }];
}
