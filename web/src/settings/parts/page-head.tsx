import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { usePageTitle } from "../../app/page-title.ts";
import type { SettingsPage } from "../pages.ts";
import classes from "./parts.module.css";

type Props = {
  title: string;
  lead?: string;
  /** the list this page belongs to */
  back?: { to: SettingsPage["to"]; label: string };
  children?: ReactNode;
};

/** The head of a page: its one h1, what it is for, and what can be done on it. Names the browser's tab too. */
export function PageHead({ title, lead, back, children }: Props): ReactElement {
  usePageTitle(title);
  return (
    <header className={classes.head}>
      <div className={classes.headText}>
        {back && (
          <Link to={back.to} className={classes.back}>
            <ChevronLeft size={16} aria-hidden />
            {back.label}
          </Link>
        )}
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
      </div>
      {children && <div className={classes.headActs}>{children}</div>}
    </header>
  );
}

/** One group of fields, with its name at the top. */
export function Section({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        {lead && <p>{lead}</p>}
      </div>
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
