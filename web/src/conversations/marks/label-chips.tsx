import type { Label } from "@balcao/api";
import type { ReactElement } from "react";
import classes from "./marks.module.css";

type Props = {
  labels: readonly Label[];
  /** how many are named; the others are a number. None = all, on as many lines as they need */
  most?: number;
};

/** Labels as dot and name. */
export function LabelChips({ labels, most }: Props): ReactElement | null {
  if (labels.length === 0) return null;
  const shown = most === undefined ? labels : labels.slice(0, most);
  return (
    <span className={classes.chips} data-wrap={most === undefined || undefined}>
      {shown.map(({ id, name, color }) => (
        <span key={id} className={classes.chip} title={name}>
          <i className={classes.dot} style={{ background: color }} />
          <span>{name}</span>
        </span>
      ))}
      {labels.length > shown.length && <span className={classes.more}>+{labels.length - shown.length}</span>}
    </span>
  );
}
