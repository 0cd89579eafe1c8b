import { describe, expect, it } from "vitest";
import type { Fact } from "./facts.ts";
import { parseDelivery } from "./parse-delivery.ts";
import { syncedContacts } from "./parse-more.ts";

const NUMBER = "400500600700800";
const read = (field: string, value: object): Fact[] => {
  const content = { metadata: { phone_number_id: NUMBER }, ...value };
  const entry = [{ id: "300100200300400", changes: [{ field, value: content }] }];
  const parsed = parseDelivery(new TextEncoder().encode(JSON.stringify({ object: "x", entry })));
  return parsed.ok ? parsed.facts : [];
};
const LIA = "5511987654321";

describe("calls", () => {
  const call = (more: object): object => ({
    id: "wacid.1",
    from: LIA,
    to: "5511900000001",
    timestamp: "1790000000",
    direction: "USER_INITIATED",
    ...more,
  });
  it("a customer's call is an entry of its own once it has ended, by the call's id", () => {
    const [begun, ended] = read("calls", {
      contacts: [{ profile: { name: "Lia" }, wa_id: LIA, user_id: "BR.1" }],
      calls: [
        call({ event: "connect", session: { sdp_type: "offer", sdp: "v=0" } }),
        call({ event: "terminate", status: "COMPLETED", duration: 75 }),
      ],
    });
    expect(begun).toMatchObject({ kind: "notice", field: "calls" });
    expect(ended).toMatchObject({
      kind: "message",
      wamid: "wacid.1",
      from: { waId: LIA, profileName: "Lia" },
      content: { type: "call", seconds: 75 },
    });
  });
  it.each([
    [{ event: "terminate", status: "FAILED", duration: 3 }],
    [{ event: "terminate", status: "COMPLETED", duration: 0 }],
    [{ event: "terminate", status: "COMPLETED" }],
  ])("nobody took %j", (more) =>
    expect(read("calls", { calls: [call(more)] })).toMatchObject([{ content: { seconds: null } }]),
  );
  it("a call of ours, statuses and what names nobody are kept", () => {
    expect(read("calls", { calls: [call({ direction: "BUSINESS_INITIATED" })] })).toMatchObject([
      { kind: "notice", field: "calls" },
    ]);
    expect(read("calls", { statuses: [{ id: "wacid.1", type: "call", status: "RINGING" }] })).toMatchObject([
      { kind: "notice" },
    ]);
    expect(read("calls", { calls: [call({ from: undefined })] })).toMatchObject([
      { kind: "unreadable", reason: "call_without_person" },
    ]);
    expect(read("calls", { calls: [call({ id: undefined })] })).toMatchObject([
      { reason: "call_without_id" },
    ]);
  });
});

describe("the app's history", () => {
  const text = (id: string, from: string, more: object = {}): object => ({
    id,
    from,
    timestamp: "1780000000",
    type: "text",
    text: { body: id },
    ...more,
  });
  it("tells who wrote by whom the thread is with", () => {
    const thread = {
      id: LIA,
      messages: [
        text("wamid.1", LIA),
        text("wamid.2", "5511900000001", { to: LIA, history_context: { status: "Read" } }),
        text("wamid.3", "5511900000001", { history_context: { status: "constructor" } }),
      ],
    };
    const [theirs, ours, third] = read("history", {
      history: [{ metadata: { phase: 0, chunk_order: 1, progress: 55 }, threads: [thread] }],
    });
    expect(theirs).toMatchObject({ kind: "message", standing: "past", from: { waId: LIA } });
    expect(ours).toMatchObject({ kind: "echo", standing: "past", to: { waId: LIA }, pastStatus: "read" });
    expect(third).toMatchObject({ kind: "echo", to: { waId: LIA } });
    expect(third).not.toHaveProperty("pastStatus");
  });
  it("keeps what the company declined, and what it cannot read beside what it can", () => {
    const declined = { errors: [{ code: 2593109, title: "t", message: "m" }] };
    expect(read("history", { history: [declined] })).toMatchObject([
      { kind: "notice", value: { history: [declined] } },
    ]);
    expect(
      read("history", {
        history: [
          {
            threads: [
              { id: LIA, messages: [null, text("wamid.1", LIA)] },
              { id: LIA, messages: {} },
            ],
          },
        ],
      }).map(({ kind }) => kind),
    ).toEqual(["unreadable", "message", "unreadable"]);
  });
  it("reads the files that follow on their own", () => {
    const image = { id: "wamid.9", from: LIA, timestamp: "1780000000", type: "image", image: { id: "77" } };
    expect(read("history", { messages: [image] })).toMatchObject([
      { kind: "message", standing: "past", content: { type: "media", mediaId: "77" } },
    ]);
  });
});

it("what another assistant answers is observed", () => {
  const hello = { id: "wamid.1", from: LIA, timestamp: "1790000000", type: "text", text: { body: "oi" } };
  expect(read("standby", { messages: [hello] })).toMatchObject([{ kind: "message", standing: "observed" }]);
  expect(read("messaging_handovers", { any: 1 })).toMatchObject([{ kind: "notice" }]);
});

it("the withdrawn field of changed ids reads as the system message of today", () => {
  const update = { wa_id: LIA, user_id: { previous: "BR.old", current: "BR.new" }, timestamp: "1790000000" };
  expect(read("user_id_update", { user_id_update: [update] })).toMatchObject([
    {
      kind: "message",
      from: { waId: LIA, bsuid: "BR.old" },
      content: { type: "system", event: "user_id_changed", newBsuid: "BR.new", previousBsuid: "BR.old" },
    },
  ]);
  expect(read("user_id_update", { user_id_update: [{ user_id: { current: "BR.x" } }, null] })).toMatchObject([
    { kind: "unreadable" },
    { kind: "unreadable" },
  ]);
});

it("names of the app's own list are read, removals and the nameless left out", () => {
  const contact = (more: object, action = "add"): object => ({ type: "contact", contact: more, action });
  expect(
    syncedContacts({
      state_sync: [
        contact({ full_name: "Lia Prado", phone_number: LIA, username: "@lia" }),
        contact({ first_name: "Rui", user_id: "BR.2" }),
        contact({ full_name: "Ida", phone_number: LIA }, "remove"),
        contact({ phone_number: LIA }),
        null,
      ],
    }),
  ).toEqual([
    { waId: LIA, bsuid: null, name: "Lia Prado", username: "lia" },
    { waId: null, bsuid: "BR.2", name: "Rui", username: null },
  ]);
});
