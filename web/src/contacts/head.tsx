import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./contacts.module.css";

const EXACT = { exact: true, includeSearch: false };

/** The head of both lists: people or organisations, and what can be done there. */
export function ListHead({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("contacts");
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h1>{t("title")}</h1>
        <nav className={classes.ways} aria-label={t("ways")}>
          <Link to="/contacts" activeOptions={EXACT} activeProps={{ "aria-current": "page" }}>
            {t("people")}
          </Link>
          <Link to="/contacts/organisations" activeOptions={EXACT} activeProps={{ "aria-current": "page" }}>
            {t("organisations")}
          </Link>
        </nav>
      </div>
      <div className={classes.acts}>{children}</div>
    </header>
  );
}
