import type { ConversationRow, Tab } from "@balcao/api";

export type ListOrder = "waiting" | "recent" | "window";

/** What a list asks for. The same words stand in the address bar. */
export type ListFilter = {
  tab: Tab;
  team?: string | undefined;
  status?: ConversationRow["status"] | undefined;
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
  switch (order) {
    case "waiting":
      return (a, b) => difference(time(a.waitingSince), time(b.waitingSince)) || rest(a, b);
    case "window":
      return (a, b) => difference(time(a.windowClosesAt), time(b.windowClosesAt)) || rest(a, b);
    case "recent":
      return rest;
  }
}

const isEnded = (row: ConversationRow): boolean => row.status === "resolved" || row.status === "closed";

function inTab(row: ConversationRow, tab: Tab, viewer: Viewer): boolean {
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
  return inTab(row, filter.tab, viewer);
}
