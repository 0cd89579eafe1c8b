import type { Direction, TicketChoices, TicketOrder, TicketRow } from "@balcao/api";
import { categoryPath, isTicketOver } from "@balcao/core";
import type { ListRules } from "../../realtime/place.ts";
import type { TicketSearch } from "../queries.ts";

/** What a list of tickets asks for, in the words of the server. What is not there narrows nothing down. */
export type TicketFilter = {
  /** a status of the workflow, all of a stage, `active` or `all` */
  status: string;
  team?: string;
  /** an agent's id, or `none` */
  agent?: string;
  priority?: TicketRow["priority"];
  category?: string;
  type?: string;
  label?: string;
  overdue?: true;
  q?: string;
  order: TicketOrder;
  direction: Direction;
};

/** Which end of each order one begins with. */
export const FIRST_DIRECTION: Record<TicketOrder, Direction> = {
  updated: "desc",
  created: "desc",
  priority: "desc",
  status: "asc",
  due: "asc",
  sla: "asc",
};

const NARROWING = ["team", "priority", "category", "type", "label", "overdue", "q"] as const;

/** The list that an address asks for, to this person. */
export function filterOf(search: TicketSearch, me: string): TicketFilter {
  const order = search.sort ?? "updated";
  const filter: TicketFilter = {
    status: search.progress ?? "active",
    order,
    direction: search.direction ?? FIRST_DIRECTION[order],
  };
  for (const name of NARROWING)
    if (search[name] !== undefined) Object.assign(filter, { [name]: search[name] });
  if (search.agent !== undefined) filter.agent = search.agent === "me" ? me : search.agent;
  return filter;
}

/** Is the list narrowed down, beside its statuses? */
export const isNarrowed = (search: TicketSearch): boolean =>
  search.progress !== undefined ||
  search.agent !== undefined ||
  NARROWING.some((name) => search[name] !== undefined);

/** What is known beside the tickets: the account's workflow and categories, and the time. */
export type World = { choices: TicketChoices | undefined; now: number };

const moment = (iso: string | null | undefined): number => (iso ? Date.parse(iso) : Number.POSITIVE_INFINITY);
/** Two that never come are as late as each other. */
const difference = (a: number, b: number): number => (a === b ? 0 : a - b);
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Late by its due date, or by what was promised; what is over is not. */
export const isLate = (row: TicketRow, now: number): boolean =>
  !isTicketOver(row.stage) && Math.min(moment(row.dueAt), moment(row.sla?.dueAt)) < now;

/** The total order of a list, the same the server pages by. */
function compareTickets({ order, direction }: TicketFilter, { choices }: World) {
  const place = ({ statusId }: TicketRow): number =>
    (choices?.statuses ?? []).findIndex(({ id }) => id === statusId);
  const latest = (a: TicketRow, b: TicketRow): number =>
    moment(a.updatedAt) - moment(b.updatedAt) || text(a.id, b.id);
  const up: Record<TicketOrder, (a: TicketRow, b: TicketRow) => number> = {
    updated: latest,
    created: (a, b) => a.number - b.number,
    priority: (a, b) => a.priority - b.priority || latest(a, b),
    // in each status the latest change first, whichever way the statuses go
    status: (a, b) => place(a) - place(b) || (direction === "asc" ? -latest(a, b) : latest(a, b)),
    due: (a, b) => difference(moment(a.dueAt), moment(b.dueAt)) || text(a.id, b.id),
    sla: (a, b) => difference(moment(a.sla?.dueAt), moment(b.sla?.dueAt)) || text(a.id, b.id),
  };
  const compare = up[order];
  return direction === "asc" ? compare : (a: TicketRow, b: TicketRow) => compare(b, a);
}

const hasStatus = (row: TicketRow, status: string): boolean =>
  status === "all" ||
  row.statusId === status ||
  row.stage === status ||
  (status === "active" && !isTicketOver(row.stage));

/** Is this ticket part of that list? `q` is not judged here: the server alone searches. */
function belongs(row: TicketRow, filter: TicketFilter, { choices, now }: World): boolean {
  const { category } = filter;
  return (
    hasStatus(row, filter.status) &&
    (filter.team === undefined || row.teamId === filter.team) &&
    (filter.agent === undefined ||
      (filter.agent === "none" ? row.agentId === null : row.agentId === filter.agent)) &&
    (filter.priority === undefined || row.priority === filter.priority) &&
    (filter.type === undefined || row.typeId === filter.type) &&
    (filter.label === undefined || row.labelIds.includes(filter.label)) &&
    (filter.overdue === undefined || isLate(row, now)) &&
    (category === undefined ||
      categoryPath(choices?.categories ?? [], row.categoryId).some(({ id }) => id === category))
  );
}

/** What a list of tickets holds, and in which order. */
export const rulesOf = (filter: TicketFilter, world: World): ListRules<TicketRow> => ({
  belongs: (row) => belongs(row, filter, world),
  compare: compareTickets(filter, world),
  isSearch: filter.q !== undefined,
});
