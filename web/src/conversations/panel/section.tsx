import type { ReactElement, ReactNode } from "react";
import classes from "./contact-panel.module.css";

/** A part of the panel that can be folded. */
export function Section({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <details className={classes.section} open>
      <summary>
        <h3>{title}</h3>
      </summary>
      {children}
    </details>
  );
}
