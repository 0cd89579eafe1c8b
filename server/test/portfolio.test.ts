import type { ChannelHealth, ChannelRoom } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addChannel } from "../src/modules/channels/index.ts";
import { channel, openDesk, type Desk, type Reply } from "./desk-world.ts";
import { TemplateMeta, VALUES, wireTemplate } from "./templates-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;
const SECOND_NUMBER = "01a21867-0000-7000-8000-00000000beef";

let desk: Desk;
let meta: TemplateMeta;
let ana: string;
let helena: string;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;
const phone = (): string => `55119860${String(10_000 + ++serial)}`;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  ana = await desk.cookie(desk.ours, "Ana");
  helena = await desk.cookie(desk.ours, "Helena");
  const { system } = desk.world.deps;
  await sql`UPDATE whatsapp_setting SET inactivity_hours = 200`.execute(system);
  await system.transaction().execute((tx) =>
    addChannel(tx, desk.world.deps, {
      ...channel("400500600700899"),
      accountId: desk.ours.accountId,
      id: SECOND_NUMBER,
      name: "Filial",
    }),
  );
});
afterAll(() => desk.close());
beforeEach(async () => {
  await sql`DELETE FROM outside_send`.execute(desk.world.deps.system);
  meta = new TemplateMeta(desk);
  meta.list = [wireTemplate("retomar")];
  await desk.call(helena, "POST", "/api/templates/sync");
  await meta.loop().drain();
  await limit("TIER_250");
});

const limit = (word: string | null) =>
  sql`UPDATE channel SET messaging_limit = ${word} WHERE account_id = ${desk.ours.accountId}`.execute(
    desk.world.deps.system,
  );
/** Others whom the company has written to, the first of them so long ago. */
const others = (count: number, ago = HOUR) =>
  sql`INSERT INTO outside_send (account_id, portfolio_id, contact_id, message_id, at)
    SELECT ${desk.ours.accountId}, '', gen_random_uuid(), gen_random_uuid(), ${new Date(desk.world.clock.now() - ago).toISOString()}::timestamptz
    FROM generate_series(1, ${count}::int)`.execute(desk.world.deps.system);
async function silent(): Promise<string> {
  const id = await desk.write(desk.ours, phone(), "oi");
  const { comercial: teamId } = desk.ours.teams;
  await desk.call(helena, "POST", `/api/conversations/${id}/forward`, { key: key(), teamId });
  await meta.work();
  return id;
}
/** Conversations whose windows are closed. */
async function closed(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push(await silent());
  await desk.later(25 * HOUR);
  await meta.work();
  meta.sent.length = 0;
  return ids;
}
const send = (id: string): Promise<Reply> =>
  desk.call(ana, "POST", `/api/conversations/${id}/template`, {
    key: key(),
    name: "retomar",
    language: "pt_BR",
    values: VALUES,
  });
const standing = async (number = desk.ours.channelId): Promise<ChannelHealth["portfolio"]> =>
  ((await desk.call(helena, "GET", `/api/channels/${number}/health`)).body as unknown as ChannelHealth)
    .portfolio;
/** What the agent who writes is told of the room that is left. */
const room = async (): Promise<ChannelRoom["items"]> =>
  ((await desk.call(ana, "GET", "/api/channels/room")).body as ChannelRoom).items.toSorted((a, b) =>
    a.channelId < b.channelId ? -1 : 1,
  );
const failure = async (id: string): Promise<unknown> => {
  const { body } = await desk.call(helena, "GET", `/api/conversations/${id}/thread`);
  return (body["entries"] as Row[]).filter(({ kind }) => kind === "template").at(-1)?.["failure"];
};

describe("people outside their windows", () => {
  it("are counted once for all numbers of the portfolio, and told on each number's page", async () => {
    const [one = "", other = ""] = await closed(2);
    for (const id of [one, one, other]) expect((await send(id)).status).toBe(200);
    await meta.work();
    for (const number of [desk.ours.channelId, SECOND_NUMBER])
      expect(await standing(number)).toMatchObject({ used: 2, most: 250, isUnlimited: false });
    // inside the window nobody is counted
    const inside = await silent();
    await send(inside);
    await meta.work();
    expect((await standing()).used).toBe(2);
    // a day later they count no more
    await desk.later(24 * HOUR + 1000);
    expect((await standing()).used).toBe(0);
  });

  it("are no more than Meta allows: the agent is told before, with how many and until when", async () => {
    const [known = "", fresh = ""] = await closed(2);
    await others(249);
    expect((await send(known)).status).toBe(200);
    await meta.work();
    const refused = await send(fresh);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: "messaging_limit_reached", data: { most: 250, used: 250, left: 0 } },
    ]);
    expect(Date.parse(String((refused.body["data"] as Row)["freeAt"]))).toBeGreaterThan(
      desk.world.clock.now(),
    );
    // who has been written to takes no new room, and an open window none at all
    expect((await send(known)).status).toBe(200);
    expect((await send(await silent())).status).toBe(200);
    expect(await room()).toEqual(
      [desk.ours.channelId, SECOND_NUMBER]
        .toSorted()
        .map((channelId) => ({ channelId, left: 0, most: 250, freeAt: expect.any(String) })),
    );
    await limit("TIER_UNLIMITED");
    expect(await room()).toEqual([]);
    expect((await send(fresh)).status).toBe(200);
    expect((await standing()).isUnlimited).toBe(true);
  });

  it("wait in the queue until there is room, or end with that reason when it would be too late", async () => {
    const [first = "", second = "", late = ""] = await closed(3);
    await others(249, 23 * HOUR);
    // all three were queued before any was counted
    for (const id of [first, second]) expect((await send(id)).status).toBe(200);
    await meta.work();
    expect(meta.sent.length).toBe(1);
    await desk.later(HOUR + 1000);
    await meta.work();
    expect([meta.sent.length, await failure(second)]).toEqual([2, null]);
    expect((await send(late)).status).toBe(200);
    await others(250, HOUR);
    await meta.work();
    expect(await failure(late)).toMatchObject({ code: null, explanation: "portfolio_full" });
    expect(meta.sent.length).toBe(2);
  });

  it("count only where something was delivered", async () => {
    const [id = ""] = await closed(1);
    meta.sendAnswer = () => Response.json({ error: { code: 131026, message: "no" } }, { status: 400 });
    await send(id);
    await meta.work();
    expect((await standing()).used).toBe(0);
    meta.sendAnswer = () => Response.json({ messages: [{ id: `wamid.portfolio.${id}` }] });
    await send(id);
    await meta.work();
    expect((await standing()).used).toBe(1);
    const timestamp = String(Math.floor(desk.world.clock.now() / 1000));
    const failed = { id: `wamid.portfolio.${id}`, status: "failed", timestamp };
    await desk.hear(desk.ours, "messages", { statuses: [{ ...failed, errors: [{ code: 131049 }] }] });
    expect((await standing()).used).toBe(0);
  });
});
