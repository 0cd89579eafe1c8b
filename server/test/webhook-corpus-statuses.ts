import { LIA, METADATA, USER, type Example, type Json } from "./webhook-corpus-parts.ts";

const AT = "1790000005";
const CONTACT = { profile: { name: "Lia Prado" }, wa_id: LIA, user_id: USER };

const status = (name: string, more: Json = {}): Json => ({
  id: "wamid.OUT",
  status: name,
  timestamp: AT,
  recipient_id: LIA,
  recipient_user_id: USER,
  ...more,
});
const of = (
  name: string,
  statuses: Json[],
  tells: string[],
  contacts: Json[] | undefined = [CONTACT],
): Example => ({
  name,
  field: "messages",
  value: { messaging_product: "whatsapp", metadata: METADATA, ...(contacts ? { contacts } : {}), statuses },
  tells,
});
const pricing = { billable: true, pricing_model: "PMP", type: "regular", category: "utility" };

/** Section 5 of the wire facts: what becomes of our messages. */
export const STATUS_EXAMPLES: Example[] = [
  of(
    "sent",
    [
      status("sent", {
        conversation: { id: "3f", expiration_timestamp: "1790086400", origin: { type: "service" } },
        pricing,
      }),
    ],
    ["status sent"],
  ),
  of(
    "delivered",
    [status("delivered", { pricing, biz_opaque_callback_data: "ticket:4711/msg:99" })],
    ["status delivered"],
  ),
  of("read", [status("read")], ["status read"]),
  of("played", [status("played")], ["status played"]),
  of(
    "failed",
    [
      status("failed", {
        recipient_user_id: undefined,
        errors: [
          {
            code: 131026,
            title: "Message undeliverable",
            message: "Message undeliverable",
            error_data: { details: "free text" },
            href: "https://developers.facebook.com",
          },
        ],
      }),
    ],
    ["status failed"],
    undefined,
  ),
  of(
    "by user id",
    [status("delivered", { recipient_id: undefined, parent_recipient_user_id: "BR.ENT.1" })],
    ["status delivered"],
  ),
  of(
    "in a group",
    [
      status("read", {
        recipient_id: "G1",
        recipient_type: "group",
        recipient_participant_id: LIA,
        recipient_participant_user_id: USER,
      }),
    ],
    ["status read"],
  ),
  of(
    "with the identity's hash",
    [status("sent", { recipient_identity_key_hash: "kZ3q0a1b2c=" })],
    ["status sent"],
  ),
  of("deleted", [status("deleted")], ["notice messages"]),
  of(
    "several",
    [status("sent", { id: "wamid.1" }), status("delivered", { id: "wamid.2" })],
    ["status sent", "status delivered"],
  ),
  of(
    "of a call",
    [{ id: "wacid.1", type: "call", status: "RINGING", timestamp: AT, recipient_id: LIA }],
    ["notice messages"],
  ),
];
