import { describe, expect, it } from "vitest";
import { change, delivery, factsOf, lia, NUMBER } from "./testing/deliveries.ts";

const sent = {
  id: "wamid.OUT",
  status: "delivered",
  timestamp: "1790000005",
  recipient_id: "5511987654321",
  recipient_user_id: "BR.7001002003004005",
  biz_opaque_callback_data: "msg-99",
};
const one = (part: Record<string, unknown> = {}, contacts?: unknown) => {
  const facts = factsOf(delivery(change({ contacts, statuses: [{ ...sent, ...part }] })));
  expect(facts).toHaveLength(1);
  return facts[0];
};

describe("statuses (wire facts, section 5)", () => {
  it.each(["sent", "delivered", "read", "played", "failed"])("%s", (status) =>
    expect(one({ status })).toEqual({
      kind: "status",
      phoneNumberId: NUMBER,
      wamid: "wamid.OUT",
      status,
      at: 1_790_000_005_000,
      recipient: {
        waId: "5511987654321",
        bsuid: "BR.7001002003004005",
        parentBsuid: null,
        username: null,
        profileName: null,
      },
      groupId: null,
      opaque: "msg-99",
      errors: [],
      pricing: null,
      raw: { ...sent, status },
    }),
  );
  it("know more of the person where a contact stands beside", () =>
    expect(one({}, [lia])).toMatchObject({ recipient: { username: "lia.prado", profileName: "Lia Prado" } }));
  it("of a message addressed by BSUID may lack the phone", () =>
    expect(one({ recipient_id: undefined })).toMatchObject({
      recipient: { waId: null, bsuid: "BR.7001002003004005" },
    }));
  it("carry the parent id under both of its names", () => {
    for (const name of ["recipient_parent_user_id", "parent_recipient_user_id"])
      expect(one({ [name]: "BR.ENT.1" })).toMatchObject({ recipient: { parentBsuid: "BR.ENT.1" } });
  });
  it("failed say why, and may name nobody", () => {
    const failed = one({
      status: "failed",
      recipient_id: undefined,
      recipient_user_id: undefined,
      errors: [
        {
          code: 131026,
          title: "Message undeliverable",
          message: "Message undeliverable",
          error_data: { details: "free text" },
          href: "https://example.com",
        },
      ],
    });
    expect(failed).toMatchObject({
      status: "failed",
      recipient: { waId: null, bsuid: null },
      errors: [
        {
          code: 131026,
          title: "Message undeliverable",
          message: "Message undeliverable",
          details: "free text",
        },
      ],
    });
  });
  it("carry the price on any of them", () =>
    expect(
      one({
        conversation: { id: "3f", origin: { type: "service" } },
        pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "utility" },
      }),
    ).toMatchObject({ pricing: { type: "regular", category: "utility", model: "PMP" } }));
  it("of a group are about the participant", () =>
    expect(
      one({
        recipient_type: "group",
        recipient_id: "120363",
        recipient_participant_id: "5511987654321",
        recipient_participant_user_id: "BR.1",
      }),
    ).toMatchObject({ groupId: "120363", recipient: { waId: "5511987654321", bsuid: "BR.1" } }));

  it.each(["deleted", "warning", "teleported"])("%s is kept as a notice", (status) =>
    expect(one({ status }, [lia])).toMatchObject({
      kind: "notice",
      field: "messages",
      phoneNumberId: NUMBER,
      value: { statuses: [{ status }], contacts: [lia] },
    }),
  );
  it.each<Record<string, unknown>>([
    { id: "wacid.X", type: "call", status: "RINGING" },
    { id: "wacid.X", status: "ACCEPTED" },
    { type: "call", status: "sent" },
  ])("of a call is no message's: %j", (part) => expect(one(part)).toMatchObject({ kind: "notice" }));
  it.each<[Record<string, unknown>, string]>([
    [{ status: undefined }, "status_without_name"],
    [{ id: undefined }, "status_without_id"],
    [{ timestamp: "soon" }, "status_without_time"],
    [{ timestamp: "-1" }, "status_without_time"],
  ])("without what places it is kept as unreadable: %j", (part, reason) =>
    expect(one(part)).toMatchObject({ kind: "unreadable", reason, field: "messages" }),
  );
  it("each stands alone: a bad one does not take its neighbours along", () => {
    const statuses = [sent, null, { ...sent, id: "" }, 7, { ...sent, id: "wamid.2", status: "read" }];
    expect(factsOf(delivery(change({ statuses }))).map(({ kind }) => kind)).toEqual([
      "status",
      "unreadable",
      "unreadable",
      "unreadable",
      "status",
    ]);
  });
});
