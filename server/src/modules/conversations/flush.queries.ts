import { sql } from "kysely";
import { bulkInsert, bulkUpdate, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { cancelAutomatic, enqueueSends } from "../channels/index.ts";
import { writeCounters } from "./counters.queries.ts";
import { writeConversations } from "./flush-conversations.queries.ts";
import { writeMessages, writeTraces } from "./flush-thread.queries.ts";
import type { Work, Writer } from "./writer.ts";

/** Arms, moves or drops timer rows: one per conversation. */
async function writeTimers(
  tx: Tx,
  works: readonly Work[],
  wakes: ReadonlyMap<string, number | null>,
  lanes: (channelId: string) => number,
): Promise<void> {
  const rows = works.flatMap((work) => {
    const wake = wakes.get(work.state.id) ?? null;
    const armed = work.timerFired ? null : work.loaded.wakeAt;
    if (wake === null || wake === armed) return [];
    return [
      {
        account_id: work.loaded.accountId,
        conversation_id: work.state.id,
        channel_id: work.loaded.channelId,
        lane: lanes(work.loaded.channelId),
        due_at: iso(wake),
      },
    ];
  });
  const columns = {
    account_id: "uuid",
    conversation_id: "uuid",
    channel_id: "uuid",
    lane: "smallint",
    due_at: "timestamptz",
  };
  await bulkInsert(
    tx,
    "timer",
    columns,
    rows,
    sql`ON CONFLICT (account_id, conversation_id) DO UPDATE SET due_at = excluded.due_at`,
  );
}

/** Queued bot output of conversations a person took over: out of the outbox, shown as cancelled. */
async function cancelOutput(
  tx: Tx,
  works: readonly Work[],
  events: Writer["events"],
  now: number,
): Promise<void> {
  const left = new Map(
    works
      .filter((work) => work.cancelAutomatic && work.before !== null)
      .map((work) => [work.state.id, work] as const),
  );
  const cancelled = await cancelAutomatic(
    tx,
    [...left].map(([id, work]) => ({ accountId: work.loaded.accountId, id })),
  );
  const rows = [];
  for (const { conversationId, messageId } of cancelled) {
    const work = left.get(conversationId);
    if (!work) continue;
    const { accountId } = work.loaded;
    rows.push({ account_id: accountId, id: messageId, status: "cancelled", status_at: iso(now) });
    events.push({
      accountId,
      type: "message.status",
      conversationId,
      teamId: work.state.teamId,
      at: now,
      data: { messageId, status: "cancelled" },
    });
  }
  await bulkUpdate(
    tx,
    "message",
    ["account_id", "id"],
    { account_id: "uuid", id: "uuid", status: "text", status_at: "timestamptz" },
    rows,
  );
}

/**
 * Writes all of a batch or command in a handful of statements, whatever the number of conversations.
 * `wakes`: when each conversation must be looked at next; `lanes`: the lane of a channel.
 */
export async function flush(
  tx: Tx,
  writer: Writer,
  wakes: ReadonlyMap<string, number | null>,
  lanes: (channelId: string) => number,
  now: number,
): Promise<void> {
  const works = [...writer.works.values()];
  await writeConversations(tx, works, wakes);
  await cancelOutput(tx, works, writer.events, now);
  await writeMessages(tx, writer.messages);
  await enqueueSends(tx, writer.sends);
  await writeTraces(tx, writer.traces);
  await writeTimers(tx, works, wakes, lanes);
  await appendEvents(tx, writer.events);
  await writeCounters(tx, works);
}
