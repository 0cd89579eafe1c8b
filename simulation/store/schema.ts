import { planted } from "../production/bridge.ts";
import type {
  FactRow,
  DeliveryRow,
  QuarantinedRow,
  ContactRow,
  IdentityRow,
  ConversationTableRow,
  MessageRow,
  OutboxRow,
  TimerRow,
  EventRow,
  ParkedRow,
  PaceTableRow,
  ChannelRow,
  MediaRow,
  ReactionRow,
  KeyRow,
  CounterRow,
  DeadRow,
  VersionRow,
  SettingTableRow,
  TemplateRow,
  SyncRow,
} from "./rows.ts";
import { Table } from "./table.ts";

/** What comes in and goes out. */
const traffic = () => ({
  fact: new Table<FactRow>("fact", ({ id }) => String(id)),
  webhook_delivery: new Table<DeliveryRow>("webhook_delivery", ({ id }) => id),
  quarantined_fact: new Table<QuarantinedRow>("quarantined_fact", ({ id }) => id),
  outbox: new Table<OutboxRow>("outbox", ({ message_id }) => message_id, {
    state: "queued",
    attempt: 0,
    fence: 0,
    not_before: -Infinity,
    lease_until: null,
    hold_until: null,
  }),
  parked_status: new Table<ParkedRow>("parked_status", (row) =>
    [row.account_id, row.channel_id, row.wamid, row.status].join("|"),
  ),
  send_pace: new Table<PaceTableRow>("send_pace", (row) =>
    [row.account_id, row.channel_id, row.contact_id].join("|"),
  ),
  channel: new Table<ChannelRow>("channel", ({ id }) => id),
  dead_wamid: new Table<DeadRow>("dead_wamid", (row) =>
    [row.account_id, row.channel_id, row.wamid].join("|"),
  ),
  worker_node: new Table<{ id: string; seen_at: number }>("worker_node", ({ id }) => id),
});

/** What is said, and to whom. */
const talk = () => ({
  contact: new Table<ContactRow>("contact", ({ id }) => id, { merged_into: null }),
  contact_identity: new Table<IdentityRow>("contact_identity", (row) =>
    [row.account_id, row.kind, row.value, row.portfolio_id].join("|"),
  ),
  conversation: new Table<ConversationTableRow>("conversation", ({ id }) => id, { version: 1 }, [
    {
      name: "conversation_one_open",
      of: (row) =>
        row.status === "closed" || planted(2)
          ? null
          : [row.account_id, row.channel_id, row.contact_id].join("|"),
    },
  ]),
  message: new Table<MessageRow>(
    "message",
    ({ id }) => id,
    { revisions: [], status_at: null, error_code: null, error: null },
    [
      {
        name: "message_wamid",
        of: (row) =>
          row.wamid === null || planted(1) ? null : [row.account_id, row.channel_id, row.wamid].join("|"),
      },
      {
        name: "message_occurrence",
        of: (row) =>
          row.occurrence_key === null || [1, 10, 12].some(planted)
            ? null
            : `${row.account_id}|${row.occurrence_key}`,
      },
    ],
  ),
  timer: new Table<TimerRow>("timer", ({ conversation_id }) => conversation_id),
  event: new Table<EventRow>("event", ({ id }) => String(id)),
  media: new Table<MediaRow>("media", ({ id }) => id, {
    attempts: 0,
    state: "pending",
    storage_key: null,
  }),
  reaction: new Table<ReactionRow>("reaction", (row) =>
    [row.account_id, row.channel_id, row.target_wamid, row.author].join("|"),
  ),
  command_key: new Table<KeyRow>("command_key", (row) => [row.account_id, row.agent_id, row.key].join("|")),
  conversation_counter: new Table<CounterRow>("conversation_counter", (row) =>
    [row.account_id, row.team_id, row.agent_id, row.owner, row.status].join("|"),
  ),
  bot_trace: new Table<{ id: string; account_id: string }>("bot_trace", ({ id }) => id),
});

/** What a company has. */
const company = () => ({
  account: new Table<{ account_id: string; next_protocol: number }>(
    "account",
    ({ account_id }) => account_id,
  ),
  bot_version: new Table<VersionRow>("bot_version", ({ id }) => id),
  whatsapp_setting: new Table<SettingTableRow>("whatsapp_setting", ({ account_id }) => account_id),
  template: new Table<TemplateRow>(
    "template",
    (row) => [row.account_id, row.waba_id, row.meta_id].join("|"),
    { gone: false },
  ),
  template_sync: new Table<SyncRow>("template_sync", (row) => `${row.account_id}|${row.waba_id}`, {
    synced_at: null,
    problem: null,
  }),
});

/** All tables of one run. */
export const tables = () => ({ ...traffic(), ...talk(), ...company() });

export type Tables = ReturnType<typeof tables>;
