import type { ConversationRow, Label } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";

const HOUR = 3_600_000;
let desk: Desk;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;
const phone = (n: number): string => `55119${String(86_000_000 + n)}`;
const rows = (reply: Reply): ConversationRow[] => reply.body["items"] as ConversationRow[];
const ids = (reply: Reply): string[] => rows(reply).map(({ id }) => id);
const TABS = ["new", "mine", "bot", "ended", "others", "snoozed"];

let rita: string;
let helena: string;
let ana: string;
beforeAll(async () => {
  desk = await openDesk();
  rita = await desk.cookie(desk.ours, "Rita");
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
});
afterAll(() => desk.close());

/** One act on one conversation; refused = the item's problem. */
async function act(id: string, type: string, body: object = {}, cookie = helena): Promise<ConversationRow> {
  const reply = await desk.call(cookie, "POST", "/api/conversations/acts", {
    act: { type, ...body },
    items: [{ id, key: key() }],
  });
  expect(reply.status).toBe(200);
  const [item] = reply.body["items"] as {
    conversation: ConversationRow | null;
    problem: { code: string } | null;
  }[];
  if (!item?.conversation) throw new Error(item?.problem?.code);
  return item.conversation;
}
const list = async (query: string, cookie = helena): Promise<string[]> =>
  ids(await desk.call(cookie, "GET", `/api/conversations?limit=100&${query}`));
const history = async (id: string, cookie = helena): Promise<string[]> =>
  (
    (await desk.call(cookie, "GET", `/api/conversations/${id}/thread?limit=100`)).body["entries"] as {
      type?: string;
    }[]
  ).flatMap(({ type }) => type ?? []);

/** Every tab's number is what its list holds, and each conversation is in one of them. */
async function expectCountsToHold(cookie: string): Promise<void> {
  const counts = (await desk.call(cookie, "GET", "/api/conversations/counts")).body["tabs"] as Record<
    string,
    { conversations: number; unread: number }
  >;
  const seen: string[] = [];
  for (const tab of [...TABS, "all"]) {
    const found = rows(await desk.call(cookie, "GET", `/api/conversations?tab=${tab}&limit=100`));
    expect(counts[tab], tab).toEqual({
      conversations: found.length,
      unread: found.filter(({ unread }) => unread > 0).length,
    });
    if (tab !== "all") seen.push(...found.map(({ id }) => id));
  }
  expect(new Set(seen).size).toBe(seen.length);
}

describe("labels", () => {
  const make = (name: string, cookie = rita): Promise<Reply> =>
    desk.call(cookie, "POST", "/api/labels", { name, color: "#2f9e44" });

  it("are made, renamed and deleted by who oversees, and by nobody else", async () => {
    expect((await make("VIP", ana)).status).toBe(403);
    const vip = (await make(" VIP ")).body as unknown as Label;
    expect(vip).toMatchObject({ name: "VIP", color: "#2f9e44", version: 1 });
    expect(await make("vip")).toMatchObject({
      status: 422,
      body: { fields: [{ path: "name", code: "taken" }] },
    });
    const change = { name: "Muito VIP", color: "#c92a2a", version: 1 };
    expect(await desk.call(rita, "PUT", `/api/labels/${vip.id}`, change)).toMatchObject({
      status: 200,
      body: { name: "Muito VIP", version: 2 },
    });
    expect(await desk.call(rita, "PUT", `/api/labels/${vip.id}`, change)).toMatchObject({
      status: 409,
      body: { code: "version_conflict" },
    });
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await desk.call(theirs, "GET", "/api/labels")).body["items"]).toEqual([]);
    expect((await desk.call(theirs, "DELETE", `/api/labels/${vip.id}`)).status).toBe(404);
    expect((await desk.call(ana, "DELETE", `/api/labels/${vip.id}`)).status).toBe(403);
    expect((await desk.call(rita, "DELETE", `/api/labels/${vip.id}`)).status).toBe(204);
    expect((await desk.call(ana, "GET", "/api/labels")).body["items"]).toEqual([]);
  });

  it("stand on the row, filter the list, are told once, and go with the label", async () => {
    const [late, gift] = [
      (await make("Atraso")).body["id"] as string,
      (await make("Brinde")).body["id"] as string,
    ];
    const [one, two] = [
      await desk.write(desk.ours, phone(1), "oi"),
      await desk.write(desk.ours, phone(2), "oi"),
    ];
    expect((await act(one, "labels", { add: [late, gift] })).labelIds).toEqual([late, gift].toSorted());
    await act(two, "labels", { add: [gift] });
    // again, and what is not there: nothing happens
    expect((await act(one, "labels", { add: [late], remove: [] })).labelIds).toHaveLength(2);
    expect(await history(one)).toEqual(["conversation.opened", "conversation.labelled"]);
    expect(await list(`tab=new&label=${late}`)).toEqual([one]);
    expect((await list(`tab=new&label=${gift}`)).toSorted()).toEqual([one, two].toSorted());
    expect(await list(`tab=mine&label=${gift}`)).toEqual([]);
    expect((await act(one, "labels", { remove: [late] })).labelIds).toEqual([gift]);
    await act(two, "status", { status: "closed" });
    expect((await act(two, "labels", { add: [late] })).labelIds).toHaveLength(2);
    await expect(act(one, "labels", { add: ["01a20a45-0de6-7000-9aaf-05ddaf30ba6e"] })).rejects.toThrow(
      "invalid_input",
    );
    await desk.call(rita, "DELETE", `/api/labels/${gift}`);
    expect(rows(await desk.call(helena, "GET", "/api/conversations?tab=new"))[0]?.labelIds).toEqual([]);
  });
});

describe("priority and unread", () => {
  it("order by priority, then the longest wait, page by page; filters narrow down", async () => {
    const made: string[] = [];
    for (const [n, priority] of [1, 4, 0, 4, 2].entries()) {
      const id = await desk.write(desk.ours, phone(20 + n), "oi", START + n * 1000);
      made.push(id);
      if (priority) expect((await act(id, "priority", { priority })).priority).toBe(priority);
    }
    const wanted = [1, 3, 4, 0, 2].map((n) => made[n]);
    const paged: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const reply: Reply = await desk.call(
        helena,
        "GET",
        `/api/conversations?tab=all&order=priority&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      paged.push(...ids(reply));
      cursor = reply.body["nextCursor"] as string | null;
    }
    expect(new Set(paged).size).toBe(paged.length);
    expect(paged).toEqual(await list("tab=all&order=priority"));
    expect(paged.filter((id) => made.includes(id))).toEqual(wanted);
    expect(await list("tab=new&priority=4")).toEqual([made[1], made[3]]);

    const agentId = desk.ours.agents["Rita"] ?? "";
    await act(made[2] ?? "", "assign", { agentId });
    expect(await list(`tab=others&agent=${agentId}`)).toEqual([made[2]]);
    expect((await act(made[2] ?? "", "read", {}, rita)).unread).toBe(0);
    expect(await list("tab=all&unread=true")).not.toContain(made[2]);
    expect((await act(made[2] ?? "", "unread", {}, rita)).unread).toBe(1);
    expect(await list("tab=all&unread=true")).toContain(made[2]);
    await expectCountsToHold(helena);
    await expectCountsToHold(rita);
  });
});

describe("snooze", () => {
  it("leaves its tab, is counted apart, and comes back at its time or when the customer writes", async () => {
    const [one, two] = [
      await desk.write(desk.ours, phone(40), "oi"),
      await desk.write(desk.ours, phone(41), "oi"),
    ];
    const until = new Date(desk.world.clock.now() + 5 * HOUR).toISOString();
    await expect(
      act(one, "snooze", { until: new Date(desk.world.clock.now()).toISOString() }),
    ).rejects.toThrow("snooze_in_past");
    for (const id of [one, two]) expect((await act(id, "snooze", { until })).snoozedUntil).toBe(until);
    await expectCountsToHold(helena);
    expect(await list("tab=snoozed&order=snooze")).toEqual([two, one].toSorted().toReversed());
    for (const tab of ["new", "all"]) expect(await list(`tab=${tab}`)).not.toContain(one);
    // who looks for somebody finds them
    expect(await list(`tab=all&q=${encodeURIComponent("8600-0040")}`)).toEqual([one]);

    await desk.write(desk.ours, phone(41), "mudei de ideia");
    expect(await list("tab=snoozed")).toEqual([one]);
    expect(await list("tab=new")).toContain(two);
    await desk.later(5 * HOUR - 1);
    expect(await list("tab=snoozed")).toEqual([one]);
    await desk.later(1001);
    expect(await list("tab=snoozed")).toEqual([]);
    expect(await list("tab=new")).toContain(one);
    expect((await history(one)).slice(-2)).toEqual(["conversation.snoozed", "conversation.woken"]);
    await expectCountsToHold(helena);
  });

  it("is not closed for inactivity while it sleeps nor by the sleep", async () => {
    const id = await desk.write(desk.ours, phone(50), "oi");
    await desk.call(helena, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "Já volto" });
    await act(id, "snooze", { until: new Date(desk.world.clock.now() + 60 * HOUR).toISOString() });
    await desk.later(59 * HOUR);
    await desk.later(2 * HOUR);
    const { rows: found } = await sql<{ status: string; snoozed: boolean }>`
      SELECT status, snoozed_until IS NOT NULL AS snoozed FROM conversation WHERE id = ${id}`.execute(
      desk.world.deps.system,
    );
    expect(found).toEqual([{ status: "open", snoozed: false }]);
    await desk.later(60 * HOUR);
    expect(await list("tab=mine")).toContain(id);
  });
});

describe("one act on many", () => {
  it("does what it can, says of each why not, and has one effect for one key", async () => {
    const mine = await desk.write(desk.ours, phone(60), "oi");
    const gone = await desk.write(desk.ours, phone(61), "oi");
    const foreign = await desk.write(desk.theirs, phone(62), "oi");
    await act(gone, "status", { status: "closed" });
    const ids3 = [gone, foreign, mine];
    const body = {
      act: { type: "status", status: "pending" },
      items: ids3.map((id) => ({ id, key: key() })),
    };
    const reply = await desk.call(helena, "POST", "/api/conversations/acts", body);
    expect(reply.status).toBe(200);
    const items = reply.body["items"] as { id: string; problem: { code: string; title: string } | null }[];
    expect(items.map(({ id }) => id)).toEqual(ids3);
    expect(items.map(({ problem }) => problem?.code ?? "done")).toEqual([
      "conversation_closed",
      "not_found",
      "done",
    ]);
    expect(items[0]?.problem?.title).toContain("encerrada");
    expect(await desk.call(helena, "POST", "/api/conversations/acts", body)).toMatchObject({
      body: reply.body,
    });
    expect((await history(mine)).filter((type) => type === "conversation.status_changed")).toHaveLength(1);
  });

  it("is refused whole when it is no act, or too many", async () => {
    const id = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";
    for (const body of [
      { act: { type: "priority", priority: 5 }, items: [{ id, key: key() }] },
      { act: { type: "unread" }, items: [] },
      { act: { type: "unread" }, items: Array.from({ length: 201 }, () => ({ id, key: key() })) },
    ])
      expect((await desk.call(helena, "POST", "/api/conversations/acts", body)).status).toBe(422);
  });
});

describe("saved views", () => {
  const filter = { tab: "new", priority: 4, unread: true, order: "priority" };
  const body = (more: object = {}) => ({ name: "Urgentes", sharedWith: "me", filter, ...more });
  const names = async (cookie: string): Promise<unknown[]> =>
    ((await desk.call(cookie, "GET", "/api/views")).body["items"] as { name: string }[]).map(
      ({ name }) => name,
    );

  it("are one's own until who oversees shares them with a team or all, and changed by nobody else", async () => {
    const diego = await desk.cookie(desk.ours, "Diego");
    const made = await desk.call(ana, "POST", "/api/views", body());
    expect(made).toMatchObject({ status: 201, body: { name: "Urgentes", filter, mayChange: true } });
    expect(await desk.call(ana, "POST", "/api/views", body({ sharedWith: "account" }))).toMatchObject({
      status: 403,
    });
    expect((await desk.call(rita, "POST", "/api/views", body({ sharedWith: "team" }))).status).toBe(422);
    const teamId = desk.ours.teams.comercial;
    const shared = body({ name: "Do time", sharedWith: "team", teamId });
    const ofTeam = (await desk.call(rita, "POST", "/api/views", shared)).body["id"] as string;
    await desk.call(rita, "POST", "/api/views", body({ name: "De todos", sharedWith: "account" }));
    expect(await names(ana)).toEqual(["De todos", "Do time", "Urgentes"]);
    expect(await names(diego)).toEqual(["De todos"]);
    expect(await names(helena)).toEqual(["De todos", "Do time"]);
    expect(await names(await desk.cookie(desk.theirs, "Helena"))).toEqual([]);

    const change = { version: 1, view: { ...shared, name: "Do time todo" } };
    expect((await desk.call(ana, "PUT", `/api/views/${ofTeam}`, change)).status).toBe(403);
    expect((await desk.call(diego, "PUT", `/api/views/${ofTeam}`, change)).status).toBe(404);
    expect(await desk.call(helena, "PUT", `/api/views/${ofTeam}`, change)).toMatchObject({
      status: 200,
      body: { name: "Do time todo", version: 2 },
    });
    expect(await desk.call(rita, "PUT", `/api/views/${ofTeam}`, change)).toMatchObject({
      status: 409,
      body: { code: "version_conflict" },
    });
    expect((await desk.call(helena, "DELETE", `/api/views/${String(made.body["id"])}`)).status).toBe(404);
    expect((await desk.call(ana, "DELETE", `/api/views/${String(made.body["id"])}`)).status).toBe(204);
    expect(await names(ana)).toEqual(["De todos", "Do time todo"]);
  });
});
