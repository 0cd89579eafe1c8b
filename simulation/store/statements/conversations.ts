import type * as Load from "../../../server/src/modules/conversations/load.queries.ts";
import type * as FlushConversations from "../../../server/src/modules/conversations/flush-conversations.queries.ts";
import type * as Keys from "../../../server/src/modules/conversations/command-keys.queries.ts";
import type * as Check from "../../../server/src/modules/conversations/send-check.queries.ts";
import type * as Timers from "../../../server/src/modules/conversations/timers.queries.ts";
import type { Work } from "../../../server/src/modules/conversations/writer.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { ConversationTableRow, MessageRow } from "../rows.ts";
import type { Session } from "../store.ts";

const botOf = (bot: Record<string, unknown>): Load.LoadedConversation["state"]["bot"] => ({
  versionId: null,
  menu: null,
  otherAnswers: 0,
  silenceAnsweredFor: null,
  returnedAt: null,
  email: null,
  ticket: null,
  ...bot,
});

function stateOf(row: ConversationTableRow): Load.LoadedConversation["state"] {
  return {
    id: row.id,
    protocol: row.protocol,
    teamId: row.team_id,
    agentId: row.agent_id,
    owner: row.owner,
    status: row.status,
    unread: row.unread,
    seq: row.seq,
    openedAt: row.opened_at,
    lastCustomerAt: row.last_customer_at,
    lastInteractionAt: row.last_interaction_at,
    windowClosesAt: row.window_closes_at,
    waitingSince: row.waiting_since,
    priority: row.priority,
    snoozedUntil: row.snoozed_until,
    scheduled: row.scheduled,
    bot: botOf(row.bot),
    warnedFor: row.warned_for,
    outOfHoursOn: row.out_of_hours_on,
    surveySentAt: row.survey_sent_at,
    rating: row.rating,
    closedAt: row.closed_at,
    closeReason: row.close_reason,
  };
}

function loaded(at: Session, row: ConversationTableRow): Load.LoadedConversation[] {
  const contact = at.find(at.tables.contact, row.contact_id);
  if (!contact) return [];
  return [
    {
      accountId: row.account_id,
      channelId: row.channel_id,
      contactId: row.contact_id,
      contactName: contact.name,
      contactBlocked: false,
      contactHasEmail: false,
      contactNoMarketing: false,
      contactNoAutomatic: false,
      numberRemoved: false,
      recipient: { kind: row.recipient_kind, value: row.recipient_value },
      wakeAt: row.wake_at,
      lastMessageAt: row.last_message_at,
      state: stateOf(row),
    },
  ];
}

/** Rows in id order, held; what does not fit any more after the wait is left out. */
function held(at: Session, where: (row: ConversationTableRow) => boolean): ConversationTableRow[] {
  const found = at.all(at.tables.conversation, where).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (!planted(15)) for (const { id } of found) at.lock(at.tables.conversation, id);
  return found.flatMap(({ id }) => at.find(at.tables.conversation, id) ?? []).filter(where);
}

const known = (at: Session, row: MessageRow): Load.KnownMessage[] => {
  const conversation = at.find(at.tables.conversation, row.conversation_id);
  if (!conversation) return [];
  return [
    {
      accountId: row.account_id,
      channelId: row.channel_id,
      id: row.id,
      conversationId: row.conversation_id,
      teamId: conversation.team_id,
      agentId: conversation.agent_id,
      wamid: row.wamid,
      direction: row.direction,
      status: row.status as Load.KnownMessage["status"],
    },
  ];
};

export const load: Modelled<typeof Load> = {
  loadForUpdate(at, ids) {
    const wanted = new Set(ids.map(({ accountId, id }) => `${accountId} ${id}`));
    const rows = held(at, (row) => wanted.has(`${row.account_id} ${row.id}`));
    return new Map(rows.flatMap((row) => loaded(at, row)).map((one) => [one.state.id, one]));
  },
  loadOfContacts(at, pairs) {
    const wanted = new Set(pairs.map((pair) => [pair.accountId, pair.channelId, pair.contactId].join("|")));
    const rows = held(
      at,
      (row) =>
        wanted.has([row.account_id, row.channel_id, row.contact_id].join("|")) &&
        (row.status !== "closed" || (row.survey_sent_at !== null && row.rating === null)),
    );
    return rows.flatMap((row) => loaded(at, row));
  },
  takeProtocols(at, accountId, count) {
    const row = at.find(at.tables.account, accountId);
    if (!row) return 1;
    return (
      at.update(at.tables.account, row, { next_protocol: row.next_protocol + count }).next_protocol - count
    );
  },
  findMessages(at, byWamid, byId) {
    const wamids = new Set(byWamid.map((one) => [one.accountId, one.channelId, one.wamid].join("|")));
    const ids = new Set(byId.map((one) => `${one.accountId} ${one.id}`));
    const rows = at.all(
      at.tables.message,
      (row) =>
        ids.has(`${row.account_id} ${row.id}`) ||
        (row.wamid !== null && wamids.has([row.account_id, row.channel_id, row.wamid].join("|"))),
    );
    if (rows.some(({ direction, wamid }) => direction === "in" && wamid !== null))
      at.store.saw("duplicate met");
    return rows.flatMap((row) => known(at, row));
  },
};

/** The columns of a conversation that a decision sets. */
function columnsOf({ state, loaded: { accountId, contactId, recipient } }: Work, wake: number | null) {
  return {
    account_id: accountId,
    id: state.id,
    contact_id: contactId,
    team_id: state.teamId,
    agent_id: state.agentId,
    owner: state.owner,
    status: state.status,
    unread: state.unread,
    seq: state.seq,
    last_customer_at: state.lastCustomerAt,
    last_interaction_at: state.lastInteractionAt,
    window_closes_at: state.windowClosesAt,
    waiting_since: state.waitingSince,
    priority: state.priority,
    snoozed_until: state.snoozedUntil,
    scheduled: [],
    recipient_kind: recipient.kind,
    recipient_value: recipient.value,
    bot: JSON.parse(JSON.stringify(state.bot)) as Record<string, unknown>,
    warned_for: state.warnedFor,
    out_of_hours_on: state.outOfHoursOn,
    survey_sent_at: state.surveySentAt,
    rating: state.rating,
    wake_at: wake,
    closed_at: state.closedAt,
    close_reason: state.closeReason,
  };
}

export const flushConversations: Modelled<typeof FlushConversations> = {
  writeConversations(at, works, wakes) {
    for (const work of works) {
      const { state, loaded: before, last } = work;
      const columns = columnsOf(work, wakes.get(state.id) ?? null);
      const isLast = last !== null && (work.before === null || last.at >= before.lastMessageAt);
      const lastOf = isLast ? { last_message_id: last.id, last_message_at: last.at } : {};
      if (work.before === null)
        at.insert(at.tables.conversation, {
          last_message_id: null,
          last_message_at: state.openedAt,
          ...columns,
          ...lastOf,
          protocol: state.protocol,
          channel_id: before.channelId,
          opened_at: state.openedAt,
        });
      else {
        const row = at.find(at.tables.conversation, state.id);
        if (row) at.update(at.tables.conversation, row, { ...columns, ...lastOf, version: row.version + 1 });
      }
    }
  },
};

export const keys: Modelled<typeof Keys> = {
  usedKey(at, actor, key) {
    const row = at.find(at.tables.command_key, [actor.accountId, actor.agentId, key].join("|"));
    return row ? (row.response as Keys.KeyUse) : null;
  },
  useKey(at, actor, key, use) {
    at.insert(at.tables.command_key, {
      account_id: actor.accountId,
      agent_id: actor.agentId,
      key,
      response: use,
    });
  },
};

type Asked = Parameters<typeof Check.sendCheck>[1];
type Standing = Awaited<ReturnType<typeof Check.sendCheck>>;

export const check = {
  sendCheck: (at: Session, sends: Asked): Standing =>
    new Map(
      sends.flatMap(({ conversationId, messageId }) => {
        const row = at.find(at.tables.conversation, conversationId);
        return row
          ? [
              [
                messageId,
                { windowClosesAt: row.window_closes_at, category: null, isUnwanted: false },
              ] as const,
            ]
          : [];
      }),
    ),
};

const SCHEDULER_MS = 30_000;

export const timers: Modelled<typeof Timers> = {
  takeDueTimers(at, now, limit) {
    const due = at
      .all(at.tables.timer, ({ due_at }) => due_at <= now && !(planted(14) && due_at <= now - SCHEDULER_MS))
      .sort((a, b) => a.due_at - b.due_at);
    const taken = due
      .filter(({ conversation_id }) => at.tryLock(at.tables.timer, conversation_id))
      .slice(0, limit);
    return taken.flatMap((row) =>
      at.remove(at.tables.timer, row)
        ? [
            {
              accountId: row.account_id,
              conversationId: row.conversation_id,
              channelId: row.channel_id,
              lane: row.lane,
              dueAt: row.due_at,
            },
          ]
        : [],
    );
  },
};
