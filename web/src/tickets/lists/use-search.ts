import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { useSelf } from "../../lib/queries.ts";
import type { TicketSearch } from "../queries.ts";
import { filterOf, type TicketFilter } from "./filter.ts";
import { lastList } from "./last-list.ts";

export type Change = { [Name in keyof TicketSearch]?: TicketSearch[Name] | undefined };

/** What clears the filters, and leaves how they are shown. */
const NO_FILTER: Change = {
  progress: undefined,
  team: undefined,
  agent: undefined,
  priority: undefined,
  category: undefined,
  type: undefined,
  label: undefined,
  overdue: undefined,
  q: undefined,
  view: undefined,
};

/** What the page shows (from the address bar), and the way to change it. Going back takes back a filter, not a letter. */
export function useTicketSearch(): {
  search: TicketSearch;
  filter: TicketFilter;
  change: (next: Change) => void;
  clear: () => void;
} {
  const search = useSearch({ from: "/desk/tickets" });
  const navigate = useNavigate();
  const me = useSelf().agent.id;
  const change = useCallback(
    (next: Change) =>
      void navigate({
        to: "/tickets",
        search: (now: TicketSearch) =>
          Object.fromEntries(
            Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined),
          ) as TicketSearch,
        replace: "q" in next,
      }),
    [navigate],
  );
  const name = JSON.stringify(search);
  // the same object as long as it says the same: it is the name of what is cached
  const filter = useMemo(() => filterOf(JSON.parse(name) as TicketSearch, me), [name, me]);
  useEffect(() => {
    lastList.search = search;
  }, [search]);
  return { search, filter, change, clear: () => change(NO_FILTER) };
}
