import type { ReactElement } from "react";
import classes from "./list-tools.module.css";

type Props = {
  /** names the field, and stands in it while nothing is chosen */
  label: string;
  value: string;
  change: (value: string) => void;
  options: readonly { value: string; text: string }[];
  /** false = something is always chosen, as with the order */
  optional?: boolean;
};

/** One choice out of few, small enough to stand beside others above the list. */
export function Choice({ label, value, change, options, optional = true }: Props): ReactElement {
  return (
    <label className={classes.select} data-active={(optional && value !== "") || undefined}>
      <span className="visually-hidden">{label}</span>
      <select value={value} onChange={(event) => change(event.currentTarget.value)}>
        {optional && <option value="">{label}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  );
}
