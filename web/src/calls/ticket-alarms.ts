import type { RealtimeChange } from "@balcao/api";
import { NEWS_LASTS_MS } from "@balcao/core";

export type TicketAlarm = Extract<RealtimeChange, { type: "ticket-alarm" }>;

/**
 * Pure: which of these changes call this person to a ticket, each once; `heard` holds the ids that came before and takes the new ones. Who is
 * responsible or follows wants to know, whatever the rule for conversations says.
 */
export function ticketAlarmsIn(
  changes: readonly RealtimeChange[],
  heard: Set<string>,
  now: number,
): TicketAlarm[] {
  return changes.filter((change): change is TicketAlarm => {
    if (change.type !== "ticket-alarm" || heard.has(change.id)) return false;
    heard.add(change.id);
    return now - Date.parse(change.at) < NEWS_LASTS_MS;
  });
}
