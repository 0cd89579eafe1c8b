import { around, said, gone, AT, LIA, USER, type Example } from "./webhook-corpus-parts.ts";

/** Section 4.2: what WhatsApp says of a person; these carry no contacts. */
export const SYSTEM: Example[] = [
  {
    name: "changed number",
    field: "messages",
    value: gone({
      type: "user_changed_number",
      body: `User Lia changed from ${LIA} to 5521988887777`,
      wa_id: "5521988887777",
      user_id: "BR.7001002003009999",
      previous_user_id: USER,
      parent_user_id: "BR.ENT.1",
      previous_parent_user_id: "BR.ENT.0",
    }),
    tells: ["message system number_changed"],
  },
  {
    name: "changed number as in spring",
    field: "messages",
    value: gone({
      type: "customer_changed_number",
      body: "changed",
      new_wa_id: "5521988887777",
      customer: LIA,
    }),
    tells: ["message system number_changed"],
  },
  {
    name: "changed id",
    field: "messages",
    value: gone(
      {
        type: "user_changed_user_id",
        body: "User Lia changed from BR.old to BR.new",
        user_id: "BR.new",
        previous_user_id: "BR.old",
      },
      { from: undefined },
    ),
    tells: ["message system user_id_changed"],
  },
  {
    name: "changed id that names nobody",
    field: "messages",
    value: gone(
      { type: "user_changed_user_id", body: "User changed", user_id: "BR.new" },
      { from: undefined },
    ),
    tells: ["notice messages"],
  },
  {
    name: "changed identity",
    field: "messages",
    value: around({
      messages: [
        said("system", {
          system: { type: "customer_identity_changed", body: "…", identity: "hash", customer: LIA },
          identity: { acknowledged: true, created_timestamp: AT, hash: "kZ3q" },
        }),
      ],
    }),
    tells: ["message system identity_changed"],
  },
  {
    name: "withdrawn field of changed ids",
    field: "user_id_update",
    value: around({
      user_id_update: [
        {
          wa_id: LIA,
          detail: "changed",
          user_id: { previous: USER, current: "BR.7001002003008888" },
          parent_user_id: { previous: "BR.ENT.0", current: "BR.ENT.1" },
          timestamp: AT,
        },
      ],
    }),
    tells: ["message system user_id_changed"],
  },
];
