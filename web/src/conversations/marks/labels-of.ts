import type { Label } from "@balcao/api";

/** The labels of a conversation, in the order of the account's list. */
export const labelsOf = (ids: readonly string[], all: ReadonlyMap<string, Label>): Label[] =>
  ids.length === 0 ? [] : [...all.values()].filter(({ id }) => ids.includes(id));
