import type { ConversationRow, Tab } from "@balcao/api";
import { PRIORITIES } from "@balcao/core";
import { createRoute } from "@tanstack/react-router";
import { deskRoute } from "../app/routes.ts";
import type { ListOrder } from "../realtime/order.ts";
import { ConversationsPage } from "./conversations-page.tsx";

/** What the list shows, in the address bar: Back, reload and links keep it. What is left out is the default. */
export type ListSearch = {
  tab?: Tab;
  team?: string;
  status?: ConversationRow["status"];
  label?: string;
  priority?: ConversationRow["priority"];
  agent?: string;
  unread?: true;
  /** the saved view this began as */
  view?: string;
  order?: ListOrder;
  q?: string;
  /** message at which the open conversation is shown */
  message?: string;
};

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f-]{36}$/iu.test(value);

const oneOf = <T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((item) => item === value);
const TABS: readonly Tab[] = ["new", "mine", "bot", "ended", "others", "snoozed", "all"];
const STATUSES: readonly ConversationRow["status"][] = ["open", "pending", "resolved", "closed"];
const ORDERS: readonly ListOrder[] = ["waiting", "recent", "window", "priority", "snooze"];
const LONGEST_SEARCH = 100;

/** Reads the address bar: unknown words are left out, never an error. */
export function readListSearch(search: Record<string, unknown>): ListSearch {
  const result: ListSearch = {};
  const tab = oneOf(search["tab"], TABS);
  const status = oneOf(search["status"], STATUSES);
  const order = oneOf(search["order"], ORDERS);
  const { team, label, agent } = search;
  const priority = PRIORITIES.find((level) => String(level) === String(search["priority"]));
  const q = search["q"];
  if (tab) result.tab = tab;
  if (status) result.status = status;
  if (order) result.order = order;
  if (isId(team)) result.team = team;
  if (isId(label)) result.label = label;
  if (isId(agent)) result.agent = agent;
  if (isId(search["view"])) result.view = search["view"];
  if (priority !== undefined) result.priority = priority;
  if (search["unread"] === true || search["unread"] === "true") result.unread = true;
  if (isId(search["message"])) result.message = search["message"];
  if ((typeof q === "string" || typeof q === "number") && String(q).trim() !== "")
    result.q = String(q).slice(0, LONGEST_SEARCH);
  return result;
}

export const conversationsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/conversations",
  validateSearch: readListSearch,
  // where everybody begins: with the entry, not after it
  component: ConversationsPage,
});

export const conversationRoute = createRoute({
  getParentRoute: () => conversationsRoute,
  path: "$id",
});
