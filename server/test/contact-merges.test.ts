import type { ContactDetails } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

const DAY = 86_400_000;
let desk: Desk;
let helena: string;
let ana: string;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
});
afterAll(() => desk.close());

type Met = { id: string; conversation: string };
async function meet(phone: string): Promise<Met> {
  desk.world.clock.advance(1000);
  const conversation = await desk.write(desk.ours, phone, "oi");
  return { conversation, id: await contactOf(conversation) };
}
async function contactOf(conversation: string): Promise<string> {
  const { body } = await desk.call(helena, "GET", `/api/conversations/${conversation}`);
  return (body["contact"] as { id: string }).id;
}
const details = async (id: string): Promise<ContactDetails> =>
  (await desk.call(helena, "GET", `/api/contacts/${id}`)).body as unknown as ContactDetails;
const merge = (kept: Met, gone: Met, cookie = helena): Promise<Reply> =>
  desk.call(cookie, "POST", `/api/contacts/${kept.id}/merge`, {
    key: key(),
    otherId: gone.id,
    cause: "a mesma pessoa",
  });
const undo = async (kept: Met): Promise<Reply> =>
  desk.call(helena, "POST", `/api/contact-merges/${(await details(kept.id)).merges[0]?.id}/undo`);
const rename = (met: Met, name: string | null): Promise<Reply> =>
  desk.call(helena, "PATCH", `/api/contacts/${met.id}`, { name });
const note = (met: Met, text: string): Promise<Reply> =>
  desk.call(helena, "POST", `/api/contacts/${met.id}/notes`, { key: key(), text });
const status = async (conversation: string): Promise<unknown> =>
  (await desk.call(helena, "GET", `/api/conversations/${conversation}`)).body["status"];

/** The counters that lists show are what is there. */
async function expectCountsToHold(): Promise<void> {
  const { rows } = await sql`
    SELECT owner, status, sum(n)::int AS n, sum(u)::int AS u FROM (
      SELECT owner, status, conversations AS n, unread AS u FROM conversation_counter WHERE account_id = ${desk.ours.accountId}
      UNION ALL SELECT owner, status, -1, -(unread > 0)::int FROM conversation WHERE account_id = ${desk.ours.accountId}) x
    GROUP BY 1, 2 HAVING sum(n) <> 0 OR sum(u) <> 0`.execute(desk.world.deps.system);
  expect(rows).toEqual([]);
}

it("moves identities, notes, values and conversations, and gives exactly these back", async () => {
  const kept = await meet("5511987660001");
  const gone = await meet("5511987660002");
  await rename(gone, "Lia Prado");
  await note(gone, "dela");
  await note(kept, "minha");
  const before = { kept: await details(kept.id), gone: await details(gone.id) };
  expect((await merge(kept, gone)).status).toBe(204);
  const merged = await details(kept.id);
  expect(merged).toMatchObject({
    name: "Lia Prado",
    phones: [{ phone: "+55 (11) 98766-0001" }, { phone: "+55 (11) 98766-0002" }],
    merges: [{ name: "Lia Prado", cause: "a mesma pessoa", canUndo: true }],
  });
  expect(merged.notes).toHaveLength(2);
  expect((await desk.call(helena, "GET", `/api/contacts/${gone.id}`)).status).toBe(404);
  // of two open conversations on one number one goes on
  expect([await status(kept.conversation), await status(gone.conversation)].toSorted()).toEqual([
    "closed",
    "open",
  ]);
  await expectCountsToHold();

  // what comes meanwhile is the kept contact's, and stays so
  await rename(kept, "Lia da Padaria");
  await note(kept, "depois");
  expect(await desk.write(desk.ours, "551187660002", "sou eu")).toBe(kept.conversation);
  expect((await undo(kept)).status).toBe(204);
  const after = { kept: await details(kept.id), gone: await details(gone.id) };
  expect(after.gone).toMatchObject({ name: "Lia Prado", notes: before.gone.notes });
  // the other spelling of her number is hers too
  expect(after.gone.phones[0]?.forms.toSorted()).toEqual(["551187660002", "5511987660002"]);
  expect(after.kept).toMatchObject({ name: "Lia da Padaria", phones: before.kept.phones, merges: [] });
  expect(after.kept.notes.map(({ text }) => text)).toEqual(["depois", "minha"]);
  expect(await contactOf(gone.conversation)).toBe(gone.id);
  expect([await status(kept.conversation), await status(gone.conversation)]).toEqual(["open", "open"]);
  await expectCountsToHold();
  expect(await desk.write(desk.ours, "5511987660002", "de novo")).toBe(gone.conversation);
});

it("labels of both are on the one, and go apart again", async () => {
  const kept = await meet("5511987660005");
  const gone = await meet("5511987660006");
  const [vip, event, refund] = await Promise.all(
    ["VIP", "Evento", "Estorno"].map(async (name) => {
      const made = await desk.call(helena, "POST", "/api/labels", { name, color: "#0f766e" });
      return made.body["id"] as string;
    }),
  );
  const put = (met: Met, body: object): Promise<Reply> =>
    desk.call(helena, "PUT", `/api/contacts/${met.id}/labels`, body);
  await put(kept, { add: [vip] });
  await put(gone, { add: [vip, event] });
  await merge(kept, gone);
  expect((await details(kept.id)).labelIds.toSorted()).toEqual([vip, event].toSorted());
  await put(kept, { add: [refund] });
  expect((await undo(kept)).status).toBe(204);
  expect((await details(kept.id)).labelIds.toSorted()).toEqual([vip, refund].toSorted());
  expect((await details(gone.id)).labelIds.toSorted()).toEqual([vip, event].toSorted());
});

it("takes back what was merged before contacts had labels", async () => {
  const kept = await meet("5511987660007");
  const gone = await meet("5511987660008");
  await merge(kept, gone);
  await sql`UPDATE contact_merge SET moved = moved #- '{before,labelIds}' #- '{after,labelIds}' WHERE kept_id = ${kept.id}`.execute(
    desk.world.deps.system,
  );
  expect((await undo(kept)).status).toBe(204);
  expect((await details(kept.id)).labelIds).toEqual([]);
});

it("is for who may see both, once per key, with a cause, and for 30 days", async () => {
  const kept = await meet("5511987660011");
  const gone = await meet("5511987660012");
  const body = { key: key(), otherId: gone.id, cause: "duplicado" };
  const path = `/api/contacts/${kept.id}/merge`;
  expect((await desk.call(ana, "POST", path, body)).status).toBe(404);
  expect((await desk.call(helena, "POST", path, { ...body, cause: " " })).status).toBe(422);
  expect((await desk.call(helena, "POST", path, { ...body, otherId: kept.id })).status).toBe(422);
  expect((await desk.call(helena, "POST", path, body)).status).toBe(204);
  expect((await desk.call(helena, "POST", path, body)).status).toBe(204);
  const [made, ...others] = (await details(kept.id)).merges;
  expect(others).toEqual([]);
  desk.world.clock.advance(30 * DAY + 1);
  expect((await details(kept.id)).merges).toEqual([]);
  expect((await desk.call(helena, "POST", `/api/contact-merges/${made?.id}/undo`)).body.code).toBe(
    "merge_too_old",
  );
});

it("chains come apart in any order", async () => {
  const [one, two, three] = [
    await meet("5511987660021"),
    await meet("5511987660022"),
    await meet("5511987660023"),
  ];
  await merge(two, three);
  await merge(one, two);
  const merges = (await details(one.id)).merges.toReversed();
  expect(merges).toHaveLength(2);
  for (const { id } of merges)
    expect((await desk.call(helena, "POST", `/api/contact-merges/${id}/undo`)).status).toBe(204);
  for (const met of [one, two, three]) {
    expect((await details(met.id)).phones).toHaveLength(1);
    expect(await contactOf(met.conversation)).toBe(met.id);
  }
  await expectCountsToHold();
});

/** `act` is held up after it has locked its contacts, until a lane waits behind it with a message of this phone. */
async function withLaneBehind(held: Met, act: () => Promise<Reply>, phone: string): Promise<string> {
  const { system } = desk.world.deps;
  const waiting = async (count: number): Promise<void> =>
    vi.waitFor(
      async () => {
        const { rows } = await sql<{ n: number }>`
          SELECT count(DISTINCT l.pid)::int AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`.execute(
          system,
        );
        expect(rows[0]?.n).toBe(count);
      },
      { timeout: 8000, interval: 30 },
    );
  const { acting, lane } = await system.transaction().execute(async (tx) => {
    await sql`SELECT FROM conversation WHERE id = ${held.conversation} FOR UPDATE`.execute(tx);
    const begun = act();
    await waiting(1);
    const heard = desk.write(desk.ours, phone, "no meio");
    await waiting(2);
    return { acting: begun, lane: heard };
  });
  expect((await acting).status).toBe(204);
  return lane;
}

it("a message that comes in the middle of a merge, or of its undoing, finds its one contact", async () => {
  const kept = await meet("5511987660031");
  const gone = await meet("5511987660032");
  expect(await withLaneBehind(kept, () => merge(kept, gone), "5511987660032")).toBe(kept.conversation);
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT contact_id)::int AS n FROM contact_identity WHERE match_key LIKE '551198766003_'`.execute(
    desk.world.deps.system,
  );
  expect(rows[0]?.n).toBe(1);
  expect(await withLaneBehind(kept, () => undo(kept), "5511987660032")).toBe(gone.conversation);
  expect((await details(gone.id)).phones.map(({ forms }) => forms)).toEqual([["5511987660032"]]);
  await expectCountsToHold();
});
