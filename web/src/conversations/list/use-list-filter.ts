import type { ConversationRow, Tab } from "@balcao/api";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { hasRole, useSelf } from "../../lib/queries.ts";
import type { ListFilter } from "../../realtime/order.ts";
import type { ListSearch } from "../routes.ts";

/** The tabs of a person: one list when conversations are not separated; who administers also sees the others' ones. */
export function tabsOf(segmented: boolean, seesAll: boolean): readonly Tab[] {
  if (!segmented) return ["all"];
  return seesAll ? ["new", "mine", "bot", "ended", "others"] : ["new", "mine", "bot", "ended"];
}

/** The states a tab can hold. */
export const statusesOf = (tab: Tab): readonly ConversationRow["status"][] =>
  tab === "all"
    ? ["open", "pending", "resolved", "closed"]
    : tab === "ended"
      ? ["resolved", "closed"]
      : ["open", "pending"];

/** What the list shows now (from the address bar), and the way to change it. */
export function useListFilter(): {
  filter: ListFilter;
  tabs: readonly Tab[];
  change: (next: Partial<ListSearch>) => void;
  isFiltered: boolean;
} {
  const search = useSearch({ from: "/desk/conversations" });
  const navigate = useNavigate();
  const me = useSelf();
  const tabs = tabsOf(me.segmentedView, hasRole(me, "supervisor"));
  const { team, status, q } = search;
  // who looks for a person looks everywhere
  const chosen = search.tab && tabs.includes(search.tab) ? search.tab : (tabs[0] ?? "new");
  const tab = q ? "all" : chosen;
  const order = search.order ?? (tab === "ended" || q ? "recent" : "waiting");
  const filter = useMemo<ListFilter>(() => {
    const next: ListFilter = { tab, order };
    if (team) next.team = team;
    if (status) next.status = status;
    if (q) next.q = q;
    return next;
  }, [tab, order, team, status, q]);
  const change = (next: Partial<ListSearch>): void => {
    void navigate({
      to: ".",
      search: (current: ListSearch) =>
        Object.fromEntries(
          Object.entries({ ...current, ...next }).filter(([, value]) => value !== undefined && value !== ""),
        ),
      replace: "q" in next,
    });
  };
  return { filter, tabs, change, isFiltered: Boolean(team ?? status ?? q) };
}
