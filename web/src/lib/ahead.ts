import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { part as comingPart } from "./part.ts";

/** Parts of the program that are not in the first load, and must be there when the network is not. */
export const markedAhead = new Set<() => Promise<unknown>>();

/**
 * Marks a part to be fetched once the first screen has had the line to itself. Gives a function that fetches it,
 * or hands it over at once when it is there already: a promise would be waited for, and React holds back what was waited for by up to
 * 300 ms (FALLBACK_THROTTLE_MS in its work loop), so that each dialog's first opening would be slow for nothing.
 */
export function ahead<T>(load: () => Promise<T>): () => Promise<T> {
  let there: { part: T } | null = null;
  const comes = comingPart(load);
  const fetchPart = async (): Promise<T> => {
    const part = await comes();
    there = { part };
    return part;
  };
  markedAhead.add(fetchPart);
  return () => (there ? atOnce(there.part) : fetchPart());
}

/** As much of a promise as `lazy` and `await` look at, kept already. */
const atOnce = <T>(value: T): Promise<T> =>
  // oxlint-disable-next-line unicorn/no-thenable -- that is its whole purpose
  ({ then: (take: (value: T) => unknown) => void take(value) }) as unknown as Promise<T>;

// oxlint-disable-next-line typescript/no-explicit-any -- as React's own `lazy`
export const lazyAhead = <T extends ComponentType<any>>(
  load: () => Promise<{ default: T }>,
): LazyExoticComponent<T> => lazy(ahead(load));
