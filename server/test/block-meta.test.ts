import type { ContactDetails } from "@balcao/api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { blockLoop } from "../src/modules/conversations/index.ts";
import { openDesk, type Desk } from "./desk-world.ts";

const MARIA = "5511985200001";
let desk: Desk;
let helena: string;
let conversation: string;
let contact: string;
let serial = 0;
/** what reached Meta, in order: POST blocks, DELETE frees */
let reached: string[];
/** Meta's side of it; what it answers is said by `say` */
let say: (method: string) => Promise<Response> | Response;

const people = (list: string) =>
  Response.json({ block_users: { [list]: [{ input: `+${MARIA}`, wa_id: MARIA }] } });
const fine = (method: string): Response => people(method === "POST" ? "added_users" : "removed_users");
const refusal = (code: number): Response =>
  Response.json(
    {
      block_users: {
        added_users: [],
        failed_users: [{ input: `+${MARIA}`, errors: [{ message: "no", code }] }],
      },
      error: { message: "(#139100) Failed to block/unblock users", code: 139100 },
    },
    { status: 400 },
  );

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  conversation = await desk.write(desk.ours, MARIA, "oi");
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
  contact = (body["contact"] as { id: string }).id;
  reached = [];
  say = fine;
});
afterEach(() => desk.close());

const loop = (faultPoint?: () => void) => {
  const { deps } = desk.world;
  const fetch = async (url: string, { method, body }: RequestInit): Promise<Response> => {
    if (!url.endsWith("/400500600700800/block_users")) throw new Error(`nobody asked for ${url}`);
    const { block_users } = JSON.parse(String(body)) as { block_users: [{ user: string }] };
    reached.push(`${String(method)} ${block_users[0].user}`);
    return say(String(method));
  };
  const channels = channelCache(deps.system, deps.sealer);
  return blockLoop(deps, { channels, fetch, ...(faultPoint ? { faultPoint } : {}) });
};
const block = async (blocked: boolean): Promise<void> => {
  const key = `block-${String(++serial).padStart(8, "0")}`;
  const path = `/api/conversations/${conversation}/block`;
  expect((await desk.call(helena, "POST", path, { key, blocked })).status).toBe(200);
};
const told = async (): Promise<ContactDetails["blocks"]> => {
  const { body } = await desk.call(helena, "GET", `/api/contacts/${contact}`);
  return (body as unknown as ContactDetails).blocks;
};
/** What waits for its next attempt, and what somebody holds, is due. */
const due = () =>
  sql`UPDATE contact_block SET next_attempt_at = now(), lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL OR state = 'pending'`.execute(
    desk.world.deps.system,
  );
const isBlockedHere = async (): Promise<unknown> => {
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
  return (body["contact"] as { blocked: boolean }).blocked;
};

it("is asked of Meta once, after it holds here, and taken back there too", async () => {
  await block(true);
  expect([await isBlockedHere(), reached]).toEqual([true, []]);
  expect(await told()).toMatchObject([{ wanted: true, state: "pending", code: null }]);
  await loop().drain();
  expect(await told()).toMatchObject([{ wanted: true, state: "done" }]);
  // once more is nothing new
  await block(true);
  await loop().drain();
  expect(reached).toEqual([`POST +${MARIA}`]);
  await block(false);
  expect(await told()).toMatchObject([{ wanted: false, state: "pending" }]);
  await loop().drain();
  expect([await isBlockedHere(), await told(), reached.at(-1)]).toEqual([false, [], `DELETE +${MARIA}`]);
});

it("tells whoever shows the contact when Meta has answered", async () => {
  const count = async () =>
    (
      await sql`SELECT FROM event WHERE conversation_id = ${conversation} AND type = 'contact.changed'`.execute(
        desk.world.deps.system,
      )
    ).rows.length;
  await block(true);
  const before = await count();
  await loop().drain();
  expect(await count()).toBe(before + 1);
});

it("that is taken back before Meta heard of it never reaches Meta", async () => {
  await block(true);
  await block(false);
  await loop().drain();
  expect([reached, await told()]).toEqual([[], []]);
});

describe("a refusal", () => {
  it("is told as it is, holds here all the same, and is tried again when asked", async () => {
    say = () => refusal(131047);
    await block(true);
    await loop().drain();
    await due();
    await loop().drain();
    expect(reached).toHaveLength(1);
    expect(await told()).toMatchObject([{ wanted: true, state: "refused", code: 131047 }]);
    expect(await isBlockedHere()).toBe(true);
    say = fine;
    await block(true);
    await loop().drain();
    expect(await told()).toMatchObject([{ wanted: true, state: "done", code: null }]);
  });

  it("that passes by itself is asked again, and no answer too, but not for ever", async () => {
    say = () => refusal(139103);
    await block(true);
    await loop().drain();
    expect(await told()).toMatchObject([{ state: "pending" }]);
    say = () => Promise.reject(new TypeError("no way there"));
    for (let round = 0; round < 12; round++) {
      await due();
      await loop().drain();
    }
    expect(await told()).toMatchObject([{ state: "refused", code: null }]);
    expect(reached).toHaveLength(8);
  });

  it("of what was never blocked there does not keep it from being freed here", async () => {
    say = () => refusal(131047);
    await block(true);
    await loop().drain();
    await block(false);
    expect([await isBlockedHere(), await told(), reached.length]).toEqual([false, [], 1]);
  });
});

describe("a crash", () => {
  it("between Meta's answer and its writing down: asked again, and as asked once", async () => {
    await block(true);
    await loop(() => {
      throw new Error("dead");
    }).drain();
    expect(await told()).toMatchObject([{ state: "pending" }]);
    // nobody else asks while it may be alive
    await loop().drain();
    expect(reached).toHaveLength(1);
    // freed meanwhile, here: what Meta has is in doubt, so Meta is told
    await block(false);
    await due();
    await loop().drain();
    expect([reached, await told()]).toEqual([[`POST +${MARIA}`, `DELETE +${MARIA}`], []]);
  });

  it("that was none: what a caller does that was taken for dead is asked once more", async () => {
    const answer = Promise.withResolvers<Response>();
    say = () => answer.promise;
    await block(true);
    const frozen = loop().drain();
    await expect.poll(() => reached.length).toBe(1);
    await due();
    say = fine;
    await block(false);
    await loop().drain();
    expect(reached.at(-1)).toBe(`DELETE +${MARIA}`);
    answer.resolve(fine("POST"));
    await frozen;
    await loop().drain();
    // its POST may have come last
    expect(reached.at(-1)).toBe(`DELETE +${MARIA}`);
    expect(reached).toHaveLength(3);
    expect(await told()).toEqual([]);
  });

  it("a wish that changes while Meta is asked is asked next", async () => {
    const answer = Promise.withResolvers<Response>();
    say = () => answer.promise;
    await block(true);
    const asking = loop().drain();
    await expect.poll(() => reached.length).toBe(1);
    await block(false);
    await loop().drain();
    expect(reached).toHaveLength(1);
    say = fine;
    answer.resolve(fine("POST"));
    await asking;
    await loop().drain();
    expect([reached, await told()]).toEqual([[`POST +${MARIA}`, `DELETE +${MARIA}`], []]);
  });
});

it("goes with the contact into another, and back", async () => {
  await block(true);
  await loop().drain();
  const other = await desk.write(desk.ours, "5511985200002", "sou a Maria");
  const { body } = await desk.call(helena, "GET", `/api/conversations/${other}`);
  const kept = (body["contact"] as { id: string }).id;
  const merge = { key: "merge-000001", otherId: contact, cause: "a mesma" };
  expect((await desk.call(helena, "POST", `/api/contacts/${kept}/merge`, merge)).status).toBe(204);
  const details = await desk.call(helena, "GET", `/api/contacts/${kept}`);
  const { blocks, merges } = details.body as unknown as ContactDetails;
  expect(blocks).toMatchObject([{ wanted: true, state: "done" }]);
  await desk.call(helena, "POST", `/api/contact-merges/${merges[0]?.id}/undo`);
  expect(await told()).toMatchObject([{ wanted: true, state: "done" }]);
});
