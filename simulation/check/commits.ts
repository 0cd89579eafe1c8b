import type { ConversationTableRow, EventRow, MessageRow } from "../store/rows.ts";
import type { Transaction } from "../store/transaction.ts";
import { COMPANIES, INACTIVITY_HOURS } from "../world/company.ts";
import type { Run } from "../run.ts";
import { must } from "./violation.ts";

const HOUR_MS = 3_600_000;

/** How far a message has come, reckoned apart from core: only upwards. */
const RANK: Readonly<Record<string, number>> = {
  cancelled: 0,
  queued: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 4.5,
  delivered: 5,
  read: 6,
  received: 9,
};
const rank = (status: string): number => RANK[status] ?? -1;

const accountOfChannel = new Map(
  COMPANIES.flatMap(({ accountId, numbers }) => numbers.map(({ id }) => [id, accountId] as const)),
);

function checkMessage(before: MessageRow | undefined, after: MessageRow): void {
  must(
    accountOfChannel.get(after.channel_id) === after.account_id,
    "I10",
    () => `message ${after.id} of another account's number`,
  );
  if (!before) return;
  must(
    rank(after.status) >= rank(before.status),
    "I5",
    () => `message ${after.id} went from ${before.status} back to ${after.status}`,
  );
}

function checkConversation(
  run: Run,
  before: ConversationTableRow | undefined,
  after: ConversationTableRow,
): void {
  if (after.status !== "closed") {
    const others = [...run.store.tables.conversation.rows.values()].filter(
      (row) =>
        row.id !== after.id &&
        row.status !== "closed" &&
        row.channel_id === after.channel_id &&
        row.contact_id === after.contact_id,
    );
    const stands = others.filter(({ id }) => run.committing?.get(id)?.status !== "closed");
    must(stands.length === 0, "I3", () => `two open conversations: ${after.id}, ${stands[0]?.id}`);
  }
  if (!before) return;
  if (before.status === "closed")
    must(
      after.status === "closed" &&
        after.unread === 0 &&
        after.snoozed_until === null &&
        after.waiting_since === null,
      "I8",
      () => `closed conversation ${after.id} was woken`,
    );
  if (before.status !== "closed" && after.close_reason === "inactivity") {
    const since = before.last_interaction_at ?? Infinity;
    must(
      (after.closed_at ?? 0) >= since + INACTIVITY_HOURS * HOUR_MS,
      "I8",
      () => `conversation ${after.id} was closed too early`,
    );
  }
}

function checkEvent(run: Run, event: EventRow): void {
  if (event.type !== "conversation.woken" || event.data["because"] !== "time") return;
  const row = run.store.tables.conversation.rows.get(event.conversation_id ?? "");
  const due = row?.snoozed_until ?? Infinity;
  must(due <= run.world.business(), "I8", () => `conversation ${event.conversation_id} was woken too early`);
}

/** What must hold at each commit: the cheap ones. */
export function checkCommit(run: Run, changes: Transaction["changes"]): void {
  const { tables } = run.store;
  for (const [table, rows] of changes) {
    for (const [key, row] of rows) {
      if (row === null) continue;
      if (table.name === "message") checkMessage(tables.message.rows.get(key), row as MessageRow);
      else if (table.name === "conversation")
        checkConversation(run, tables.conversation.rows.get(key), row as ConversationTableRow);
      else if (table.name === "event") checkEvent(run, row as EventRow);
    }
  }
}
