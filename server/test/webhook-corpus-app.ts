import { LIA, METADATA, OURS, USER, type Example, type Json } from "./webhook-corpus-parts.ts";

const AT = "1790000005";
const CONTACT = { profile: { name: "Lia Prado" }, wa_id: LIA, user_id: USER };

const app = (field: string, name: string, value: Json, ...tells: string[]): Example => ({
  name,
  field,
  value: { messaging_product: "whatsapp", metadata: METADATA, ...value },
  tells,
});
const call = (more: Json): Json => ({
  id: "wacid.CALL",
  from: LIA,
  to: OURS,
  timestamp: AT,
  direction: "USER_INITIATED",
  ...more,
});
const echo = (more: Json): Json => ({
  from: OURS,
  to: LIA,
  to_user_id: USER,
  to_parent_user_id: "BR.ENT.1",
  id: "wamid.E",
  timestamp: AT,
  type: "text",
  text: { body: "Já respondi pelo celular" },
  ...more,
});
const past = (more: Json): Json => ({
  from: OURS,
  to: LIA,
  id: "wamid.H",
  timestamp: "1780000000",
  type: "text",
  text: { body: "bom dia" },
  history_context: { status: "READ" },
  ...more,
});
const history = (...messages: Json[]): Json => ({
  history: [{ metadata: { phase: 0, chunk_order: 1, progress: 55 }, threads: [{ id: LIA, messages }] }],
});

/** Sections 15 and 16 of the wire facts, and preferences: the WhatsApp Business app, calls, groups and flows. */
export const APP_EXAMPLES: Example[] = [
  app(
    "messages",
    "error of the account",
    {
      errors: [
        { code: 130429, title: "Rate limit hit", message: "m", error_data: { details: "d" }, href: "h" },
      ],
    },
    "notice messages",
  ),
  app(
    "calls",
    "call begins",
    { calls: [call({ event: "connect", session: { sdp_type: "offer", sdp: "v=0" } })] },
    "notice calls",
  ),
  app(
    "calls",
    "call ends",
    {
      calls: [
        call({
          event: "terminate",
          status: "COMPLETED",
          start_time: AT,
          end_time: "1790000080",
          duration: 75,
        }),
      ],
    },
    "message call",
  ),
  app(
    "calls",
    "call of ours",
    { calls: [call({ direction: "BUSINESS_INITIATED", event: "connect" })] },
    "notice calls",
  ),
  app(
    "calls",
    "status of a call",
    { statuses: [{ id: "wacid.1", type: "call", status: "REJECTED", timestamp: AT, recipient_id: LIA }] },
    "notice calls",
  ),
  app(
    "smb_message_echoes",
    "typed in the app",
    { contacts: [CONTACT], message_echoes: [echo({})] },
    "echo text",
  ),
  app(
    "smb_message_echoes",
    "typed to a hidden phone",
    { message_echoes: [echo({ to: undefined, message_creation_type: "created_by_1p_bot" })] },
    "echo text",
  ),
  app(
    "smb_message_echoes",
    "taken back in the app",
    {
      message_echoes: [
        echo({ type: "revoke", text: undefined, revoke: { original_message_id: "wamid.E0" } }),
      ],
    },
    "echo revoke",
  ),
  app("message_echoes", "old name of echoes", { message_echoes: [echo({})] }, "echo text"),
  app(
    "smb_app_state_sync",
    "people of the app",
    {
      state_sync: [
        {
          type: "contact",
          contact: {
            full_name: "Lia Prado",
            first_name: "Lia",
            phone_number: LIA,
            user_id: USER,
            username: "lia.prado",
          },
          action: "add",
          metadata: { timestamp: AT },
        },
      ],
    },
    "notice smb_app_state_sync",
  ),
  app(
    "history",
    "history",
    history(
      past({}),
      past({ id: "wamid.H2", from: LIA, to: OURS, history_context: { status: "delivered" } }),
    ),
    "echo text",
    "message text",
  ),
  app(
    "history",
    "place of a file",
    history(past({ type: "media_placeholder", text: undefined })),
    "echo unsupported media_placeholder",
  ),
  app(
    "history",
    "file that follows",
    {
      messages: [
        past({
          from: LIA,
          to: OURS,
          type: "image",
          text: undefined,
          image: { id: "77", mime_type: "image/jpeg" },
        }),
      ],
    },
    "message media image",
  ),
  app(
    "history",
    "history declined",
    { history: [{ errors: [{ code: 2593109, title: "t", message: "m", error_data: { details: "d" } }] }] },
    "notice history",
  ),
  app(
    "standby",
    "another assistant answers",
    {
      contacts: [CONTACT],
      messages: [{ from: LIA, id: "wamid.S", timestamp: AT, type: "text", text: { body: "oi" } }],
    },
    "message text",
  ),
  app(
    "messaging_handovers",
    "the word goes over",
    { messaging_handovers: { sender: LIA } },
    "notice messaging_handovers",
  ),
  app(
    "group_lifecycle_update",
    "group",
    { groups: [{ timestamp: AT, group_id: "G1", type: "group_create", request_id: "r" }] },
    "notice group_lifecycle_update",
  ),
  app(
    "group_participants_update",
    "members",
    { groups: [{ group_id: "G1" }] },
    "notice group_participants_update",
  ),
  app("group_settings_update", "settings", { groups: [{ group_id: "G1" }] }, "notice group_settings_update"),
  app("group_status_update", "state", { groups: [{ group_id: "G1" }] }, "notice group_status_update"),
  app(
    "flows",
    "flow",
    { event: "FLOW_STATUS_CHANGE", flow_id: "1", old_status: "DRAFT", new_status: "PUBLISHED", message: "m" },
    "notice flows",
  ),
  app(
    "user_preferences",
    "no marketing",
    {
      contacts: [CONTACT],
      user_preferences: [
        {
          wa_id: LIA,
          user_id: USER,
          parent_user_id: "BR.ENT.1",
          detail: "d",
          category: "marketing_messages",
          value: "stop",
          timestamp: 1_790_000_000,
        },
      ],
    },
    "notice user_preferences",
  ),
  app(
    "user_preferences",
    "marketing signed up for",
    {
      contacts: [CONTACT],
      user_preferences: [
        {
          wa_id: LIA,
          category: "marketing_messages",
          value: "signup",
          signup_id: "9988",
          timestamp: 1_790_000_001,
        },
      ],
    },
    "notice user_preferences",
  ),
];
