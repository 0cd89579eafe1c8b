import type { Label } from "@balcao/api";
import { useMemo } from "react";
import { useLabels } from "../../lib/queries.ts";

/** The account's labels by id, in the order of their names. One that was deleted is not there. */
export function useLabelMap(): ReadonlyMap<string, Label> {
  const { data } = useLabels();
  return useMemo(() => new Map((data ?? []).map((label) => [label.id, label])), [data]);
}

/** The labels of a conversation, in the order of the account's list. */
export const labelsOf = (ids: readonly string[], all: ReadonlyMap<string, Label>): Label[] =>
  ids.length === 0 ? [] : [...all.values()].filter(({ id }) => ids.includes(id));
