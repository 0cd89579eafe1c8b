import type { Team } from "@balcao/api";
import { whoAnswers, type Trigger, type WhoAnswers } from "@balcao/core";
import { TextInput } from "@mantine/core";
import { memo, useDeferredValue, useId, useMemo, useState, type ReactElement } from "react";
import { useSettings } from "../settings/queries.ts";
import classes from "./answers.module.css";
import { AnswerLines } from "./answers.tsx";
import { WORD_MOST } from "./limits.ts";
import { teamWhere } from "./search.ts";
import type { Tongue } from "./sentences.ts";

const NOTHING: WhoAnswers = { cases: [], option: null };

type Props = {
  /** the trigger that is being edited, as `triggers` call it */
  id: string;
  /** the draft with the unsaved changes in it */
  triggers: ReadonlyMap<string, Trigger>;
  teams: readonly Team[];
  tongue: Tongue;
};

/** "Cliente escreve: [boleto] → responde: Menu de entrada (casou “boleto”)", in the trigger's team, as the form stands. */
export const TestBox = memo(function TestBox({ id, triggers, teams, tongue }: Props): ReactElement {
  const { t } = tongue;
  const { data: settings } = useSettings();
  const helpId = useId();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed);
  const edited = triggers.get(id);
  const team = edited ? teamWhere(edited.team, teams) : undefined;
  const said = useMemo(() => {
    if (!team || !settings || text.trim() === "") return NOTHING;
    return whoAnswers({ triggers: [...triggers.values()], settings: settings.botTexts }, team.id, text);
  }, [triggers, team, settings, text]);
  return (
    <div className={classes.box}>
      <TextInput
        label={t("answers.label")}
        aria-describedby={helpId}
        placeholder={t("answers.placeholder")}
        autoComplete="off"
        maxLength={WORD_MOST}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          // only a question: it must not save the form
          if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
        }}
      />
      <div role="status" className={classes.said}>
        {said.cases.length > 0 && (
          <AnswerLines
            said={said}
            tongue={tongue}
            named={(answering) =>
              answering === id
                ? { name: t("answers.this") }
                : { name: triggers.get(answering)?.description || t("finding.gone"), id: answering }
            }
          />
        )}
      </div>
      <p id={helpId} className={classes.help}>
        {t("answers.help", { team: team?.name ?? "" })}
      </p>
    </div>
  );
});
