import type { ConversationRow, Tab } from "@balcao/api";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { hasRole, useSelf } from "../../lib/queries.ts";
import type { ListFilter, ListOrder } from "../../realtime/order.ts";
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

/** The order a tab begins with. */
const orderOf = (tab: Tab): ListOrder =>
  tab === "ended" ? "recent" : tab === "snoozed" ? "snooze" : "waiting";

/** The orders that mean something in a tab. */
export const ordersOf = (tab: Tab): readonly ListOrder[] =>
  tab === "snoozed"
    ? ["snooze", "recent", "priority"]
    : tab === "ended"
      ? ["recent", "window"]
      : ["waiting", "priority", "recent", "window"];

/** What is left out or undefined of the address bar. */
export type ListChange = { [Name in keyof ListSearch]?: ListSearch[Name] | undefined };
const NO_FILTER: ListChange = {
  team: undefined,
  status: undefined,
  label: undefined,
  priority: undefined,
  agent: undefined,
  unread: undefined,
  q: undefined,
  view: undefined,
};

/** Is the list narrowed down, beside its tab? */
const isNarrowed = (filter: ListFilter): boolean =>
  (Object.keys(NO_FILTER) as (keyof ListFilter)[]).some((name) => filter[name] !== undefined);

/** What the list shows now (from the address bar), and the way to change it. */
export function useListFilter(): {
  filter: ListFilter;
  tabs: readonly Tab[];
  change: (next: ListChange) => void;
  clear: () => void;
  isFiltered: boolean;
} {
  const search = useSearch({ from: "/desk/conversations" });
  const navigate = useNavigate();
  const me = useSelf();
  const tabs = tabsOf(me.segmentedView, hasRole(me, "supervisor"));
  const { team, status, label, priority, agent, unread, q } = search;
  // who looks for a person looks everywhere
  const chosen =
    search.tab && (search.tab === "snoozed" || tabs.includes(search.tab)) ? search.tab : (tabs[0] ?? "new");
  const tab = q ? "all" : chosen;
  const order =
    search.order && ordersOf(tab).includes(search.order) ? search.order : q ? "recent" : orderOf(tab);
  const filter = useMemo<ListFilter>(() => {
    const next: ListFilter = { tab, order };
    if (team) next.team = team;
    if (status) next.status = status;
    if (label) next.label = label;
    if (priority !== undefined) next.priority = priority;
    if (agent) next.agent = agent;
    if (unread) next.unread = unread;
    if (q) next.q = q;
    return next;
  }, [tab, order, team, status, label, priority, agent, unread, q]);
  const change = (next: ListChange): void => {
    void navigate({
      to: ".",
      search: (current: ListSearch) =>
        Object.fromEntries(
          Object.entries({ ...current, ...next }).filter(([, value]) => value !== undefined && value !== ""),
        ),
      replace: "q" in next,
    });
  };
  return { filter, tabs, change, clear: () => change(NO_FILTER), isFiltered: isNarrowed(filter) };
}
