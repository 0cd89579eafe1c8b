import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import classes from "../example-links.module.css";
import { useExamples } from "../queries.ts";

/** Whole bots to begin with; each is looked at before it becomes the draft. */
export function BotExamples(): ReactElement | null {
  const { t } = useTranslation("triggers");
  const { data, error, refetch } = useExamples();
  if (error) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return (
    <nav className={classes.examples} aria-label={t("file.examples")}>
      <h2>{t("file.examples")}</h2>
      <ul>
        {data.map(({ name, triggers }, index) => (
          <li key={name}>
            <Link to="/settings/triggers/import" search={{ example: index + 1 }} className={classes.example}>
              <span className={classes.number} aria-hidden>
                {index + 1}
              </span>
              <span>
                <strong>{name}</strong>
                <small>{t("file.count", { count: triggers.length })}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
