import type { MessageView } from "@balcao/api";
import type * as Rows from "../../../server/src/modules/conversations/rows.queries.ts";
import { shaped } from "../../../server/src/modules/conversations/rows.queries.ts";
import type * as Notes from "../../../server/src/modules/conversations/notes.queries.ts";
import type * as Tail from "../../../server/src/modules/conversations/tail.queries.ts";
import type * as Thread from "../../../server/src/modules/conversations/thread.queries.ts";
import type { Modelled } from "../modelled.ts";
import type { EventRow, MessageRow } from "../rows.ts";
import type { Session } from "../store.ts";

const isAfter = (row: EventRow, { txid, id }: { txid: string; id: number }): boolean =>
  row.txid > Number(txid) || (row.txid === Number(txid) && row.id > id);

const order = (a: EventRow, b: EventRow): number => a.txid - b.txid || a.id - b.id;

const eventOf = (row: EventRow): Tail.TailEvent => ({
  id: row.id,
  txid: String(row.txid),
  accountId: row.account_id,
  type: row.type,
  conversationId: row.conversation_id,
  ticketId: row.ticket_id,
  teamId: row.team_id,
  seq: row.seq,
  at: row.at,
  agentId: row.agent_id,
  data: row.data,
});

export const tail: Modelled<typeof Tail> = {
  currentCursor: (at) => ({ epoch: at.store.epoch, txid: String(at.store.xmin()), id: 0 }),
  eventsAfter(at, after, limit) {
    const xmin = at.store.xmin();
    const rows = at.all(at.tables.event, (row) => isAfter(row, after));
    const visible = rows.filter(({ txid }) => txid < xmin);
    if (visible.length < rows.length) at.store.saw("event waited behind an older writer");
    return visible.sort(order).slice(0, limit).map(eventOf);
  },
  eventsBeyond: (at, after, conversationIds, types) =>
    at
      .all(
        at.tables.event,
        (row) =>
          isAfter(row, after) &&
          row.conversation_id !== null &&
          conversationIds.includes(row.conversation_id) &&
          types.includes(row.type),
      )
      .sort(order)
      .map(eventOf),
  heldBack: () => null,
  eventsBetween(at, accountId, from, to, most) {
    const [oldest] = at.all(at.tables.event).sort(order);
    if (oldest && isAfter(oldest, from)) {
      at.store.saw("cursor too old");
      return null;
    }
    const rows = at.all(
      at.tables.event,
      (row) => row.account_id === accountId && isAfter(row, from) && !isAfter(row, to),
    );
    if (rows.length > 0) at.store.saw("gap of a socket filled");
    return rows.length > most ? null : rows.sort(order).map(eventOf);
  },
};

export const rows: Modelled<typeof Rows> = {
  hydrateRows: (at, accountIds, ids) =>
    new Map(
      ids.flatMap((id) => {
        const row = at.find(at.tables.conversation, id);
        const contact = row && at.find(at.tables.contact, row.contact_id);
        if (!row || !contact || !accountIds.includes(row.account_id)) return [];
        const last = row.last_message_id === null ? null : at.find(at.tables.message, row.last_message_id);
        const shown = shaped({
          id: row.id,
          protocol: row.protocol,
          teamId: row.team_id,
          agentId: row.agent_id,
          owner: row.owner,
          status: row.status,
          unread: row.unread,
          version: row.version,
          seq: row.seq,
          windowClosesAt: row.window_closes_at,
          waitingSince: row.waiting_since,
          priority: row.priority,
          snoozedUntil: row.snoozed_until,
          scheduled: row.scheduled,
          openedAt: row.opened_at,
          closedAt: row.closed_at,
          lastMessageId: row.last_message_id,
          lastMessageAt: row.last_message_at,
          lastPreview: last?.text ?? "",
          lastDirection: last?.direction ?? null,
          lastKind: last?.kind ?? null,
          lastStatus: last?.status ?? null,
          contactId: contact.id,
          contactName: contact.name,
          profileName: contact.profile_name,
          username: contact.username,
          phone: contact.phone,
          blocked: false,
          labelIds: [],
        });
        return [[id, { ...shown, accountId: row.account_id }] as const];
      }),
    ),
};

/** A message as the thread shows it, as far as the simulation's messages differ. */
function messageView(at: Session, row: MessageRow): MessageView {
  const file = row.media_id === null ? null : at.find(at.tables.media, row.media_id);
  const reactions = at.all(
    at.tables.reaction,
    ({ target_wamid, channel_id }) => target_wamid === row.wamid && channel_id === row.channel_id,
  );
  const view = {
    entry: "message",
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    direction: row.direction,
    author: row.author,
    agentId: row.agent_id,
    text: row.text,
    status: row.status,
    media: file?.state ?? null,
    reactions: reactions.map(({ author, emoji }) => `${author} ${emoji}`),
    revisions: row.revisions,
  };
  return view as unknown as MessageView;
}

export const thread: Modelled<typeof Thread> = {
  hydrateMessages: (at, accountIds, ids) =>
    ids.flatMap((id) => {
      const row = at.find(at.tables.message, id);
      return row && accountIds.includes(row.account_id) ? [messageView(at, row)] : [];
    }),
};

/** No notes are written in the simulation. */
export const notes: Modelled<typeof Notes> = { hydrateNotes: () => [] };
