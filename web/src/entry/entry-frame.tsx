import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../lib/texts.ts";
import { Brand } from "../app/brand.tsx";
import { LanguageChoice } from "../app/choices.tsx";
import classes from "./entry.module.css";

/** The door: Balcão's face at one side, what to fill in at the other. */
export function EntryFrame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("common");
  return (
    <div className={classes.door}>
      <header className={classes.face}>
        <div className={classes.faceBrand}>
          <Brand size={44} />
          <span>Balcão</span>
        </div>
        <p className={classes.promise}>{t("entry.promise")}</p>
        <div className={classes.balloons} aria-hidden>
          <span>{t("entry.balloon1")}</span>
          <span>{t("entry.balloon2")}</span>
          <span>{t("entry.balloon3")}</span>
        </div>
      </header>
      <main className={classes.side}>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
          {children}
        </div>
        <footer className={classes.foot}>
          <LanguageChoice signedIn={false} />
        </footer>
      </main>
    </div>
  );
}
