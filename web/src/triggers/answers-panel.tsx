import type { Team, TriggerView } from "@balcao/api";
import { whoAnswers } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { useMemo, type ReactElement } from "react";
import { useSettings } from "../settings/queries.ts";
import classes from "./answers.module.css";
import { AnswerLines } from "./answers.tsx";
import { askedWord } from "./search.ts";
import type { Tongue } from "./sentences.ts";

type Props = {
  query: string;
  triggers: readonly TriggerView[];
  teams: readonly Team[];
  tongue: Tongue;
  mayCreate: boolean;
};

/** "Quem responde a “boleto”?": in each team where some trigger waits for what was looked for, who answers it. */
export function AnswersPanel({ query, triggers, teams, tongue, mayCreate }: Props): ReactElement | null {
  const { t } = tongue;
  const { data: settings } = useSettings();
  const asked = askedWord(query);
  const word = asked ?? query.trim();
  const answers = useMemo(() => {
    if (!settings) return null;
    const bot = { triggers, settings: settings.botTexts };
    return teams
      .filter(({ kind }) => kind === "whatsapp")
      .map((team) => ({ team, said: whoAnswers(bot, team.id, word) }))
      .filter(({ said }) => said.cases.some((one) => one.word !== null));
  }, [settings, triggers, teams, word]);
  if (!answers || (answers.length === 0 && asked === null)) return null;
  const names = new Map(triggers.map(({ id, description }) => [id, description]));
  return (
    <section className={classes.panel} aria-label={t("answers.who", { word })}>
      <h2>{t("answers.who", { word })}</h2>
      {answers.length === 0 ? (
        <p className={classes.line}>
          {t("answers.none", { word })}{" "}
          {mayCreate && (
            <Link to="/settings/triggers/new" search={{ reply: word }}>
              {t("answers.create")}
            </Link>
          )}
        </p>
      ) : (
        <dl>
          {answers.map(({ team, said }) => (
            <div key={team.id} className={classes.pair}>
              <dt>{t("answers.in", { team: team.name })}</dt>
              <dd>
                <AnswerLines
                  said={said}
                  tongue={tongue}
                  named={(id) => ({ name: names.get(id) ?? t("finding.gone"), id })}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
