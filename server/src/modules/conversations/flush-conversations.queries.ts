import { previewOf } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, iso, recordset, type BulkRow } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { NewMessage, Work } from "./writer.ts";

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
  priority: "smallint",
  snoozed_until: "timestamptz",
  scheduled: "jsonb",
  recipient_kind: "text",
  recipient_value: "text",
  bot: "jsonb",
  warned_for: "timestamptz",
  out_of_hours_on: "text",
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
    priority: state.priority,
    snoozed_until: iso(state.snoozedUntil),
    scheduled: state.scheduled,
    recipient_kind: loaded.recipient.kind,
    recipient_value: loaded.recipient.value,
    bot: state.bot,
    warned_for: iso(state.warnedFor),
    out_of_hours_on: state.outOfHoursOn,
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
  last_preview: previewOf(message.content),
  last_direction: message.direction,
  last_kind: message.content.type,
});

/** New conversations, and the new state of those that are there. `wakes`: when each must be looked at next. */
export async function writeConversations(
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
