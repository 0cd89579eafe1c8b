import { hashKey, type Query, type QueryKey } from "@tanstack/react-query";
import { queryClient } from "../lib/queries.ts";
import { journal } from "./journal.ts";

/**
 * What is cached of which something was never told, and since which mark of the journal: only an answer asked for after it counts.
 * The query library's own mark (`isInvalidated`) would not do: each patch by the stream passes for an answer and clears it, and
 * the hole stays for good.
 */
const owed = new Map<string, number>();

const queryOf = (hash: string): Query | undefined => queryClient.getQueryCache().get(hash);

/** Asks again for one key, if an answer is owed, somebody looks at it and none is on its way; else it is asked for when looked at. */
export function askOwed(hash: string): void {
  const query = queryOf(hash);
  if (!query) owed.delete(hash);
  else if (owed.has(hash) && query.state.fetchStatus === "idle" && query.isActive())
    // what went wrong shows as the query's own error, and is asked for again when the line is back
    query.fetch().catch(() => undefined);
}

/** From now on what is cached under this key is not the truth; nothing happens when nothing is. */
export function distrust(queryKey: QueryKey): void {
  const hash = hashKey(queryKey);
  if (queryOf(hash)) owed.set(hash, journal.mark());
}

/** The same, and asks for it at once. */
export function askAnew(queryKey: QueryKey): void {
  distrust(queryKey);
  askOwed(hashKey(queryKey));
}

/** Asks for all that is owed, but what `isOut` keeps back. */
export function askAllOwed(isOut: (key: QueryKey) => boolean): void {
  for (const hash of owed.keys()) if (!isOut(queryOf(hash)?.queryKey ?? [])) askOwed(hash);
}

/** Options of a query that the stream patches: an answer asked for in time settles what is owed, a failure leaves it owed. */
export const kept = <T>(queryKey: QueryKey, ask: (context: { signal: AbortSignal }) => Promise<T>) => {
  const hash = hashKey(queryKey);
  return {
    queryKey,
    queryFn: async (context: { signal: AbortSignal }): Promise<T> => {
      const mark = journal.mark();
      try {
        const answer = await ask(context);
        if ((owed.get(hash) ?? 0) <= mark) owed.delete(hash);
        // what became owed meanwhile: after this answer is written
        else setTimeout(askOwed, 0, hash);
        return answer;
      } catch (error) {
        owed.set(hash, Math.max(mark, owed.get(hash) ?? 0));
        throw error;
      }
    },
    refetchOnMount: ({ queryHash }: { queryHash: string }) =>
      owed.has(queryHash) ? ("always" as const) : true,
  };
};
