import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { readLoop } from "../src/modules/conversations/index.ts";
import { showTyping } from "../src/modules/conversations/typing.ts";
import { openDesk, type Desk } from "./desk-world.ts";

type Row = Record<string, unknown>;
let desk: Desk;
let ana: string;
let helena: string;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;

beforeAll(async () => {
  desk = await openDesk();
  ana = await desk.cookie(desk.ours, "Ana");
  helena = await desk.cookie(desk.ours, "Helena");
});
afterAll(() => desk.close());

/** A conversation in Comercial with two messages of the customer's; answers its id and the newer one's at Meta. */
async function written(phone: string): Promise<{ id: string; wamid: string }> {
  const id = await desk.write(desk.ours, phone, "oi");
  await desk.later(1000);
  await desk.write(desk.ours, phone, "alguém?");
  const { comercial: teamId } = desk.ours.teams;
  await desk.call(helena, "POST", `/api/conversations/${id}/forward`, { key: key(), teamId });
  const { rows } = await sql<{ wamid: string }>`
    SELECT wamid FROM message WHERE conversation_id = ${id} AND text = 'alguém?'`.execute(
    desk.world.deps.system,
  );
  return { id, wamid: rows[0]?.wamid ?? "" };
}
const open = (id: string): Promise<unknown> =>
  desk.call(ana, "POST", `/api/conversations/${id}/read`, { key: key() });
async function tell(answer: () => Response): Promise<Row[]> {
  const { deps } = desk.world;
  const asked: Row[] = [];
  const channels = channelCache(deps.system, deps.sealer);
  const fetch = (_url: string, init: RequestInit): Promise<Response> => {
    asked.push(JSON.parse(String(init.body)) as Row);
    return Promise.resolve(answer());
  };
  await readLoop(deps, { channels, fetch }).drain();
  return asked;
}
const success = (): Response => Response.json({ success: true });
const waiting = async (): Promise<number> =>
  (await sql`SELECT FROM read_mark`.execute(desk.world.deps.system)).rows.length;
const due = (): Promise<unknown> =>
  sql`UPDATE read_mark SET next_attempt_at = now()`.execute(desk.world.deps.system);

it("what an agent reads is told to Meta once, by its newest message", async () => {
  const { id, wamid } = await written("5511988800001");
  await open(id);
  await open(id);
  expect(await tell(success)).toEqual([{ messaging_product: "whatsapp", status: "read", message_id: wamid }]);
  expect(await tell(success)).toEqual([]);
  expect(await waiting()).toBe(0);
});

it("without an answer it is tried again, and given up after a while", async () => {
  const { id } = await written("5511988800002");
  await open(id);
  const down = (): Response => new Response("<h1>Bad Gateway</h1>", { status: 502 });
  for (let attempt = 1; attempt <= 5; attempt++) {
    expect(await tell(down)).toHaveLength(1);
    expect(await tell(down)).toEqual([]);
    await due();
  }
  expect(await waiting()).toBe(0);
});

it("a refusal ends it", async () => {
  const { id } = await written("5511988800003");
  await open(id);
  const refused = (): Response => Response.json({ error: { code: 131009, message: "no" } }, { status: 400 });
  expect(await tell(refused)).toHaveLength(1);
  expect(await waiting()).toBe(0);
});

/** Somebody writes at an answer here, and no longer than a moment. */
const typing = (conversationId: string, name = "Ana"): Promise<void> => {
  const agentId = desk.ours.agents[name] ?? "";
  return showTyping(desk.world.deps, [{ accountId: desk.ours.accountId, conversationId, agentId }]);
};
const later = (seconds: number): Promise<unknown> =>
  sql`UPDATE typing_mark SET asked_at = asked_at - make_interval(secs => ${seconds})`.execute(
    desk.world.deps.system,
  );
async function setting(change: object): Promise<void> {
  const {
    updatedAt: _at,
    holidays: _days,
    ...rest
  } = (await desk.call(helena, "GET", "/api/settings/whatsapp")).body;
  const saved = await desk.call(helena, "PUT", "/api/settings/whatsapp", { ...rest, ...change });
  expect(saved.status).toBe(200);
}
/** A conversation in which everything was read, with nothing left to tell. */
async function looked(phone: string): Promise<{ id: string; wamid: string }> {
  const one = await written(phone);
  await open(one.id);
  await tell(success);
  return one;
}

it("that an agent writes is shown to the customer once in twenty seconds, where the company wants it", async () => {
  const { id, wamid } = await looked("5511988800004");
  await setting({ showsTyping: false });
  await typing(id);
  expect(await tell(success)).toEqual([]);
  await setting({ showsTyping: true });
  const told = {
    messaging_product: "whatsapp",
    status: "read",
    message_id: wamid,
    typing_indicator: { type: "text" },
  };
  await Promise.all([typing(id), typing(id, "Helena")]);
  expect(await tell(success)).toEqual([told]);
  await later(19);
  await typing(id);
  expect(await tell(success)).toEqual([]);
  await later(1);
  await typing(id);
  // a refusal, or no answer at all, is nothing to try again
  expect(await tell(() => new Response("", { status: 502 }))).toEqual([told]);
  expect(await tell(success)).toEqual([]);
});

it("nothing is shown of what is over, was sent meanwhile, or may not be answered", async () => {
  const { id } = await looked("5511988800005");
  const shown = async (conversation = id, name = "Ana"): Promise<number> => {
    await later(60);
    await typing(conversation, name);
    return (await tell(success)).length;
  };
  expect(await shown()).toBe(1);
  await later(60);
  await typing(id);
  await later(6);
  expect(await tell(success)).toEqual([]);
  await later(60);
  await typing(id);
  expect(
    (await desk.call(ana, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "já vai" }))
      .status,
  ).toBe(200);
  expect(await tell(success)).toEqual([]);
  expect(await shown()).toBe(0);
  const unread = await written("5511988800006");
  expect(await shown(unread.id)).toBe(0);
  const other = await looked("5511988800007");
  await setting({ onlyResponsibleReplies: true, assignOnFirstReply: false });
  expect(await shown(other.id)).toBe(0);
  await setting({ onlyResponsibleReplies: false });
  expect(await shown(other.id)).toBe(1);
  desk.world.clock.advance(25 * 3_600_000);
  expect(await shown(other.id)).toBe(0);
});
