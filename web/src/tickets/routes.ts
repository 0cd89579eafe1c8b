import { PRIORITIES, TICKET_STAGES } from "@balcao/core";
import type { TicketOrder } from "@balcao/api";
import { createRoute } from "@tanstack/react-router";
import { deskRoute } from "../app/routes.ts";
import type { TicketSearch } from "./queries.ts";
import { pagePart } from "../lib/part.ts";

const LONGEST_SEARCH = 100;
const ORDERS = ["updated", "created", "priority", "status", "due", "sla"] as const satisfies TicketOrder[];
const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[0-9a-f-]{36}$/iu.test(value);

/** Reads the address bar: unknown words are left out, never an error. */
export function readTicketSearch(search: Record<string, unknown>): TicketSearch {
  const result: TicketSearch = {};
  const { progress, team, agent, q, view } = search;
  if (["all", ...TICKET_STAGES].some((known) => known === progress) || isId(progress))
    result.progress = String(progress);
  if (isId(team)) result.team = team;
  for (const name of ["category", "type", "label"] as const)
    if (isId(search[name])) result[name] = search[name];
  const priority = PRIORITIES.find((level) => level === search["priority"]);
  if (priority !== undefined) result.priority = priority;
  if (search["overdue"] === true) result.overdue = true;
  const order = ORDERS.find((known) => known === search["sort"]);
  if (order) result.sort = order;
  const direction = (["asc", "desc"] as const).find((known) => known === search["direction"]);
  if (direction) result.direction = direction;
  if (search["as"] === "board") result.as = "board";
  if (isId(view)) result.view = view;
  if (agent === "me" || agent === "none" || isId(agent)) result.agent = agent;
  if ((typeof q === "string" || typeof q === "number") && String(q).trim() !== "")
    result.q = String(q).slice(0, LONGEST_SEARCH);
  return result;
}

const ticketsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/tickets",
  validateSearch: readTicketSearch,
  component: pagePart(() => import("./tickets-page.tsx"), "TicketsPage"),
});

const ticketRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/tickets/$number",
  component: pagePart(() => import("./ticket-page.tsx"), "TicketPage"),
});

/** Atendimento > Chamados. */
export const ticketRoutes = [ticketsRoute, ticketRoute] as const;
