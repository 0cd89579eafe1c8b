import type { BotView, Team } from "@balcao/api";
import type { Templates } from "@balcao/core";
import { memo, useDeferredValue, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { FormattedLine } from "../conversations/thread/formatted-text.tsx";
import { fieldsOf, type TriggerForm } from "./form-values.ts";
import { NextSteps } from "./next-steps.tsx";
import { PhonePreview } from "./phone-preview.tsx";
import { actionSentence, whenSentence, type Tongue } from "./sentences.ts";
import classes from "./trigger-form.module.css";

type Props = {
  values: TriggerForm;
  bot: BotView;
  teams: readonly Team[];
  templates: Templates;
  /** may create the answers that are missing, now */
  mayCreate: boolean;
  tongue: Tongue;
};

const Shown = memo(function Shown(props: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const { values, bot, teams, templates, mayCreate, tongue } = props;
  const facts = fieldsOf(values);
  return (
    <div className={classes.beside}>
      <section className={classes.sentence} aria-label={t("form.summary")}>
        <h2>{t("form.summary")}</h2>
        <p>
          <FormattedLine
            text={t("act.sentence", {
              when: whenSentence(facts, tongue),
              action: actionSentence(facts, tongue),
            })}
          />
          {!values.active && ` ${t("act.off")}`}
        </p>
      </section>
      <PhonePreview trigger={facts} teams={teams} templates={templates} />
      <NextSteps trigger={facts} triggers={bot.triggers} teams={teams} mayCreate={mayCreate} />
    </div>
  );
});

/** Beside the form: the trigger in a sentence, what the customer will see, and what comes after. It follows right behind the letters. */
export function TriggerBeside({ values, ...rest }: Props): ReactElement {
  return <Shown values={useDeferredValue(values)} {...rest} />;
}
