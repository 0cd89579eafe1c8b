import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./example-links.module.css";
import { EXAMPLES, type Example } from "./examples.ts";

/** The guide's three steps, each leading to a form that is filled already. */
export function ExampleLinks({ chosen }: { chosen: Example | null }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <nav className={classes.examples} aria-label={t("examples.title")}>
      <h2>{t("examples.title")}</h2>
      <ul>
        {EXAMPLES.map((example, index) => (
          <li key={example}>
            <Link
              to="/settings/triggers/new"
              search={{ example }}
              className={classes.example}
              aria-current={example === chosen ? "true" : undefined}
            >
              <span className={classes.number} aria-hidden>
                {index + 1}
              </span>
              <span>
                <strong>{t(`examples.${example}.name`)}</strong>
                <small>{t(`examples.${example}.text`)}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
