import type * as Again from "../../../server/src/modules/conversations/again.queries.ts";
import type * as Facts from "../../../server/src/modules/conversations/facts.queries.ts";
import type * as Reactions from "../../../server/src/modules/conversations/reactions.queries.ts";
import type * as Reads from "../../../server/src/modules/conversations/reads.queries.ts";
import type * as Charges from "../../../server/src/modules/costs/charges.queries.ts";
import type { Modelled } from "../modelled.ts";
import type { ConversationTableRow, ParkedRow } from "../rows.ts";
import type { Session } from "../store.ts";

const WEEK_MS = 7 * 24 * 3_600_000;

const parkedOf = (row: ParkedRow): Facts.ParkedStatus => ({
  accountId: row.account_id,
  channelId: row.channel_id,
  wamid: row.wamid,
  status: row.status,
  payload: row.payload,
  messageId: row.message_id,
});

function unpark(at: Session, where: (row: ParkedRow) => boolean): Facts.ParkedStatus[] {
  const rows = at.all(at.tables.parked_status, where);
  if (rows.length > 0) at.store.saw("status parked, then joined");
  return rows.flatMap((row) => (at.remove(at.tables.parked_status, row) ? [parkedOf(row)] : []));
}

type Merge = Parameters<typeof Facts.conversationsInTheWay>[1];

/** Of two open conversations of one person: the one that ends. */
function inTheWay(at: Session, { accountId, loser, winner }: Merge): ConversationTableRow[] {
  const open = at.all(
    at.tables.conversation,
    (row) =>
      row.account_id === accountId &&
      row.status !== "closed" &&
      (row.contact_id === loser || row.contact_id === winner),
  );
  return open
    .filter(({ contact_id }) => contact_id === loser)
    .flatMap((lost) => {
      const won = open.find((row) => row.contact_id === winner && row.channel_id === lost.channel_id);
      if (!won) return [];
      if (lost.owner === "bot" && won.owner !== "bot") return [lost];
      if (won.owner === "bot" && lost.owner !== "bot") return [won];
      return [lost.opened_at > won.opened_at ? lost : won];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export const facts: Modelled<typeof Facts> = {
  touchedMessages: (at, targets) =>
    at
      .all(at.tables.message, (row) =>
        targets.some((one) => one.channelId === row.channel_id && one.targetWamid === row.wamid),
      )
      .flatMap((row) => {
        const conversation = at.find(at.tables.conversation, row.conversation_id);
        return conversation
          ? [
              {
                accountId: row.account_id,
                messageId: row.id,
                conversationId: row.conversation_id,
                teamId: conversation.team_id,
              },
            ]
          : [];
      }),
  appendRevisions(at, revisions) {
    for (const { accountId, channelId, targetWamid, at: moment, body, deleted } of revisions) {
      const entry = { at: new Date(moment).toISOString(), body, deleted };
      const [row] = at.all(
        at.tables.message,
        (one) => one.account_id === accountId && one.channel_id === channelId && one.wamid === targetWamid,
      );
      if (!row || row.revisions.some((one) => JSON.stringify(one) === JSON.stringify(entry))) continue;
      // the oldest first, whenever it is told
      const revisions = [...row.revisions, entry].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      at.update(at.tables.message, row, { revisions });
    }
  },
  updateStatuses(at, rows) {
    for (const { id, status, at: moment, wamid, errorCode, error } of rows) {
      const row = at.find(at.tables.message, id);
      if (!row) continue;
      at.update(at.tables.message, row, {
        status,
        status_at: moment,
        wamid: row.wamid ?? wamid,
        error_code: errorCode ?? row.error_code,
        error: error ?? row.error,
      });
    }
  },
  parkStatuses(at, parked, now) {
    for (const row of at.all(at.tables.parked_status, ({ parked_at }) => parked_at < now - WEEK_MS))
      at.remove(at.tables.parked_status, row);
    for (const one of parked)
      at.insert(
        at.tables.parked_status,
        {
          account_id: one.accountId,
          channel_id: one.channelId,
          wamid: one.wamid,
          status: one.status,
          payload: JSON.parse(JSON.stringify(one.payload)),
          parked_at: now,
          message_id: one.messageId,
        },
        true,
      );
  },
  unparkStatuses: (at, wanted) =>
    unpark(at, (row) => wanted.some((one) => one.channelId === row.channel_id && one.wamid === row.wamid)),
  unparkUnanswered: (at, wanted) =>
    unpark(at, (row) => wanted.some((one) => one.messageId === row.message_id)),
  contactsOfMessages: (at, ids) =>
    new Map(
      ids.flatMap(({ id }) => {
        const message = at.find(at.tables.message, id);
        const conversation = message && at.find(at.tables.conversation, message.conversation_id);
        return conversation ? [[id, conversation.contact_id] as const] : [];
      }),
    ),
  momentsOf: (at, ids) =>
    ids
      .flatMap(({ accountId, id }) => {
        const row = at.find(at.tables.message, id);
        return row ? [{ accountId, conversationId: row.conversation_id, at: row.at }] : [];
      })
      .sort((a, b) => a.at - b.at),
  conversationsInTheWay: (at, merge) =>
    inTheWay(at, merge).map((row) => {
      at.lock(at.tables.conversation, row.id);
      return {
        id: row.id,
        teamId: row.team_id,
        agentId: row.agent_id,
        owner: row.owner,
        status: row.status,
        snoozedUntil: row.snoozed_until,
        unread: row.unread,
      };
    }),
  moveContactConversations(at, { accountId, loser, winner }, endedIds, now) {
    for (const id of endedIds) {
      const row = at.find(at.tables.conversation, id);
      if (row)
        at.update(at.tables.conversation, row, {
          status: "closed",
          closed_at: now,
          close_reason: "merged",
          unread: 0,
          waiting_since: null,
          snoozed_until: null,
          version: row.version + 1,
        });
    }
    for (const row of at.all(
      at.tables.conversation,
      (one) => one.account_id === accountId && one.contact_id === loser,
    ))
      at.update(at.tables.conversation, row, { contact_id: winner, version: row.version + 1 });
  },
};

export const again: Modelled<typeof Again> = {
  findDead: (at, ids) =>
    new Set(
      ids
        .filter((one) => at.find(at.tables.dead_wamid, [one.accountId, one.channelId, one.wamid].join("|")))
        .map(({ channelId, wamid }) => `${channelId}|${wamid}`),
    ),
};

/** Nobody reacts to a message from the desk, reads are not told to Meta, and nothing costs anything. */
export const reactions: Modelled<typeof Reactions> = { findSentReactions: () => [] };
export const reads: Modelled<typeof Reads> = { queueRead: () => undefined };
export const charges: Modelled<typeof Charges> = { saveCharges: () => undefined };
