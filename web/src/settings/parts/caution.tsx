import { TriangleAlert } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import classes from "./parts.module.css";

/** Allowed, but probably not what is meant. */
export function Caution({ children }: { children: ReactNode }): ReactElement {
  return (
    <p className={classes.caution} role="status">
      <TriangleAlert size={16} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
