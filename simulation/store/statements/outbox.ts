import type { SendRequest } from "../../../server/src/modules/channels/lane-facts.ts";
import type * as Held from "../../../server/src/modules/channels/held.queries.ts";
import type * as Outbox from "../../../server/src/modules/channels/outbox.queries.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { OutboxRow } from "../rows.ts";
import type { Session } from "../store.ts";

const LEASE_MS = 4000;
const DAY_MS = 86_400_000;

const isHead = (at: Session, row: OutboxRow): boolean =>
  at.all(
    at.tables.outbox,
    (before) =>
      before.conversation_id === row.conversation_id &&
      before.seq < row.seq &&
      (before.state === "unknown" ? (before.hold_until ?? 0) > at.begun : true),
  ).length === 0;

function lease(at: Session, rows: readonly OutboxRow[]): Outbox.ClaimedSend[] {
  return rows.map((row) => {
    const after = at.update(at.tables.outbox, row, {
      state: "leased",
      fence: row.fence + 1,
      attempt: row.attempt + 1,
      lease_until: at.begun + LEASE_MS,
    });
    return {
      accountId: after.account_id,
      messageId: after.message_id,
      channelId: after.channel_id,
      conversationId: after.conversation_id,
      contactId: after.contact_id,
      automatic: after.automatic,
      recipient: { kind: after.recipient_kind, value: after.recipient_value },
      request: after.request as SendRequest,
      attempt: after.attempt,
      fence: after.fence,
      queuedAt: after.queued_at,
    };
  });
}

type Named = { accountId: string; messageId: string; fence: number };

/** The rows of sends that are still this sender's, in one of these states. */
const ours = (at: Session, sends: readonly Named[], states: readonly OutboxRow["state"][]): OutboxRow[] =>
  sends.flatMap(({ messageId, fence }) => {
    const find = (): OutboxRow[] => {
      const row = at.find(at.tables.outbox, messageId);
      return row && row.fence === fence && states.includes(row.state) ? [row] : [];
    };
    // only what is ours is waited for, and is looked at again after the wait
    if (find().length === 0) return [];
    at.reach(at.tables.outbox, messageId);
    return find();
  });

const ids = (rows: readonly OutboxRow[]): Set<string> => new Set(rows.map(({ message_id }) => message_id));
const ANY = ["queued", "leased", "calling", "unknown"] as const;

/** The oldest heads of a number that nobody else is taking at this moment. */
function heads(
  at: Session,
  channelId: string,
  most: number,
  ready: (row: OutboxRow) => boolean,
): OutboxRow[] {
  const queued = at
    .all(
      at.tables.outbox,
      (row) => row.state === "queued" && row.channel_id === channelId && ready(row) && isHead(at, row),
    )
    .sort((a, b) => a.queued_at - b.queued_at || a.seq - b.seq);
  const taken: OutboxRow[] = [];
  for (const row of queued)
    if (taken.length < most && at.tryLock(at.tables.outbox, row.message_id)) taken.push(row);
  return taken;
}

export const outbox: Modelled<typeof Outbox> = {
  cancelAutomatic(at, conversations) {
    const wanted = new Set(conversations.map(({ id }) => id));
    const rows = at.all(
      at.tables.outbox,
      (row) =>
        wanted.has(row.conversation_id) &&
        row.automatic &&
        (row.state === "queued" || row.state === "leased"),
    );
    return rows.flatMap((row) =>
      at.remove(at.tables.outbox, row)
        ? [{ conversationId: row.conversation_id, messageId: row.message_id }]
        : [],
    );
  },
  claimSends: (at, now, allowances) =>
    lease(
      at,
      allowances.flatMap(({ channelId, most }) => heads(at, channelId, most, (row) => row.not_before <= now)),
    ),
  claimProbe: (at, _accountId, channelId) =>
    lease(
      at,
      heads(at, channelId, 1, (row) => row.not_before < Infinity),
    ),
  postpone(at, sends, countAttempt) {
    const until = new Map(sends.map((send) => [send.messageId, send.until]));
    const rows = ours(at, sends, ["leased", "calling"]);
    for (const row of rows)
      at.update(at.tables.outbox, row, {
        state: "queued",
        not_before: until.get(row.message_id) ?? 0,
        lease_until: null,
        attempt: row.attempt - (countAttempt ? 0 : 1),
      });
    return ids(rows);
  },
  markCalling(at, sends) {
    const rows = ours(at, sends, ["leased"]);
    for (const row of rows)
      at.update(at.tables.outbox, row, { state: "calling", lease_until: at.begun + LEASE_MS });
    if (rows.length < sends.length) at.store.saw("lease lost before calling");
    return ids(rows);
  },
  renewLeases(at, sends) {
    for (const row of ours(at, sends, ["calling"]))
      at.update(at.tables.outbox, row, { lease_until: at.begun + LEASE_MS });
  },
  removeSends(at, sends) {
    const rows = ours(at, sends, ANY);
    for (const row of rows) at.remove(at.tables.outbox, row);
    return ids(rows);
  },
  markUnknown(at, sends, holdMs) {
    const rows = ours(at, sends, ["calling"]);
    for (const row of rows)
      at.update(at.tables.outbox, row, {
        state: "unknown",
        lease_until: null,
        hold_until: at.begun + holdMs,
      });
    return ids(rows);
  },
  sweepLeases(at, holdMs) {
    const late = at.all(
      at.tables.outbox,
      ({ lease_until }) => lease_until !== null && lease_until < at.begun,
    );
    const orphans: Outbox.Orphan[] = [];
    for (const row of late) {
      if (row.state === "leased" || (row.state === "calling" && planted(16)))
        at.update(at.tables.outbox, row, { state: "queued", lease_until: null, attempt: row.attempt - 1 });
      else if (row.state === "calling") {
        at.store.saw("sender gone while calling");
        at.update(at.tables.outbox, row, {
          state: "unknown",
          lease_until: null,
          fence: row.fence + 1,
          hold_until: at.begun + holdMs,
        });
        orphans.push({ accountId: row.account_id, messageId: row.message_id, channelId: row.channel_id });
      }
    }
    for (const row of at.all(at.tables.outbox, ({ state }) => state === "unknown"))
      if ((row.hold_until ?? 0) < at.begun - DAY_MS) at.remove(at.tables.outbox, row);
    return orphans;
  },
  settleUnknown(at, messages) {
    for (const { id } of messages) {
      const row = at.find(at.tables.outbox, id);
      if (row?.state === "unknown" && at.remove(at.tables.outbox, row)) at.store.saw("doubt settled");
    }
  },
};

export const held: Modelled<typeof Held> = {
  takeStale(at, now, most) {
    const stopped = new Map(
      at
        .all(at.tables.channel, ({ paused_code }) => paused_code !== null)
        .map((row) => [row.id, row.paused_code]),
    );
    const rows = at.all(
      at.tables.outbox,
      (row) =>
        row.state === "queued" &&
        stopped.has(row.channel_id) &&
        row.queued_at < now - (row.automatic ? most.automatic : most.written),
    );
    return rows.flatMap((row) =>
      at.remove(at.tables.outbox, row)
        ? [
            {
              accountId: row.account_id,
              messageId: row.message_id,
              channelId: row.channel_id,
              code: stopped.get(row.channel_id) ?? null,
            },
          ]
        : [],
    );
  },
};
