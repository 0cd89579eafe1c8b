import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Status } from "./queries.ts";
import classes from "./tickets.module.css";

/** How far a ticket is, in words; the tone only underlines them. */
export function StatusChip({ status }: { status: Status }): ReactElement {
  const { t } = useTranslation("tickets");
  return (
    <span className={classes.status} data-status={status}>
      {t(`status.${status}`)}
    </span>
  );
}
