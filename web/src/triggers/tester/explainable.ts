import type { TesterEntry, Trace } from "@balcao/core";

/**
 * Where each decision can be asked about, by the places of the entries: at what it said; a silent one at the last line of history it
 * led to. So every decision is asked about once.
 */
export function explainable(entries: readonly TesterEntry[]): Set<number> {
  const places = new Map<Trace, { index: number; says: boolean }>();
  for (const [index, entry] of entries.entries()) {
    if (!("trace" in entry) || entry.trace === null) continue;
    const says = "content" in entry;
    if (!places.get(entry.trace)?.says) places.set(entry.trace, { index, says });
  }
  return new Set([...places.values()].map(({ index }) => index));
}
