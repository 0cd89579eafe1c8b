import type { ReactElement, ReactNode } from "react";
import classes from "./composer-place.module.css";

/** A line above the field: what stands about the conversation, and what can be done about it. */
export function Band({
  icon,
  children,
  action,
  tone,
}: {
  icon: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  /** the bot's, or what concerns the reader alone */
  tone?: "bot" | "own";
}): ReactElement {
  return (
    <div className={classes.band} data-tone={tone}>
      {icon}
      <span className={classes.bandText}>{children}</span>
      {action}
    </div>
  );
}
