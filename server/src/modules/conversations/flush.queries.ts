import { sql } from "kysely";
import { bulkInsert, bulkUpdate, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents, type NewEvent } from "../../platform/events.ts";
import { cancelAutomatic, enqueueSends } from "../channels/index.ts";
import { countedWork, writeCounters } from "./counters.queries.ts";
import { writeConversations } from "./flush-conversations.queries.ts";
import { writeMessages, writeTraces } from "./flush-thread.queries.ts";
import { forgetScheduled } from "./scheduled.queries.ts";
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

/** Queued bot output of these conversations: out of the outbox, shown as cancelled. Answers what is to be told. */
export async function cancelOutput(
  tx: Tx,
  conversations: readonly { accountId: string; id: string; teamId: string }[],
  now: number,
): Promise<NewEvent[]> {
  const left = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  const cancelled = await cancelAutomatic(tx, conversations);
  const events = cancelled.flatMap(({ conversationId, messageId }): NewEvent[] => {
    const conversation = left.get(conversationId);
    if (!conversation) return [];
    const { accountId, teamId } = conversation;
    const data = { messageId, status: "cancelled" };
    return [{ accountId, type: "message.status", conversationId, teamId, at: now, data }];
  });
  await bulkUpdate(
    tx,
    "message",
    ["account_id", "id"],
    { account_id: "uuid", id: "uuid", status: "text", status_at: "timestamptz" },
    events.map(({ accountId, data }) => ({
      account_id: accountId,
      id: data?.["messageId"],
      status: "cancelled",
      status_at: iso(now),
    })),
  );
  return events;
}

/** What was scheduled and is so no more: it was said, or taken back. */
function goneScheduled({ loaded, before, state }: Work): { accountId: string; id: string }[] {
  if (!before || before.scheduled === state.scheduled) return [];
  const kept = new Set(state.scheduled.map(({ id }) => id));
  return before.scheduled.flatMap(({ id }) => (kept.has(id) ? [] : [{ accountId: loaded.accountId, id }]));
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
  const silenced = works.filter((work) => work.cancelAutomatic && work.before !== null);
  const cancelled = await cancelOutput(
    tx,
    silenced.map(({ loaded, state }) => ({
      accountId: loaded.accountId,
      id: state.id,
      teamId: state.teamId,
    })),
    now,
  );
  await writeMessages(tx, writer.messages);
  await enqueueSends(tx, writer.sends);
  await writeTraces(tx, writer.traces);
  await writeTimers(tx, works, wakes, lanes);
  await forgetScheduled(tx, works.flatMap(goneScheduled));
  await appendEvents(tx, [...writer.events, ...cancelled]);
  await writeCounters(tx, works.map(countedWork));
}
