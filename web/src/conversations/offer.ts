import type { HistoryView, ThreadEntry } from "@balcao/api";

/** Is this line a colleague giving the conversation to this person? */
const gives = (line: HistoryView, agentId: string): boolean =>
  line.agentId !== null &&
  line.agentId !== agentId &&
  ((line.type === "conversation.forwarded" && line.data["toAgent"] === agentId) ||
    (line.type === "conversation.assigned" && line.data["to"] === agentId));

/**
 * A colleague gave the conversation to this person, who has neither accepted it nor said anything in it since: the line that tells of
 * it; null when there is none among these entries, oldest first.
 */
export function offerOf(entries: readonly ThreadEntry[], agentId: string): HistoryView | null {
  for (const entry of entries.toReversed()) {
    if (entry.entry === "history" && gives(entry, agentId)) return entry;
    // whatever this person does in it takes it up
    if (entry.agentId === agentId) return null;
  }
  return null;
}
