import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeLikeMeta } from "@balcao/whatsapp";
import { accepting, HOUR, lia, message, NUMBER, PipelineWorld, START, type Row } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const OURS = "5511900000001";
async function told(field: string, value: Row): Promise<void> {
  const change = { field, value: { metadata: { phone_number_id: NUMBER }, ...value } };
  const entry = [{ id: "300100200300400", changes: [change] }];
  await world.deliver(Buffer.from(encodeLikeMeta({ object: "whatsapp_business_account", entry })));
  await world.lanes().drain();
}
const past = (id: string, from: string, more: Row = {}): Row => ({
  id,
  from,
  to: from === OURS ? lia.waId : OURS,
  timestamp: String(START / 1000 - 90_000 + Number(id.at(-1))),
  type: "text",
  text: { body: id },
  ...more,
});
const history = (...messages: Row[]): Promise<void> =>
  told("history", { history: [{ metadata: { phase: 0 }, threads: [{ id: lia.waId, messages }] }] });
const conversations = (): Promise<Row[]> =>
  world.rows(
    sql<Row>`SELECT status, owner, unread, close_reason AS reason, window_closes_at IS NOT NULL AS open FROM conversation ORDER BY opened_at, id`,
  );
const callingEvents = (): Promise<Row[]> =>
  world.rows(sql<Row>`SELECT type FROM event WHERE type = 'message.received'`);

describe("the app's history", () => {
  it("is kept in an ended conversation of its own, in any order and once, and calls nobody", async () => {
    await history(
      past("wamid.h2", OURS, { history_context: { status: "READ" } }),
      past("wamid.h3", lia.waId ?? ""),
    );
    await history(past("wamid.h1", lia.waId ?? ""), past("wamid.h2", OURS));
    expect(await world.thread()).toMatchObject([
      { direction: "in", author: "contact", text: "wamid.h1", status: "received" },
      { direction: "out", author: "app", text: "wamid.h2", status: "read" },
      { direction: "in", author: "contact", text: "wamid.h3" },
    ]);
    expect(await conversations()).toEqual([
      { status: "closed", owner: "team", unread: 0, reason: "history", open: false },
    ]);
    expect(await callingEvents()).toEqual([]);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toEqual([]);
  });

  it("leaves the conversation alone that the customer begins, and the bot answers that one", async () => {
    await history(past("wamid.h1", lia.waId ?? ""));
    await world.hear(message(lia, "oi"));
    await history(past("wamid.h2", OURS));
    expect((await conversations()).map(({ status, reason }) => [status, reason])).toEqual([
      ["closed", "history"],
      ["open", null],
    ]);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toHaveLength(1);
  });

  it("puts files where their places were held", async () => {
    await history(past("wamid.h1", lia.waId ?? "", { type: "media_placeholder", text: undefined }));
    const image = { mime_type: "image/jpeg", id: "7700", caption: "nota" };
    const file = past("wamid.h1", lia.waId ?? "", { type: "image", text: undefined, image });
    await told("history", { messages: [file] });
    await told("history", { messages: [file] });
    expect(await world.rows(sql<Row>`SELECT kind, text FROM message`)).toEqual([
      { kind: "image", text: "nota" },
    ]);
    expect(
      await world.rows(
        sql<Row>`SELECT d.graph_media_id AS id, d.state FROM media d JOIN message m ON m.media_id = d.id`,
      ),
    ).toEqual([{ id: "7700", state: "pending" }]);
  });

  it("names people as the app does, unless they have a name", async () => {
    const contact = { full_name: "Lia da Padaria", phone_number: lia.waId };
    await told("smb_app_state_sync", { state_sync: [{ type: "contact", contact, action: "add" }] });
    await told("smb_app_state_sync", {
      state_sync: [{ type: "contact", contact: { ...contact, full_name: "Outra" }, action: "add" }],
    });
    await world.hear(message(lia, "oi"));
    expect(await world.rows(sql<Row>`SELECT name FROM contact`)).toEqual([{ name: "Lia da Padaria" }]);
  });
});

describe("what is not said to us alone", () => {
  it("in a group is kept and labelled, and asks nothing of anybody", async () => {
    await world.hear({ ...message(lia, "oi"), group_id: "G1" });
    expect(await conversations()).toEqual([
      { status: "resolved", owner: "team", unread: 0, reason: null, open: false },
    ]);
    expect(await world.value(sql<Row>`SELECT content->>'beside' FROM message`)).toBe("group");
    expect(await world.outbox()).toEqual([]);
  });
  it("leaves the word with the bot in the person's own conversation", async () => {
    await world.hear(message(lia, "oi"));
    const own = await conversations();
    expect(own).toMatchObject([{ owner: "bot", status: "open" }]);
    await world.hear({ ...message(lia, "alguém vem?"), group_id: "G1" });
    await told("standby", { messages: [message(lia, "para o outro")] });
    expect(await conversations()).toEqual(own);
  });
  it("while another assistant has the word the same", async () => {
    await told("standby", { messages: [message(lia, "oi")] });
    expect(await conversations()).toMatchObject([{ status: "resolved", unread: 0, open: true }]);
    expect(await world.value(sql<Row>`SELECT content->>'beside' FROM message`)).toBe("standby");
    expect(await world.outbox()).toEqual([]);
  });
});

describe("a call of the customer's", () => {
  const call = (more: Row): Promise<void> =>
    told("calls", {
      calls: [
        {
          id: "wacid.1",
          from: lia.waId,
          to: OURS,
          timestamp: String(START / 1000),
          direction: "USER_INITIATED",
          ...more,
        },
      ],
    });
  it("is one entry in the thread, opens the window, and waits for a person", async () => {
    await call({ event: "connect", session: {} });
    expect(await conversations()).toEqual([]);
    await call({ event: "terminate", status: "FAILED" });
    await call({ event: "terminate", status: "FAILED" });
    expect(await world.rows(sql<Row>`SELECT kind, content->>'seconds' AS s FROM message`)).toEqual([
      { kind: "call", s: null },
    ]);
    expect(await conversations()).toMatchObject([{ status: "open", owner: "team", unread: 1, open: true }]);
    expect(await world.value(sql<Row>`SELECT window_closes_at FROM conversation`)).toBe(START + 24 * HOUR);
    expect(await world.outbox()).toEqual([]);
  });
});
