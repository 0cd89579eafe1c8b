import type { Priority } from "../conversation/types.ts";

/** The steps of a ticket's way, first to last. */
export const TICKET_STATUSES = ["open", "in_progress", "waiting", "resolved", "closed"] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** What is decided about a ticket; its messages and comments stand beside it. */
export type TicketState = {
  title: string;
  description: string;
  teamId: string;
  agentId: string | null;
  priority: Priority;
  status: TicketStatus;
};

export type TicketAct =
  | { type: "describe"; title: string; description: string }
  | { type: "status"; status: TicketStatus }
  /** null = nobody's, back to the team */
  | { type: "assign"; agentId: string | null }
  | { type: "move"; teamId: string }
  | { type: "priority"; priority: Priority };

/** A line of a ticket's history: ids and facts, never texts. */
export type TicketFact = { type: string; data: Record<string, unknown> };

export type TicketOutcome =
  | { ok: true; state: TicketState; facts: TicketFact[] }
  | { ok: false; code: "ticket_closed" };

/** Resolved or closed: nobody has to do anything any more. */
export const isTicketOver = (status: TicketStatus): boolean => status === "resolved" || status === "closed";

/** What is closed stays as it is until somebody opens it again: no messages, no comments, no changes. */
export const takesMore = (status: TicketStatus): boolean => status !== "closed";

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

/**
 * What an act makes of a ticket. What changes nothing leaves no line in the history. Who is responsible works in the ticket's team, so
 * a ticket that moves is nobody's until somebody there takes it.
 */
export function decideTicket(before: TicketState, act: TicketAct): TicketOutcome {
  if (act.type !== "status" && !takesMore(before.status)) return { ok: false, code: "ticket_closed" };
  switch (act.type) {
    case "describe": {
      const { title, description } = act;
      const parts = [
        ...(title === before.title ? [] : ["title"]),
        ...(description === before.description ? [] : ["description"]),
      ];
      return changed(before, { title, description }, "ticket.described", { parts });
    }
    case "status":
      return changed(before, { status: act.status }, "ticket.status_changed", {
        from: before.status,
        to: act.status,
      });
    case "assign":
      return changed(before, { agentId: act.agentId }, "ticket.assigned", {
        from: before.agentId,
        to: act.agentId,
      });
    case "move":
      if (act.teamId === before.teamId) return { ok: true, state: before, facts: [] };
      return changed(before, { teamId: act.teamId, agentId: null }, "ticket.moved", {
        from: before.teamId,
        to: act.teamId,
        fromAgent: before.agentId,
      });
    case "priority":
      return changed(before, { priority: act.priority }, "ticket.priority_changed", {
        from: before.priority,
        to: act.priority,
      });
  }
}
