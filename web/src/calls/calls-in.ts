import type { ConversationRow, MessageView, RealtimeChange } from "@balcao/api";
import { callsFor, type CallRule } from "@balcao/core";

/** What is older than this when it is heard of calls nobody: it was missed while the line was down. */
const RECENT_MS = 60_000;

/** A customer's message that calls. */
export type Call = { row: ConversationRow; message: MessageView };

/**
 * Pure: which customers' messages among these changes call this person. The same message is heard of again when its status or a reaction
 * changes; `heard` holds the ids that came before and takes the new ones.
 */
export function callsIn(
  changes: readonly RealtimeChange[],
  rule: CallRule,
  me: { agentId: string; teamIds: readonly string[] },
  heard: Set<string>,
  now: number,
): Call[] {
  const calls: Call[] = [];
  for (const change of changes) {
    if (change.type !== "conversation") continue;
    const { row, entries } = change;
    const message = entries.findLast((entry) => entry.entry === "message" && entry.author === "contact");
    if (message?.entry !== "message" || heard.has(message.id)) continue;
    heard.add(message.id);
    if (now - Date.parse(message.at) < RECENT_MS && callsFor(rule, row, me)) calls.push({ row, message });
  }
  return calls;
}
