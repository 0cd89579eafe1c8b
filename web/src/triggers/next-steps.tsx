import type { Team, TriggerView } from "@balcao/api";
import { Link } from "@tanstack/react-router";
import { Check, CircleDashed } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { followUps, type FollowUp } from "./follow-ups.ts";
import classes from "./next-steps.module.css";
import type { TriggerFacts } from "./sentences.ts";
import { useTongue } from "./use-tongue.ts";

type Props = {
  trigger: TriggerFacts;
  triggers: readonly TriggerView[];
  teams: readonly Team[];
  /** may create the answers that are missing, now */
  mayCreate: boolean;
};

const isOpen = (step: FollowUp): boolean =>
  step.type === "nobody" || (step.type === "option" && step.answeredBy === null);

/** "E depois?": who answers each option, or who takes over. What nobody answers yet leads to creating it. */
export function NextSteps({ trigger, triggers, teams, mayCreate }: Props): ReactElement | null {
  const { t } = useTranslation("triggers");
  const { team } = useTongue();
  const steps = followUps(trigger, triggers, teams);
  if (steps.length === 0) return null;
  const text = (step: FollowUp): string => {
    switch (step.type) {
      case "option":
        return step.answeredBy === null
          ? t("next.unanswered", { keyword: step.keyword })
          : t("next.answered", { keyword: step.keyword, trigger: step.answeredBy });
      case "people":
        return t("next.people", { team: team(step.team) });
      case "entry":
        return t("next.entry", { team: team(step.team), trigger: step.trigger });
      case "no_entry":
        return t("next.noEntry", { team: team(step.team) });
      case "nobody":
        return t("next.nobody", { team: team(step.team) });
    }
  };
  return (
    <section className={classes.next} aria-label={t("next.title")}>
      <h2>{t("next.title")}</h2>
      <ul>
        {steps.map((step, index) => (
          <li key={index} data-open={isOpen(step) || undefined}>
            {isOpen(step) ? <CircleDashed size={16} aria-hidden /> : <Check size={16} aria-hidden />}
            <span>
              {text(step)}
              {step.type === "option" && step.answeredBy === null && mayCreate && (
                <Link
                  to="/settings/triggers/new"
                  search={{ reply: step.keyword, team: trigger.team.team }}
                  aria-label={t("next.createFor", { keyword: step.keyword })}
                >
                  {t("next.create")}
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
      {!mayCreate && steps.some((step) => step.type === "option" && step.answeredBy === null) && (
        <p>{t("next.unsaved")}</p>
      )}
    </section>
  );
}
