import type { BatchAct, ConversationRow } from "@balcao/api";

const isOver = (status: ConversationRow["status"]): boolean => status === "resolved" || status === "closed";

/** What a conversation will be after an act, before the server has said so. */
export function guess(act: BatchAct, row: ConversationRow): ConversationRow {
  switch (act.type) {
    case "status":
      return isOver(act.status)
        ? { ...row, status: act.status, unread: 0, waitingSince: null, snoozedUntil: null }
        : { ...row, status: act.status };
    case "assign":
      return {
        ...row,
        agentId: act.agentId,
        owner: act.agentId === null ? "team" : "agent",
        snoozedUntil: null,
      };
    case "forward": {
      const agentId = act.agentId ?? null;
      const owner = act.runBot ? "bot" : agentId === null ? "team" : "agent";
      return { ...row, teamId: act.teamId, agentId, owner, snoozedUntil: null };
    }
    case "labels": {
      const kept = row.labelIds.filter((id) => !act.remove?.includes(id));
      return { ...row, labelIds: [...new Set([...kept, ...(act.add ?? [])])] };
    }
    case "priority":
      return { ...row, priority: act.priority };
    case "snooze":
      return { ...row, snoozedUntil: act.until, status: row.status === "resolved" ? "open" : row.status };
    case "bot":
      return { ...row, owner: "bot", agentId: null, snoozedUntil: null };
    case "unread":
      return { ...row, unread: Math.max(1, row.unread) };
    case "read":
      return { ...row, unread: 0 };
  }
}

/** What tells the server which messages of a conversation were seen before it was resolved or closed. */
export const seenIn = (act: BatchAct, row: ConversationRow): { seen?: number } =>
  act.type === "status" && isOver(act.status) ? { seen: row.seq } : {};

/** The act that takes another one back, for a conversation as it was before; null when it changed nothing or cannot be undone. */
export function inverse(act: BatchAct, before: ConversationRow, reason: string): BatchAct | null {
  switch (act.type) {
    case "status":
      return act.status === "closed" || act.status === before.status
        ? null
        : { type: "status", status: before.status };
    case "assign":
      if (before.owner === "bot") return { type: "bot" };
      return act.agentId === before.agentId ? null : { type: "assign", agentId: before.agentId };
    case "forward":
      return { type: "forward", teamId: before.teamId, agentId: before.agentId, reason };
    case "labels": {
      const remove = (act.add ?? []).filter((id) => !before.labelIds.includes(id));
      const add = (act.remove ?? []).filter((id) => before.labelIds.includes(id));
      return add.length + remove.length === 0 ? null : { type: "labels", add, remove };
    }
    case "priority":
      return act.priority === before.priority ? null : { type: "priority", priority: before.priority };
    case "snooze":
      return act.until === before.snoozedUntil ? null : { type: "snooze", until: before.snoozedUntil };
    case "bot":
      return before.owner === "bot" ? null : { type: "assign", agentId: before.agentId };
    case "unread":
      return before.unread > 0 ? null : { type: "read" };
    case "read":
      return before.unread > 0 ? { type: "unread" } : null;
  }
}
