import { INTERACTIVE_LIMITS, type InteractiveAction, type InteractiveKind } from "@balcao/core";
import { TextInput } from "@mantine/core";
import type { ReactElement } from "react";
import { lengthOf } from "../composer/field-parts.tsx";
import classes from "./composed.module.css";
import type { FieldErrors } from "./field-errors.ts";

export type ActionProps<K extends InteractiveKind> = {
  action: Extract<InteractiveAction, { kind: K }>;
  change: (next: Extract<InteractiveAction, { kind: K }>) => void;
  errors: FieldErrors;
};

/** A line of text that is counted as it nears its end. */
export function LineField({
  label,
  value,
  most,
  error,
  change,
  list,
  description,
}: {
  label: string;
  value: string;
  most: number;
  error: string | null;
  change: (next: string) => void;
  /** the id of a list of what was used before */
  list?: string;
  description?: string;
}): ReactElement {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      error={error}
      list={list}
      autoComplete="off"
      rightSection={
        most <= INTERACTIVE_LIMITS.header && (
          <span className={classes.left} aria-hidden>
            {most - lengthOf(value)}
          </span>
        )
      }
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
