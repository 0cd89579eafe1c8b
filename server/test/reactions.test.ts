import type { StatusFact } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendFacts, channelCache, laneLoop, laneOf, senderLoop } from "../src/modules/channels/index.ts";
import { factHandler, sendCheck } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { openDesk, type Desk } from "./desk-world.ts";

type Row = Record<string, unknown>;

let desk: Desk;
let helena: string;
let conversation: string;
let message: string;
let serial = 0;
/** reactions that reached Meta, in order */
let reached: string[];
let answer: (id: string) => Response | Promise<Response>;

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  conversation = await desk.write(desk.ours, "5511987000900", "oi");
  const { rows } = await sql<{ id: string }>`SELECT id FROM message WHERE direction = 'in'`.execute(
    desk.world.deps.system,
  );
  message = rows[0]?.id ?? "";
  reached = [];
  answer = (id) => Response.json({ messages: [{ id: `wamid.${id}` }], contacts: [] });
});
afterEach(() => desk.close());

const meta = async (_input: string, init: RequestInit): Promise<Response> => {
  const body = JSON.parse(String(init.body)) as Row & {
    type: string;
    reaction?: { emoji: string };
    biz_opaque_callback_data: string;
  };
  if (body.type === "reaction") reached.push(body.reaction?.emoji ?? "?");
  return answer(body.biz_opaque_callback_data);
};
async function work(): Promise<void> {
  const { deps } = desk.world;
  const lane = laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) });
  const channels = channelCache(deps.system, deps.sealer);
  await senderLoop(deps, { channels, check: sendCheck, fetch: meta }).drain();
  await lane.drain();
}
const NOTHING_ELSE = {
  phoneNumberId: "400500600700800",
  recipient: { waId: null, bsuid: null, parentBsuid: null, username: null, profileName: null },
  groupId: null,
  errors: [],
  pricing: null,
  raw: null,
};
/** a status of Meta's */
async function hear(status: Pick<StatusFact, "wamid" | "status" | "opaque">): Promise<void> {
  const { deps, clock } = desk.world;
  const at = clock.now();
  const body: StatusFact = { kind: "status", ...NOTHING_ELSE, at, ...status };
  const { accountId, channelId } = desk.ours;
  const fact = { accountId, channelId, lane: laneOf(channelId), deliveryId: null, receivedAt: at, body };
  await deps.system.transaction().execute((tx) => appendFacts(tx, [fact]));
  await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
}
const react = async (emoji: string, { cookie = helena, id = message, key = `key-${++serial}-000` } = {}) => {
  const { status, body } = await desk.call(
    cookie,
    "POST",
    `/api/conversations/${conversation}/messages/${id}/reaction`,
    { key, emoji },
  );
  return { status, code: (body as Row)["code"], reactions: ((body as Row)["message"] as Row)?.["reactions"] };
};
const shown = async (): Promise<unknown> => {
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}/thread`);
  const entries = (body as { entries: Row[] }).entries;
  return entries.find(({ id }) => id === message)?.["reactions"];
};
const ours = (emoji: string, state: string, explanation: string | null = null) => ({
  author: "business",
  emoji,
  state,
  explanation,
});

describe("a reaction of the company", () => {
  it("waits, is sent once, and stands on the message; another replaces it, none takes it away", async () => {
    expect(await react("👍")).toMatchObject({ status: 200, reactions: [ours("👍", "waiting")] });
    await work();
    expect(await shown()).toEqual([ours("👍", "done")]);
    await react("👍");
    await work();
    await react("❤️");
    expect(await shown()).toEqual([ours("👍", "done"), ours("❤️", "waiting")]);
    await work();
    expect(await shown()).toEqual([ours("❤️", "done")]);
    await react("");
    expect(await shown()).toEqual([ours("❤️", "done"), ours("", "waiting")]);
    await work();
    expect(await shown()).toEqual([]);
    expect(reached).toEqual(["👍", "❤️", ""]);
  });

  it("that has not left yet is withdrawn by the next: quick changes of mind send the last one only", async () => {
    await react("👍");
    await react("😂");
    await react("🙏");
    await work();
    await react("👍");
    await react("🙏");
    await work();
    expect(reached).toEqual(["🙏"]);
    expect(await shown()).toEqual([ours("🙏", "done")]);
  });

  it("has one effect for one key, and leaves the conversation to whoever has it", async () => {
    const before = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
    const key = "the-same-key";
    await Promise.all([react("👍", { key }), react("👍", { key })]);
    await react("👍", { key });
    await work();
    expect(reached).toEqual(["👍"]);
    const after = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
    const of = ({ body }: { body: unknown }) => {
      const { owner, agentId, unread, waitingSince } = body as Row;
      return { owner, agentId, unread, waitingSince };
    };
    expect(of(after)).toEqual(of(before));
  });

  it("that Meta refuses says so beside what stands, and may be tried again", async () => {
    await react("👍");
    await work();
    answer = () => Response.json({ error: { code: 131009, message: "too old" } }, { status: 400 });
    await react("❤️");
    await work();
    expect(await shown()).toEqual([ours("👍", "done"), ours("❤️", "failed", "invalid_value")]);
    answer = (id) => Response.json({ messages: [{ id: `wamid.${id}` }], contacts: [] });
    await react("❤️");
    await work();
    expect(await shown()).toEqual([ours("❤️", "done")]);
  });

  it("without an answer is in doubt until a status comes, and is never sent again by itself", async () => {
    answer = () => Promise.reject(new TypeError("cut"));
    await react("👍");
    await work();
    await work();
    expect(await shown()).toEqual([ours("👍", "unknown")]);
    expect(reached).toEqual(["👍"]);
    const { rows } = await sql<{ id: string }>`SELECT send_id AS id FROM reaction`.execute(
      desk.world.deps.system,
    );
    await hear({ wamid: "wamid.late", status: "sent", opaque: rows[0]?.id ?? null });
    expect(await shown()).toEqual([ours("👍", "done")]);
    const left = await sql`SELECT FROM outbox UNION ALL SELECT FROM parked_status`.execute(
      desk.world.deps.system,
    );
    expect(left.rows).toEqual([]);
  });

  it("is refused after 24 hours, for what is no emoji, and for who may not see the conversation", async () => {
    expect(await react("ok")).toMatchObject({ status: 422 });
    const diego = await desk.cookie(desk.ours, "Diego");
    expect(await react("👍", { cookie: diego })).toMatchObject({ status: 404 });
    const stranger = await desk.cookie(desk.theirs, "Helena");
    expect(await react("👍", { cookie: stranger })).toMatchObject({ status: 404 });
    expect(await react("👍", { id: conversation })).toMatchObject({ status: 404 });
    await react("👍");
    desk.world.clock.advance(25 * 3_600_000);
    await work();
    expect([reached, await shown()]).toEqual([[], [ours("👍", "failed", "window_closed")]]);
    expect(await react("❤️")).toMatchObject({ status: 409, code: "service_window_closed" });
  });
});
