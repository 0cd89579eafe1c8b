import type { ReactElement } from "react";
import classes from "./count-badge.module.css";

/** A small count on an icon; nothing at zero. Its meaning must be said in words elsewhere. */
export function CountBadge({ count }: { count: number }): ReactElement | null {
  if (count <= 0) return null;
  return (
    <span className={classes.badge} aria-hidden>
      {count > 99 ? "99+" : count}
    </span>
  );
}
