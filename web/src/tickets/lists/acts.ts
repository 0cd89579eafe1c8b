import type { TicketBatchAct, TicketChoices, TicketRow } from "@balcao/api";

/** What a ticket will be after an act, before the server has said so. */
export function guess(act: TicketBatchAct, row: TicketRow, statuses: TicketChoices["statuses"]): TicketRow {
  switch (act.type) {
    case "status": {
      const status = statuses.find(({ id }) => id === act.statusId);
      return status ? { ...row, statusId: status.id, stage: status.stage } : row;
    }
    case "assign":
      return { ...row, agentId: act.agentId };
    case "move":
      return act.teamId === row.teamId ? row : { ...row, teamId: act.teamId, agentId: null };
    case "priority":
      return { ...row, priority: act.priority };
  }
}

/** The acts that take another one back, one after the other, for a ticket as it was before; none when it changed nothing. */
export function inverse(act: TicketBatchAct, before: TicketRow): TicketBatchAct[] {
  switch (act.type) {
    case "status":
      return act.statusId === before.statusId ? [] : [{ type: "status", statusId: before.statusId }];
    case "assign":
      return act.agentId === before.agentId ? [] : [{ type: "assign", agentId: before.agentId }];
    case "move":
      if (act.teamId === before.teamId) return [];
      return [
        { type: "move", teamId: before.teamId },
        ...(before.agentId === null ? [] : [{ type: "assign" as const, agentId: before.agentId }]),
      ];
    case "priority":
      return act.priority === before.priority ? [] : [{ type: "priority", priority: before.priority }];
  }
}
