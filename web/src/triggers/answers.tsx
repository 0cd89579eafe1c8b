import type { Answering, WhoAnswers } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import classes from "./answers.module.css";
import { durationText, type Tongue } from "./sentences.ts";

type Props = {
  said: WhoAnswers;
  tongue: Tongue;
  /** what a trigger is called; `id` is absent where the trigger cannot be opened, as it is the one of this page */
  named: (triggerId: string) => { name: string; id?: string };
};

/** For how long since the last interaction it is so: "de 1 hora a 23 horas sem interação". */
function span({ after, until }: Answering, tongue: Tongue): string {
  const { t } = tongue;
  const from = durationText(after, tongue);
  if (until === null) return t("answers.over", { hours: from });
  const to = durationText(until, tongue);
  return after === 0 ? t("answers.upTo", { hours: to }) : t("answers.between", { from, to });
}

function Who({
  one,
  option,
  tongue,
  named,
}: Omit<Props, "said"> & { one: Answering; option: string | null }) {
  const { t } = tongue;
  if (one.callsPerson) return <>{t("answers.person")}</>;
  if (one.triggerId === null) return <>{t("answers.nobody")}</>;
  const { name, id } = named(one.triggerId);
  const matched =
    one.word === null
      ? t("answers.any")
      : option === null
        ? t("answers.matched", { word: one.word })
        : t("answers.matchedOption", { word: one.word, option });
  return (
    <>
      {t("answers.answers")}{" "}
      <strong>
        {id === undefined ? (
          name
        ) : (
          <Link to="/settings/triggers/$id" params={{ id }}>
            {name}
          </Link>
        )}
      </strong>{" "}
      ({matched})
    </>
  );
}

/** "→ responde: Menu de entrada (casou “boleto”)", once for every time since the last interaction that makes a difference. */
export function AnswerLines({ said, ...rest }: Props): ReactElement {
  const { cases, option } = said;
  const line = (one: Answering): ReactNode => <Who one={one} option={option} {...rest} />;
  const [only] = cases;
  if (only && cases.length === 1) return <p className={classes.line}>→ {line(only)}</p>;
  return (
    <ul className={classes.lines}>
      {cases.map((one) => (
        <li key={one.after} className={classes.line}>
          <span>{span(one, rest.tongue)}</span> → {line(one)}
        </li>
      ))}
    </ul>
  );
}
