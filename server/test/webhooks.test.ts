import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerLoop, laneLoop, laneOf } from "../src/modules/channels/index.ts";
import { silentSinceOf } from "../src/modules/channels/checks.queries.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";
import { envelope, lia, message, START, status, type Row } from "./pipeline-world.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let desk: Desk;
let helena: string;
beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterAll(() => desk.close());

const rows = async (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await statement.execute(desk.world.deps.system)).rows;
const channel = () => ({
  accountId: desk.ours.accountId,
  id: desk.ours.channelId,
  lane: laneOf(desk.ours.channelId),
  phoneNumberId: "400500600700800",
});
/** What Meta posts, kept and not handled yet. */
const post = (at: number, ...bodies: Buffer[]): Promise<void> =>
  insertDeliveries(
    desk.world.deps.system,
    bodies.map((body) => deliveryOf(channel(), new Map([[channel().phoneNumberId, channel()]]), body, at)),
  );
const lanes = (poison = "") =>
  laneLoop(desk.world.deps, {
    db: desk.world.deps.system,
    handle: async (tx, facts) => {
      await factHandler(desk.world.deps, ticketDesk(desk.world.deps))(tx, facts);
      if (facts.some(({ body }) => body.kind === "message" && body.wamid === poison))
        throw new TypeError("cannot bear it");
    },
  }).drain();
type Shown = { id: string; result: string; fields: string[]; lagMs: number | null; error: string | null };
const list = async (
  query = "",
): Promise<{ items: Shown[]; nextCursor: string | null; searchedTo: string | null }> => {
  const { status: http, body } = await desk.call(helena, "GET", `/api/webhooks${query}`);
  expect(http, JSON.stringify(body)).toBe(200);
  return body as unknown as { items: Shown[]; nextCursor: string | null; searchedTo: string | null };
};
const replay = (id: string, cookie = helena): Promise<Reply> =>
  desk.call(cookie, "POST", `/api/webhooks/${id}/replay`);
const forget = async (): Promise<void> => {
  for (const table of ["fact", "quarantined_fact", "webhook_delivery", "channel_trouble"])
    await sql`DELETE FROM ${sql.table(table)}`.execute(desk.world.deps.system);
};

describe("the raw ledger", () => {
  it("shows what came, how late it was, what became of it, and nothing that opens a door", async () => {
    const now = desk.world.clock.now();
    const notice = Buffer.from(
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [
          { id: "1", changes: [{ field: "account_alerts", value: { access_token: "EAAsecret", code: 7 } }] },
        ],
      }),
    );
    await post(
      now,
      envelope({ messages: [message(lia, "Olá", now - 4000, "wamid.late")] }),
      notice,
      Buffer.from("{"),
    );
    expect((await list()).items.map(({ result }) => result).sort()).toEqual([
      "unreadable",
      "waiting",
      "waiting",
    ]);
    await lanes();
    const { items } = await list();
    expect(items.find(({ fields }) => fields[0] === "messages")).toMatchObject({
      channelId: desk.ours.channelId,
      result: "done",
      facts: 1,
      error: null,
      replayedAt: null,
      lagMs: 4000,
    });
    expect(items.find(({ result }) => result === "unreadable")).toMatchObject({
      error: "not_json",
      fields: [],
      lagMs: null,
    });
    const { body } = await desk.call(
      helena,
      "GET",
      `/api/webhooks/${items.find(({ fields }) => fields[0] === "account_alerts")?.id}`,
    );
    expect(body["raw"]).toContain('"code": 7');
    expect(body["raw"]).not.toContain("EAAsecret");
    expect((await desk.call(helena, "GET", "/api/webhooks/state")).body).toMatchObject({
      numbers: [{ channelId: desk.ours.channelId, day: 3, silence: null }],
      problems: 1,
      keepDays: 30,
      version: 1,
    });
  });

  it("belongs to administrators of the account alone", async () => {
    const id = (await list()).items[0]?.id ?? "";
    const ana = await desk.cookie(desk.ours, "Ana");
    for (const path of ["", "/state", `/${id}`])
      expect((await desk.call(ana, "GET", `/api/webhooks${path}`)).status).toBe(403);
    expect((await replay(id, ana)).status).toBe(403);
    const other = await desk.cookie(desk.theirs, "Helena");
    expect((await desk.call(other, "GET", "/api/webhooks")).body["items"]).toEqual([]);
    expect((await desk.call(other, "GET", `/api/webhooks/${id}`)).status).toBe(404);
    expect((await replay(id, other)).status).toBe(404);
  });

  it("finds by result, field, number and any piece of the text, as Meta escapes it", async () => {
    await forget();
    const now = desk.world.clock.now();
    await post(now, envelope({ messages: [message(lia, "ação/reação", now, "wamid.HBgM+a/b==")] }));
    await post(now + 1, envelope({ statuses: [status("wamid.x", "sent")] }));
    await post(now + 2, Buffer.from("nonsense"));
    await lanes();
    const found = async (query: string): Promise<string[]> =>
      (await list(query)).items.map(({ result }) => result);
    expect(await found(`?search=${encodeURIComponent("wamid.HBgM+a/b==")}`)).toEqual(["done"]);
    expect(await found(`?search=${encodeURIComponent("ação/reação")}`)).toEqual(["done"]);
    expect(await found("?search=wamid.nobody")).toEqual([]);
    expect(await found("?result=problem")).toEqual(["unreadable"]);
    expect(await found("?field=messages")).toHaveLength(2);
    expect(await found("?field=account_alerts")).toEqual([]);
    expect(await found(`?channelId=${desk.theirs.channelId}`)).toEqual([]);
    expect((await desk.call(helena, "GET", "/api/webhooks?cursor=bm9uc2Vuc2U")).status).toBe(422);
    expect((await desk.call(helena, "GET", "/api/webhooks?search=ab")).status).toBe(422);
  });

  it("pages through all of it without a gap, those of one moment too", async () => {
    await forget();
    const now = desk.world.clock.now();
    for (let hour = 0; hour < 3; hour++)
      await post(
        now + hour,
        ...Array.from({ length: 4 }, () => envelope({ statuses: [status("wamid.y", "read")] })),
      );
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page = await list(`?limit=5${cursor === "" ? "" : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
  });
});

describe("handling again", () => {
  it("gives what was set aside its second chance, once the cause is gone", async () => {
    await forget();
    const now = desk.world.clock.now();
    const bad = message({ waId: "5511900000077" }, "difícil", now, "wamid.bad");
    await post(now, envelope({ messages: [bad, message({ waId: "5511900000078" }, "fácil", now)] }));
    await lanes("wamid.bad");
    const [{ id = "", ...shown } = {}] = (await list()).items as [Partial<Shown>?];
    expect(shown).toMatchObject({ result: "set_aside", error: "cannot bear it" });
    expect((await desk.call(helena, "GET", `/api/webhooks/${id}`)).body["problems"]).toMatchObject([
      { kind: "message", error: "cannot bear it" },
    ]);
    expect((await replay(id)).body["delivery"]).toMatchObject({
      result: "waiting",
      replayedAt: expect.any(String),
    });
    // pressed again while it waits: nothing more comes
    await replay(id);
    expect(await rows(sql<Row>`SELECT count(*)::int AS n FROM fact`)).toEqual([{ n: 2 }]);
    await lanes();
    expect((await list()).items).toMatchObject([{ result: "done", error: null }]);
    expect(
      await rows(
        sql<Row>`SELECT text FROM message WHERE wamid = 'wamid.bad' OR text = 'fácil' ORDER BY text`,
      ),
    ).toEqual([{ text: "difícil" }, { text: "fácil" }]);
    expect(await rows(sql<Row>`SELECT type FROM event WHERE type = 'webhook.replayed'`)).toHaveLength(1);
  });

  it("changes nothing of what was handled before, whatever it was and in any order", async () => {
    await forget();
    const at = START + 2 * HOUR;
    const rui = { waId: "5521999990000", bsuid: "BR.9009" };
    const told = (type: string, content: Row, more = 0): Row => ({
      ...message(rui, "", at + more, `wamid.${type}.${more}`),
      type,
      text: undefined,
      [type]: content,
    });
    const first = message(rui, "dia 20", at, "wamid.first");
    const bodies = [
      envelope({
        contacts: [{ profile: { name: "Rui" }, wa_id: rui.waId, user_id: rui.bsuid }],
        messages: [first],
      }),
      envelope({ messages: [message(rui, "outra", at + 1000, "wamid.second")] }),
      envelope({ messages: [told("reaction", { message_id: "wamid.first", emoji: "👍" }, 2000)] }),
      envelope({ messages: [told("reaction", { message_id: "wamid.first" }, 3000)] }),
      envelope({
        messages: [
          told(
            "edit",
            { original_message_id: "wamid.first", message: { type: "text", text: { body: "dia 22" } } },
            4000,
          ),
        ],
      }),
      envelope({ messages: [told("revoke", { original_message_id: "wamid.second" }, 5000)] }),
      envelope({ messages: [told("location", { latitude: 1, longitude: 2 }, 6000)] }),
      envelope({ messages: [told("unsupported", { type: "poll_creation" }, 7000)] }),
      envelope({ statuses: [status("wamid.nobody", "read")] }),
      envelope({
        messages: [
          told(
            "system",
            {
              type: "user_changed_number",
              wa_id: "5521988887777",
              user_id: "BR.9010",
              previous_user_id: rui.bsuid,
            },
            8000,
          ),
        ],
      }),
    ];
    for (const [index, body] of bodies.entries()) {
      await post(at + index * 1000, body);
      await lanes();
    }
    const picture = async (): Promise<Row[]> => [
      ...(await rows(
        sql<Row>`SELECT wamid, text, kind, status, at, content::text, revisions FROM message ORDER BY at, wamid`,
      )),
      ...(await rows(
        sql<Row>`SELECT type, conversation_id, at, data FROM event WHERE type NOT IN ('webhook.replayed', 'message.changed') ORDER BY id`,
      )),
      ...(await rows(sql<Row>`SELECT name, phone FROM contact ORDER BY id`)),
      ...(await rows(
        sql<Row>`SELECT contact_id, kind, value FROM contact_identity ORDER BY contact_id, kind, value`,
      )),
      ...(await rows(sql<Row>`SELECT target_wamid, emoji FROM reaction ORDER BY target_wamid`)),
      ...(await rows(sql<Row>`SELECT id, status, unread FROM conversation ORDER BY id`)),
      ...(await rows(sql<Row>`SELECT conversation_id, state FROM outbox ORDER BY message_id`)),
    ];
    const before = await picture();
    const ids = (await list("?limit=100")).items.map(({ id }) => id);
    expect(ids).toHaveLength(bodies.length);
    for (const id of ids) expect((await replay(id)).status).toBe(200);
    await lanes();
    for (const id of ids.toReversed()) {
      await replay(id);
      await lanes();
    }
    expect(await picture()).toEqual(before);
    expect((await list("?limit=100")).items.every(({ result }) => result === "done")).toBe(true);
  });

  it("reads what could not be read, and a large delivery, as it would today", async () => {
    await forget();
    const now = desk.world.clock.now();
    const many = Array.from({ length: 30 }, (_none, place) =>
      message(
        { waId: `55119800000${String(place).padStart(2, "0")}` },
        "x".repeat(3000),
        now,
        `wamid.many.${place}`,
      ),
    );
    await post(now, envelope({ messages: many }));
    await post(now + 1, Buffer.from("nothing"));
    await lanes();
    const [broken, large] = (await list()).items;
    expect(large).toMatchObject({ fields: [], lagMs: null, result: "done" });
    expect((await replay(broken?.id ?? "")).body["delivery"]).toMatchObject({ result: "unreadable" });
    await replay(large?.id ?? "");
    await lanes();
    expect(
      await rows(sql<Row>`SELECT count(*)::int AS n FROM message WHERE wamid LIKE 'wamid.many.%'`),
    ).toEqual([{ n: 30 }]);
    const { body } = await desk.call(helena, "GET", `/api/webhooks/${large?.id}`);
    expect(body["isCut"]).toBe(true);
    expect(body["wamids"]).toHaveLength(30);
  });
});

describe("what was set aside and is of no delivery", () => {
  it("is counted, and comes back into its lane once, in its order", async () => {
    await forget();
    const { accountId, channelId } = desk.ours;
    const now = desk.world.clock.now();
    const fact = (index: number) => ({
      kind: "send_unanswered" as const,
      messageId: `00000000-0000-7000-8000-00000000000${index}`,
      reason: "test",
      at: now,
    });
    for (const index of [1, 2])
      await sql`INSERT INTO quarantined_fact (account_id, id, channel_id, kind, payload, error, received_at, quarantined_at)
        VALUES (${accountId}, ${index}, ${channelId}, 'send_unanswered', ${JSON.stringify(fact(index))}::json, 'x', now(), now())`.execute(
        desk.world.deps.system,
      );
    const state = async (): Promise<Row> => (await desk.call(helena, "GET", "/api/webhooks/state")).body;
    expect(await state()).toMatchObject({ loose: 2, problems: 0 });
    expect(
      (await desk.call(await desk.cookie(desk.ours, "Ana"), "POST", "/api/webhooks/loose/replay")).status,
    ).toBe(403);
    expect((await desk.call(helena, "POST", "/api/webhooks/loose/replay")).body).toMatchObject({ loose: 0 });
    await desk.call(helena, "POST", "/api/webhooks/loose/replay");
    const waiting = await rows(sql<Row>`SELECT payload, lane, delivery_id FROM fact ORDER BY id`);
    expect(waiting).toEqual(
      [1, 2].map((index) => ({ payload: fact(index), lane: channel().lane, delivery_id: null })),
    );
    await lanes();
    expect(await state()).toMatchObject({ loose: 0 });
  });
});

describe("the time deliveries are kept", () => {
  const set = (keepDays: number, version: number): Promise<Reply> =>
    desk.call(helena, "PUT", "/api/webhooks/settings", { keepDays, version });

  it("is the account's to say, and what is older goes, but not what still waits", async () => {
    await forget();
    const now = desk.world.clock.now();
    await post(now - 40 * DAY, Buffer.from("old and broken"));
    await post(now - 20 * DAY, envelope({ statuses: [status("wamid.z", "read")] }));
    await lanes();
    await post(now - 40 * DAY, envelope({ statuses: [status("wamid.z", "read")] }));
    await post(now, Buffer.from("new"));
    const loop = ledgerLoop(desk.world.deps);
    await loop.drain();
    expect((await list()).items.map(({ result }) => result)).toEqual(["unreadable", "done", "waiting"]);
    expect((await set(6, 1)).status).toBe(422);
    expect((await set(10, 1)).body).toMatchObject({ keepDays: 10, version: 2 });
    expect((await set(20, 1)).body).toMatchObject({
      code: "version_conflict",
      data: { current: { keepDays: 10 } },
    });
    await loop.drain();
    expect((await list()).items.map(({ result }) => result)).toEqual(["unreadable", "waiting"]);
    await lanes();
    await loop.drain();
    expect((await list()).items.map(({ result }) => result)).toEqual(["unreadable"]);
  });
});

describe("a number that falls silent", () => {
  it("is noted once when it is heard at this hour on most days, and its return ends it", async () => {
    await forget();
    const now = desk.world.clock.now();
    const five = Array.from({ length: 5 }, () => envelope({ statuses: [status("wamid.q", "read")] }));
    for (let day = 1; day <= 6; day++) await post(now - day * DAY + 5 * 60_000, ...five);
    await post(now, envelope({ statuses: [status("wamid.q", "read")] }));
    await lanes();
    const loop = ledgerLoop(desk.world.deps);
    const state = async (): Promise<unknown> =>
      ((await desk.call(helena, "GET", "/api/webhooks/state")).body["numbers"] as Row[])[0]?.["silence"];
    const told = (): Promise<Row[]> =>
      rows(sql<Row>`SELECT type FROM event WHERE data->>'kind' = 'silence' ORDER BY id`);
    await loop.drain();
    expect(await state()).toBeNull();
    await desk.later(20 * 60_000);
    await loop.drain();
    await loop.drain();
    expect(await state()).toEqual({ since: new Date(now).toISOString(), usual: 5 });
    const silentSince = (): Promise<number | null> =>
      desk.world.deps.system.transaction().execute((tx) => silentSinceOf(tx, channel()));
    expect(await silentSince()).toBe(now);
    expect(await rows(sql<Row>`SELECT kind, severity, ended_at FROM channel_trouble`)).toEqual([
      { kind: "silence", severity: "warning", ended_at: null },
    ]);
    // everybody's bar tells it while the company is at work
    const ana = await desk.cookie(desk.ours, "Ana");
    const ill = async (): Promise<unknown[]> =>
      (await desk.call(ana, "GET", "/api/channels/ill")).body["items"] as unknown[];
    const hours = (days: object[][] | null) =>
      sql`UPDATE whatsapp_setting SET business_hours = ${days && JSON.stringify({ days })}::jsonb, version = version + 1
        WHERE account_id = ${desk.ours.accountId}`.execute(desk.world.deps.system);
    await hours(null);
    expect(await ill()).toMatchObject([{ id: desk.ours.channelId, isStopped: false, held: 0 }]);
    await hours(Array.from({ length: 7 }, () => []));
    expect(await ill()).toEqual([]);
    await hours(null);
    await post(desk.world.clock.now(), envelope({ statuses: [status("wamid.q", "read")] }));
    await loop.drain();
    expect(await state()).toBeNull();
    expect(await silentSince()).toBeNull();
    expect(await told()).toEqual([{ type: "channel.trouble_began" }, { type: "channel.trouble_ended" }]);
  });
});
