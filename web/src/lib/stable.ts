import { useCallback, useRef } from "react";
import { sameValue } from "../settings/parts/rebase.ts";

/** A function that stays the same one and always runs the latest: for handlers given to memoized parts, never while rendering. */
export function useStable<A extends unknown[], R>(run: (...args: A) => R): (...args: A) => R {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...args: A) => latest.current(...args), []);
}

/** The same object as long as it holds the same plain data. */
export function useSame<T>(value: T): T {
  const last = useRef(value);
  if (!sameValue(last.current, value)) last.current = value;
  return last.current;
}

/** Some fields of an object; the same one as long as none of these changed. */
export function useSlice<V extends object, K extends keyof V>(values: V, keys: readonly K[]): Pick<V, K> {
  const last = useRef<Pick<V, K> | null>(null);
  const known = last.current;
  if (known && keys.every((key) => Object.is(known[key], values[key]))) return known;
  const slice = Object.fromEntries(keys.map((key) => [key, values[key]])) as Pick<V, K>;
  last.current = slice;
  return slice;
}
