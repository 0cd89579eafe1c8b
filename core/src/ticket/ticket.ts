import type { Priority } from "../conversation/types.ts";
import { isCategoryOffered, type TicketCategory } from "./categories.ts";
import { firstStatus, takesMore, type TicketStage, type TicketStatus } from "./workflow.ts";

/** What is decided about a ticket; its messages and comments stand beside it. */
export type TicketState = {
  title: string;
  description: string;
  teamId: string;
  agentId: string | null;
  priority: Priority;
  /** of the account's workflow */
  statusId: string;
  /** what that status means */
  stage: TicketStage;
  categoryId: string | null;
  typeId: string | null;
  /** when it should be done; null = no day was set */
  dueAt: number | null;
};

/** What an account offers to choose from, in its order. */
export type TicketChoices = {
  statuses: readonly TicketStatus[];
  categories: readonly TicketCategory[];
  types: readonly { id: string; active: boolean }[];
};

export type TicketAct =
  | { type: "describe"; title: string; description: string }
  | { type: "status"; statusId: string }
  /** null = nobody's, back to the team */
  | { type: "assign"; agentId: string | null }
  | { type: "move"; teamId: string }
  | { type: "priority"; priority: Priority }
  | { type: "category"; categoryId: string | null }
  | { type: "kind"; typeId: string | null }
  | { type: "due"; dueAt: number | null };

/** A line of a ticket's history: ids and facts, never texts. */
export type TicketFact = { type: string; data: Record<string, unknown> };

export type TicketFault = {
  path: "statusId" | "categoryId" | "typeId";
  code: "unknown_status" | "unknown_category" | "unknown_type";
};
export type TicketRefusal = { ok: false; code: "ticket_closed" } | { ok: false; faults: TicketFault[] };
export type TicketOutcome = { ok: true; state: TicketState; facts: TicketFact[] } | TicketRefusal;

const refused = (path: TicketFault["path"], code: TicketFault["code"]): TicketRefusal => ({
  ok: false,
  faults: [{ path, code }],
});

function changed(
  before: TicketState,
  patch: Partial<TicketState>,
  type: string,
  data: Record<string, unknown>,
): TicketOutcome {
  const isSame = Object.entries(patch).every(([name, value]) => before[name as keyof TicketState] === value);
  return isSame
    ? { ok: true, state: before, facts: [] }
    : { ok: true, state: { ...before, ...patch }, facts: [{ type, data }] };
}

const isKind = ({ types }: TicketChoices, id: string): boolean =>
  types.some((type) => type.active && type.id === id);

function describe(
  before: TicketState,
  { title, description }: { title: string; description: string },
): TicketOutcome {
  const parts = [
    ...(title === before.title ? [] : ["title"]),
    ...(description === before.description ? [] : ["description"]),
  ];
  return changed(before, { title, description }, "ticket.described", { parts });
}

function toStatus(before: TicketState, statusId: string, { statuses }: TicketChoices): TicketOutcome {
  if (statusId === before.statusId) return { ok: true, state: before, facts: [] };
  const to = statuses.find(({ id, active }) => active && id === statusId);
  if (!to) return refused("statusId", "unknown_status");
  return changed(before, { statusId, stage: to.stage }, "ticket.status_changed", {
    from: before.statusId,
    to: statusId,
    fromStage: before.stage,
    toStage: to.stage,
  });
}

function toCategory(
  before: TicketState,
  categoryId: string | null,
  { categories }: TicketChoices,
): TicketOutcome {
  const { categoryId: from } = before;
  if (categoryId !== null && categoryId !== from && !isCategoryOffered(categories, categoryId))
    return refused("categoryId", "unknown_category");
  return changed(before, { categoryId }, "ticket.category_changed", { from, to: categoryId });
}

function toKind(before: TicketState, typeId: string | null, choices: TicketChoices): TicketOutcome {
  const { typeId: from } = before;
  if (typeId !== null && typeId !== from && !isKind(choices, typeId))
    return refused("typeId", "unknown_type");
  return changed(before, { typeId }, "ticket.type_changed", { from, to: typeId });
}

function move(before: TicketState, teamId: string): TicketOutcome {
  if (teamId === before.teamId) return { ok: true, state: before, facts: [] };
  return changed(before, { teamId, agentId: null }, "ticket.moved", {
    from: before.teamId,
    to: teamId,
    fromAgent: before.agentId,
  });
}

/**
 * What an act makes of a ticket. What changes nothing leaves no line in the history. Who is responsible works in the ticket's team, so
 * a ticket that moves is nobody's until somebody there takes it. What was chosen once stays though it was switched off since.
 */
export function decideTicket(before: TicketState, act: TicketAct, choices: TicketChoices): TicketOutcome {
  if (act.type !== "status" && !takesMore(before.stage)) return { ok: false, code: "ticket_closed" };
  switch (act.type) {
    case "describe":
      return describe(before, act);
    case "status":
      return toStatus(before, act.statusId, choices);
    case "assign":
      return changed(before, { agentId: act.agentId }, "ticket.assigned", {
        from: before.agentId,
        to: act.agentId,
      });
    case "move":
      return move(before, act.teamId);
    case "priority":
      return changed(before, { priority: act.priority }, "ticket.priority_changed", {
        from: before.priority,
        to: act.priority,
      });
    case "category":
      return toCategory(before, act.categoryId, choices);
    case "kind":
      return toKind(before, act.typeId, choices);
    case "due":
      return changed(before, { dueAt: act.dueAt }, "ticket.due_changed", {
        from: before.dueAt,
        to: act.dueAt,
      });
  }
}

/** A ticket that nobody has seen yet, in the first status where tickets begin. */
export function beginTicket(
  fields: Omit<TicketState, "statusId" | "stage">,
  choices: TicketChoices,
): TicketOutcome {
  const { categoryId, typeId } = fields;
  const status = firstStatus(choices.statuses, "open");
  if (!status) return refused("statusId", "unknown_status");
  if (categoryId !== null && !isCategoryOffered(choices.categories, categoryId))
    return refused("categoryId", "unknown_category");
  if (typeId !== null && !isKind(choices, typeId)) return refused("typeId", "unknown_type");
  const state = { ...fields, statusId: status.id, stage: status.stage };
  return { ok: true, state, facts: [{ type: "ticket.opened", data: {} }] };
}
