import type { ConversationState } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, bulkUpdate, iso, recordset, type BulkRow } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { NIL_UUID } from "../../platform/ids.ts";
import { cancelAutomatic, enqueueSends } from "../channels/index.ts";
import {
  messagePreview,
  messageText,
  type NewMessage,
  type NewTrace,
  type Work,
  type Writer,
} from "./writer.ts";

const STATE = {
  account_id: "uuid",
  id: "uuid",
  contact_id: "uuid",
  team_id: "uuid",
  agent_id: "uuid",
  owner: "text",
  status: "text",
  unread: "int",
  seq: "int",
  last_customer_at: "timestamptz",
  last_interaction_at: "timestamptz",
  window_closes_at: "timestamptz",
  waiting_since: "timestamptz",
  recipient_kind: "text",
  recipient_value: "text",
  bot: "jsonb",
  warned_for: "timestamptz",
  survey_sent_at: "timestamptz",
  rating: "smallint",
  wake_at: "timestamptz",
  closed_at: "timestamptz",
  close_reason: "text",
};
const LAST = {
  last_message_id: "uuid",
  last_message_at: "timestamptz",
  last_preview: "text",
  last_direction: "text",
  last_kind: "text",
};
const BORN = { protocol: "bigint", channel_id: "uuid", opened_at: "timestamptz" };

const stateRow = (work: Work, wakeAt: number | null): BulkRow => {
  const { state, loaded } = work;
  return {
    account_id: loaded.accountId,
    id: state.id,
    contact_id: loaded.contactId,
    team_id: state.teamId,
    agent_id: state.agentId,
    owner: state.owner,
    status: state.status,
    unread: state.unread,
    seq: state.seq,
    last_customer_at: iso(state.lastCustomerAt),
    last_interaction_at: iso(state.lastInteractionAt),
    window_closes_at: iso(state.windowClosesAt),
    waiting_since: iso(state.waitingSince),
    recipient_kind: loaded.recipient.kind,
    recipient_value: loaded.recipient.value,
    bot: state.bot,
    warned_for: iso(state.warnedFor),
    survey_sent_at: iso(state.surveySentAt),
    rating: state.rating,
    wake_at: iso(wakeAt),
    closed_at: iso(state.closedAt),
    close_reason: state.closeReason,
  };
};

const lastRow = (message: NewMessage): BulkRow => ({
  last_message_id: message.id,
  last_message_at: iso(message.at),
  last_preview: messagePreview(message),
  last_direction: message.direction,
  last_kind: message.content.type,
});

async function writeConversations(
  tx: Tx,
  works: readonly Work[],
  wakes: ReadonlyMap<string, number | null>,
): Promise<void> {
  const wake = (work: Work): number | null => wakes.get(work.state.id) ?? null;
  const born = works.filter((work) => work.before === null);
  const none = { last_message_id: null, last_preview: "", last_direction: null, last_kind: null };
  await bulkInsert(
    tx,
    "conversation",
    { ...STATE, ...LAST, ...BORN },
    born.map((work) => ({
      ...stateRow(work, wake(work)),
      ...(work.last ? lastRow(work.last) : { ...none, last_message_at: iso(work.state.openedAt) }),
      protocol: work.state.protocol,
      channel_id: work.loaded.channelId,
      opened_at: iso(work.state.openedAt),
    })),
  );
  const changed = works.filter((work) => work.before !== null);
  const columns = sql.join(
    Object.keys(STATE)
      .filter((name) => name !== "account_id" && name !== "id")
      .map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)}`),
  );
  if (changed.length > 0) {
    const rows = changed.map((work) => ({
      ...stateRow(work, wake(work)),
      ...(work.last && work.last.at >= work.loaded.lastMessageAt
        ? lastRow(work.last)
        : { ...none, last_message_at: null }),
    }));
    await sql`
      UPDATE conversation t SET ${columns}, version = t.version + 1,
        last_message_id = coalesce(r.last_message_id, t.last_message_id), last_message_at = coalesce(r.last_message_at, t.last_message_at),
        last_preview = CASE WHEN r.last_message_id IS NULL THEN t.last_preview ELSE r.last_preview END,
        last_direction = coalesce(r.last_direction, t.last_direction), last_kind = coalesce(r.last_kind, t.last_kind)
      FROM ${recordset(rows, { ...STATE, ...LAST }, "r")} WHERE t.account_id = r.account_id AND t.id = r.id`.execute(
      tx,
    );
  }
}

const MESSAGE = {
  account_id: "uuid",
  id: "uuid",
  conversation_id: "uuid",
  channel_id: "uuid",
  seq: "int",
  at: "timestamptz",
  direction: "text",
  author: "text",
  agent_id: "uuid",
  trigger_id: "uuid",
  kind: "text",
  text: "text",
  content: "json",
  wamid: "text",
  quoted_wamid: "text",
  status: "text",
  occurrence_key: "text",
  media_id: "uuid",
  created_at: "timestamptz",
};

async function writeMessages(tx: Tx, messages: readonly NewMessage[]): Promise<void> {
  const rows = messages.map((message) => ({
    account_id: message.accountId,
    id: message.id,
    conversation_id: message.conversationId,
    channel_id: message.channelId,
    seq: message.seq,
    at: iso(message.at),
    direction: message.direction,
    author: message.author,
    agent_id: message.agentId,
    trigger_id: message.triggerId,
    kind: message.content.type,
    text: messageText(message),
    content: message.content,
    wamid: message.wamid,
    quoted_wamid: message.quotedWamid,
    status: message.status,
    occurrence_key: message.occurrenceKey,
    media_id: message.mediaId,
    created_at: iso(message.createdAt),
  }));
  await bulkInsert(tx, "message", MESSAGE, rows);
}

const TRACE = {
  account_id: "uuid",
  id: "uuid",
  conversation_id: "uuid",
  message_id: "uuid",
  bot_version_id: "uuid",
  trace: "json",
  at: "timestamptz",
};

async function writeTraces(tx: Tx, traces: readonly NewTrace[]): Promise<void> {
  const rows = traces.map((trace) => ({
    account_id: trace.accountId,
    id: trace.id,
    conversation_id: trace.conversationId,
    message_id: trace.messageId,
    bot_version_id: trace.botVersionId,
    trace: trace.trace,
    at: iso(trace.at),
  }));
  await bulkInsert(tx, "bot_trace", TRACE, rows);
}

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

type Counted = Pick<ConversationState, "teamId" | "agentId" | "owner" | "status" | "unread">;

/** Last statement of the transaction, in key order: two writers of one account never wait for each other in a circle. */
async function writeCounters(tx: Tx, works: readonly Work[]): Promise<void> {
  const deltas = new Map<string, BulkRow & { conversations: number; unread: number }>();
  const add = (accountId: string, state: Counted, sign: 1 | -1): void => {
    const agentId = state.agentId ?? NIL_UUID;
    const key = `${accountId}|${state.teamId}|${agentId}|${state.owner}|${state.status}`;
    const row = deltas.get(key) ?? {
      account_id: accountId,
      team_id: state.teamId,
      agent_id: agentId,
      owner: state.owner,
      status: state.status,
      conversations: 0,
      unread: 0,
    };
    row.conversations += sign;
    row.unread += sign * (state.unread > 0 ? 1 : 0);
    deltas.set(key, row);
  };
  for (const work of works) {
    if (work.before) add(work.loaded.accountId, work.before, -1);
    add(work.loaded.accountId, work.state, 1);
  }
  const rows = [...deltas]
    .filter(([, row]) => row.conversations !== 0 || row.unread !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const columns = {
    account_id: "uuid",
    team_id: "uuid",
    agent_id: "uuid",
    owner: "text",
    status: "text",
    conversations: "int",
    unread: "int",
  };
  await bulkInsert(
    tx,
    "conversation_counter",
    columns,
    rows,
    sql`
    ON CONFLICT (account_id, team_id, agent_id, owner, status) DO UPDATE SET
      conversations = conversation_counter.conversations + excluded.conversations, unread = conversation_counter.unread + excluded.unread`,
  );
}

/** Queued bot output of conversations a person took over: out of the outbox, shown as cancelled. */
async function cancelOutput(
  tx: Tx,
  works: readonly Work[],
  events: Writer["events"],
  now: number,
): Promise<void> {
  for (const work of works.filter((entry) => entry.cancelAutomatic && entry.before !== null)) {
    const ids = await cancelAutomatic(tx, work.loaded.accountId, [work.state.id]);
    const rows = ids.map((id) => ({
      account_id: work.loaded.accountId,
      id,
      status: "cancelled",
      status_at: iso(now),
    }));
    await bulkUpdate(
      tx,
      "message",
      ["account_id", "id"],
      { account_id: "uuid", id: "uuid", status: "text", status_at: "timestamptz" },
      rows,
    );
    for (const id of ids)
      events.push({
        accountId: work.loaded.accountId,
        type: "message.status",
        conversationId: work.state.id,
        teamId: work.state.teamId,
        at: now,
        data: { messageId: id, status: "cancelled" },
      });
  }
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
