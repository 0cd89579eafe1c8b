import type { ConversationRow, Order, Tab } from "@balcao/api";

export type ListOrder = Order;

/** What a list asks for. The same words stand in the address bar. */
export type ListFilter = {
  tab: Tab;
  team?: string | undefined;
  status?: ConversationRow["status"] | undefined;
  label?: string | undefined;
  priority?: ConversationRow["priority"] | undefined;
  /** only what this agent is responsible for */
  agent?: string | undefined;
  /** only what holds something unread */
  unread?: true | undefined;
  order: ListOrder;
  q?: string | undefined;
};

/** Who looks. Lists of supervisors and administrators reach beyond their own teams. */
export type Viewer = { agentId: string; teamIds: readonly string[]; seesAll: boolean };

const LATEST = Number.POSITIVE_INFINITY;
const time = (iso: string | null | undefined): number => (iso ? Date.parse(iso) : LATEST);
const activity = (row: ConversationRow): number => Date.parse(row.lastMessage?.at ?? row.openedAt);
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Subtraction that holds for two infinities too. */
const difference = (a: number, b: number): number => (a === b ? 0 : a - b);

/** The total order of a list, the same the server pages by: what comes first, then the latest activity, then the id. */
export function compareRows(order: ListOrder): (a: ConversationRow, b: ConversationRow) => number {
  const rest = (a: ConversationRow, b: ConversationRow): number =>
    difference(activity(b), activity(a)) || text(b.id, a.id);
  const wait = (a: ConversationRow, b: ConversationRow): number =>
    difference(time(a.waitingSince), time(b.waitingSince)) || rest(a, b);
  switch (order) {
    case "waiting":
      return wait;
    case "priority":
      return (a, b) => urgency(b) - urgency(a) || wait(a, b);
    case "snooze":
      return (a, b) => difference(time(a.snoozedUntil), time(b.snoozedUntil)) || rest(a, b);
    case "window":
      return (a, b) => difference(time(a.windowClosesAt), time(b.windowClosesAt)) || rest(a, b);
    case "recent":
      return rest;
  }
}

const isEnded = (row: ConversationRow): boolean => row.status === "resolved" || row.status === "closed";

/** Nothing that is over is urgent any more. */
const urgency = (row: ConversationRow): number => (isEnded(row) ? 0 : row.priority);

function inTab(row: ConversationRow, { tab, q }: ListFilter, viewer: Viewer): boolean {
  if (row.snoozedUntil !== null) return tab === "snoozed" || (tab === "all" && Boolean(q));
  if (tab === "all") return true;
  if (isEnded(row)) return tab === "ended";
  if (row.owner === "bot") return tab === "bot";
  if (row.agentId === viewer.agentId) return tab === "mine";
  if (row.agentId === null && (viewer.teamIds.includes(row.teamId) || !viewer.seesAll)) return tab === "new";
  return tab === "others";
}

/** Is this conversation part of that list? `q` is not judged here: the server alone searches. */
export function belongs(row: ConversationRow, filter: ListFilter, viewer: Viewer): boolean {
  if (filter.team && row.teamId !== filter.team) return false;
  if (filter.status && row.status !== filter.status) return false;
  if (filter.agent && row.agentId !== filter.agent) return false;
  if (filter.unread && row.unread === 0) return false;
  if (filter.priority !== undefined && row.priority !== filter.priority) return false;
  if (filter.label && !row.labelIds.includes(filter.label)) return false;
  return inTab(row, filter, viewer);
}
