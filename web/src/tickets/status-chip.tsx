import type { ReactElement } from "react";
import classes from "./tickets.module.css";
import { useChoiceNames } from "./use-choices.ts";

/** How far a ticket is, in the account's words; the colour only underlines them. */
export function StatusChip({ statusId }: { statusId: string }): ReactElement {
  const status = useChoiceNames().status(statusId);
  if (!status) return <></>;
  return (
    <span className={classes.status}>
      <i style={{ background: status.color }} aria-hidden />
      {status.name}
    </span>
  );
}
