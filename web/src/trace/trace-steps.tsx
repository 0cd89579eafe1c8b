import type { ConditionTrace, TraceStep } from "@balcao/core";
import { Check, Trophy, X } from "lucide-react";
import type { TFunction } from "i18next";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { shortDuration } from "../lib/format.ts";
import { useNames } from "../conversations/use-names.ts";
import classes from "./trace-steps.module.css";

type Names = ReturnType<typeof useNames>;
/** descriptions of triggers by id */
type TriggerNames = Readonly<Record<string, string>>;

const quoted = (value: unknown): string => `“${String(value)}”`;

/** One condition with its values, as a sentence: "Equipe atual: Principal é igual a Principal". */
function conditionSentence(condition: ConditionTrace, names: Names, t: TFunction<"desk">): string {
  const { left, operator, right } = condition;
  switch (condition.condition) {
    case "team":
      return t(operator === "is_not" ? "why.teamIsNot" : "why.teamIs", {
        left: names.team(String(left)),
        right: names.team(String(right)),
      });
    case "idle": {
      const idle = left === null ? t("why.neverTalked") : shortDuration(Number(left));
      return t(operator === "less_than" ? "why.idleLess" : "why.idleGreater", {
        left: idle,
        right: String(right),
      });
    }
    case "expected_reply": {
      const words = (Array.isArray(right) ? right : [right])
        .filter((word) => word !== null)
        .map(quoted)
        .join(", ");
      return left === null ? t("why.replyNoText", { words }) : t("why.reply", { text: quoted(left), words });
    }
    case "silence_once":
      return t("why.silenceOnce");
  }
}

function Step({ step, triggers }: { step: TraceStep; triggers: TriggerNames }): ReactElement {
  const { t } = useTranslation("desk");
  const names = useNames();
  const nameOfTrigger = (id: string): string => triggers[id] ?? t("why.removedTrigger");
  const considered = [...step.considered].sort(
    (a, b) =>
      Number(b.triggerId === step.winner) - Number(a.triggerId === step.winner) ||
      Number(b.holds) - Number(a.holds),
  );
  return (
    <section className={classes.step}>
      <h3>{t(`why.event.${step.event}`, { team: names.team(step.team) })}</h3>
      <dl className={classes.facts}>
        {step.foldedText !== null && (
          <div>
            <dt>{t("why.read")}</dt>
            <dd>{quoted(step.foldedText)}</dd>
          </div>
        )}
        <div>
          <dt>{t("why.idleTime")}</dt>
          <dd>{step.idleMs === null ? t("why.neverTalked") : shortDuration(step.idleMs)}</dd>
        </div>
      </dl>
      <p className={classes.verdict}>
        {step.winner
          ? t(`why.wonBy.${step.wonBy ?? "only_candidate"}`, {
              winner: nameOfTrigger(step.winner),
              runnerUp: step.runnerUp ? nameOfTrigger(step.runnerUp) : "",
            })
          : t(`why.otherwise.${step.otherwise ?? "waits"}`, { team: names.team(step.team) })}
      </p>
      {step.closed && <p className={classes.verdict}>{t(`why.closed.${step.closed}`)}</p>}
      <ol className={classes.triggers}>
        {considered.map((trigger) => (
          <li key={trigger.triggerId} data-winner={trigger.triggerId === step.winner || undefined}>
            <details open={trigger.triggerId === step.winner}>
              <summary>
                {trigger.triggerId === step.winner ? (
                  <Trophy size={15} aria-label={t("why.winner")} />
                ) : trigger.holds ? (
                  <Check size={15} aria-label={t("why.holds")} />
                ) : (
                  <X size={15} aria-label={t("why.fails")} />
                )}
                <span>{nameOfTrigger(trigger.triggerId)}</span>
              </summary>
              <ul>
                {trigger.conditions.map((condition, index) => (
                  <li key={index} data-holds={condition.holds}>
                    {condition.holds ? (
                      <Check size={14} aria-label={t("why.holds")} />
                    ) : (
                      <X size={14} aria-label={t("why.fails")} />
                    )}
                    <span>{conditionSentence(condition, names, t)}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A decision explained: every trigger considered, each condition with its values, and why one won. */
export function TraceSteps({
  steps,
  triggers,
}: {
  steps: readonly TraceStep[];
  triggers: TriggerNames;
}): ReactElement {
  return (
    <>
      {steps.map((step, index) => (
        <Step key={index} step={step} triggers={triggers} />
      ))}
    </>
  );
}
