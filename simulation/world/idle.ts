import type { Store } from "../store/store.ts";

/** What nobody took for so long nobody will take. */
const OVERDUE_MS = 8000;

/**
 * When something that is written down falls due, on the steady clock; now or earlier = there is work that loops will find.
 * `begin`: business time at steady time 0.
 */
export function nextDeadline(store: Store, now: number, begin: number): number {
  const { tables } = store;
  if (tables.fact.rows.size > 0) return now;
  let next = Infinity;
  const due = (at: number): void => {
    next = Math.min(next, at);
  };
  for (const { due_at } of tables.timer.rows.values())
    if (due_at - begin > now - OVERDUE_MS) due(due_at - begin);
  for (const { state, next_attempt_at } of tables.media.rows.values())
    if (state === "pending") due(next_attempt_at);
  for (const { next_at } of tables.template_sync.rows.values())
    if (next_at - begin > now - OVERDUE_MS) due(next_at - begin);
  const rows = [...tables.outbox.rows.values()];
  for (const row of rows) {
    if (row.lease_until !== null) due(row.lease_until);
    const holds = row.state === "unknown" && (row.hold_until ?? 0) > now;
    if (holds) due(row.hold_until ?? 0);
    if (row.state !== "queued") continue;
    const waitsFor = rows.some(
      (before) =>
        before.conversation_id === row.conversation_id &&
        before.seq < row.seq &&
        (before.state !== "unknown" || (before.hold_until ?? 0) > now),
    );
    if (waitsFor) continue;
    const channel = tables.channel.rows.get(row.channel_id);
    due(channel?.paused_code == null ? row.not_before - begin : channel.pace_at - begin);
  }
  return next;
}
