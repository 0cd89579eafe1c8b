import { describe, expect, it } from "vitest";
import type { Fact } from "./facts.ts";
import { change, delivery, factsOf, lia, message, read } from "./testing/deliveries.ts";

const text = { text: { body: "oi" } };
const nobody = { waId: null, bsuid: null, parentBsuid: null, username: null, profileName: null };
const hidden = { profile: { name: "Lia Prado", username: "lia.prado" }, user_id: "BR.7001002003004005" };
const from = (part: Record<string, unknown>, contacts: unknown) =>
  factsOf(
    delivery(
      change({ contacts, messages: [{ id: "wamid.X", timestamp: "1", type: "text", ...text, ...part }] }),
    ),
  ).map((fact: Fact) => (fact.kind === "message" ? fact.from : fact.kind));

describe("who wrote (wire facts, section 6)", () => {
  it("phone, BSUID and profile together", () =>
    expect(read("text", text).from).toEqual({
      waId: "5511987654321",
      bsuid: "BR.7001002003004005",
      parentBsuid: null,
      username: "lia.prado",
      profileName: "Lia Prado",
    }));
  it.each<[string, Record<string, unknown>, unknown, object]>([
    [
      "a hidden phone",
      { from_user_id: "BR.7001002003004005" },
      [hidden],
      { ...nobody, bsuid: "BR.7001002003004005", username: "lia.prado", profileName: "Lia Prado" },
    ],
    [
      "a hidden phone that only the contact names",
      {},
      [hidden],
      { ...nobody, bsuid: "BR.7001002003004005", username: "lia.prado", profileName: "Lia Prado" },
    ],
    [
      "before April 2026: a phone only",
      { from: "554187654321" },
      undefined,
      { ...nobody, waId: "554187654321" },
    ],
    [
      "the ids of a parent portfolio",
      { from: "5511", from_user_id: "BR.1", from_parent_user_id: "BR.ENT.9" },
      [],
      { ...nobody, waId: "5511", bsuid: "BR.1", parentBsuid: "BR.ENT.9" },
    ],
    [
      "a parent id that only the contact has, a username with its @, no name",
      { from_user_id: "BR.1" },
      [{ user_id: "BR.1", parent_user_id: "BR.ENT.9", profile: { username: "@lia" } }],
      { ...nobody, bsuid: "BR.1", parentBsuid: "BR.ENT.9", username: "lia" },
    ],
    [
      "a phone with a plus, a number instead of a text",
      { from: "+55 (11) 98765-4321" },
      [{ wa_id: 5511987654321, profile: { name: "Lia" } }],
      { ...nobody, waId: "5511987654321", profileName: "Lia" },
    ],
    [
      "a contact whose ids contradict is somebody else",
      { from: "5511987654321" },
      [{ wa_id: "5511000000000", profile: { name: "Rui" } }],
      { ...nobody, waId: "5511987654321" },
    ],
    [
      "no name, an emoji for a name",
      { from: "5511" },
      [{ wa_id: "5511", profile: { name: "😀" } }],
      { ...nobody, waId: "5511", profileName: "😀" },
    ],
    [
      "a BSUID in the place of a phone is no phone",
      { from: "BR.1", from_user_id: "BR.1" },
      [],
      { ...nobody, bsuid: "BR.1" },
    ],
  ])("%s", (_name, part, contacts, told) => expect(from(part, contacts)).toEqual([told]));

  it("nobody at all: told as unreadable, kept", () => expect(from({}, undefined)).toEqual(["unreadable"]));

  it("contacts are found by id, never by place: first the BSUID, then the phone", () => {
    const rui = { wa_id: "5521999990000", user_id: "BR.2", profile: { name: "Rui" } };
    const messages = [
      { ...message("text", text), id: "a", from: "5521999990000", from_user_id: undefined },
      { ...message("text", text), id: "b" },
      { ...message("text", text), id: "c", from: undefined, from_user_id: "BR.2" },
      { ...message("text", text), id: "d", from: "5599", from_user_id: undefined },
    ];
    const facts = factsOf(delivery(change({ contacts: [lia, rui], messages })));
    expect(facts.map((fact) => (fact.kind === "message" ? fact.from.profileName : fact.kind))).toEqual([
      "Rui",
      "Lia Prado",
      "Rui",
      null,
    ]);
    expect(facts[2]).toMatchObject({ from: { waId: "5521999990000", bsuid: "BR.2" } });
  });
  it("the only contact is not everybody's when several wrote", () => {
    const rui = { wa_id: "5521999990000", profile: { name: "Rui" } };
    const hiddenOne = { ...message("text", text), id: "b", from: undefined };
    const names = (...messages: unknown[]) =>
      factsOf(delivery(change({ contacts: [rui], messages }))).map((fact) =>
        fact.kind === "message" ? fact.from.profileName : fact.kind,
      );
    const hers = { ...message("text", text), id: "a", from: "5521999990000", from_user_id: undefined };
    expect(names(hers, hiddenOne)).toEqual(["Rui", null]);
    // alone, what they name does not contradict: it is the same person
    expect(names(hiddenOne)).toEqual(["Rui"]);
  });
});

describe("system messages (section 4.2): the old ids are who it is about, the new ones what changed", () => {
  const system = (part: Record<string, unknown>, place: Record<string, unknown> = {}) =>
    factsOf(
      delivery(
        change({ messages: [{ id: "wamid.SYS", timestamp: "1", type: "system", system: part, ...place }] }),
      ),
    )[0];
  const content = {
    type: "system",
    event: "number_changed",
    newWaId: null,
    newBsuid: null,
    previousBsuid: null,
    newParentBsuid: null,
    previousParentBsuid: null,
  };

  it("a changed number, with all ids", () => {
    const body = "User Lia changed from 5511987654321 to 5521988887777";
    const fact = system(
      {
        type: "user_changed_number",
        body,
        wa_id: "5521988887777",
        user_id: "BR.new",
        previous_user_id: "BR.old",
        parent_user_id: "BR.ENT.1",
        previous_parent_user_id: "BR.ENT.0",
      },
      { from: "5511987654321" },
    );
    expect(fact).toMatchObject({
      kind: "message",
      from: { waId: "5511987654321", bsuid: "BR.old", parentBsuid: "BR.ENT.0" },
      content: {
        ...content,
        body,
        newWaId: "5521988887777",
        newBsuid: "BR.new",
        previousBsuid: "BR.old",
        newParentBsuid: "BR.ENT.1",
        previousParentBsuid: "BR.ENT.0",
      },
    });
  });
  it("a changed number of spring 2026: the sentence names both", () => {
    const body = "User Lia changed from 5511987654321 to 5521988887777";
    expect(system({ type: "user_changed_number", body })).toMatchObject({
      from: { waId: "5511987654321" },
      content: { newWaId: "5521988887777" },
    });
  });
  it("the legacy names", () =>
    expect(
      system({ type: "customer_changed_number", new_wa_id: "5521988887777", customer: "5511987654321" }),
    ).toMatchObject({
      from: { waId: "5511987654321" },
      content: { event: "number_changed", newWaId: "5521988887777" },
    }));
  it("a changed BSUID of a hidden phone, with the previous one and without", () => {
    const body = "User Lia changed from BR.old to BR.new";
    for (const previous of [{ previous_user_id: "BR.old" }, {}])
      expect(system({ type: "user_changed_user_id", body, user_id: "BR.new", ...previous })).toMatchObject({
        from: { waId: null, bsuid: "BR.old" },
        content: { event: "user_id_changed", newBsuid: "BR.new", previousBsuid: "BR.old" },
      });
  });
  it("the sender under the new BSUID is not taken for the old", () =>
    expect(
      system({ type: "user_changed_number", user_id: "BR.new" }, { from: "5511", from_user_id: "BR.new" }),
    ).toMatchObject({ from: { waId: "5511", bsuid: null } }));
  it("a changed identity is the same person still", () =>
    expect(
      system(
        { type: "customer_identity_changed", body: "…", identity: "hash", customer: "5511987654321" },
        { from: "5511987654321", from_user_id: "BR.1", identity: { acknowledged: true } },
      ),
    ).toMatchObject({
      from: { waId: "5511987654321", bsuid: "BR.1" },
      content: { event: "identity_changed", newWaId: null },
    }));
  it("an event we do not know keeps its sentence", () =>
    expect(system({ type: "user_did_something", body: "?" }, { from: "5511" })).toMatchObject({
      content: { event: "other", body: "?" },
    }));
  it("one that names nobody is kept as a notice for a person to link", () =>
    expect(system({ type: "user_changed_user_id", body: "?" })).toMatchObject({
      kind: "notice",
      field: "messages",
      value: { messages: [{ id: "wamid.SYS" }] },
    }));
});

describe("echoes of the Business app (section 15)", () => {
  const echo = (part: Record<string, unknown>, contacts?: unknown) =>
    factsOf(
      delivery(
        change(
          {
            contacts,
            message_echoes: [
              {
                from: "5511900000001",
                id: "wamid.E",
                timestamp: "1790000000",
                type: "text",
                ...text,
                ...part,
              },
            ],
          },
          "smb_message_echoes",
        ),
      ),
    )[0];
  it("are for the person they were written to", () => {
    expect(echo({ to: "5511987654321", to_user_id: "BR.1" })).toMatchObject({
      kind: "echo",
      to: { waId: "5511987654321", bsuid: "BR.1" },
      content: { type: "text", body: "oi" },
      wamid: "wamid.E",
    });
    expect(echo({ to_user_id: "BR.1", to_parent_user_id: "BR.ENT.2" })).toMatchObject({
      to: { waId: null, bsuid: "BR.1", parentBsuid: "BR.ENT.2" },
    });
  });
  it("may edit or take back", () =>
    expect(echo({ to: "5511", type: "revoke", revoke: { original_message_id: "wamid.A" } })).toMatchObject({
      content: { type: "revoke", targetWamid: "wamid.A" },
    }));
  it("for nobody are kept as unreadable; the dead name of the field is read too", () => {
    expect(echo({})).toMatchObject({ kind: "unreadable", reason: "message_without_person" });
    const old = change(
      { message_echoes: [{ to: "5511", id: "a", timestamp: "1", type: "text", ...text }] },
      "message_echoes",
    );
    expect(factsOf(delivery(old))[0]).toMatchObject({ kind: "echo" });
  });
});
