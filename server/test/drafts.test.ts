import type { Draft } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

let desk: Desk;
let serial = 0;
let people = 0;
let id: string;
const key = (): string => `draft-${String(++serial).padStart(8, "0")}`;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  id = await desk.write(desk.ours, `55119${String(85_000_000 + ++people)}`, "oi");
  await as("Helena", "POST", `/api/conversations/${id}/forward`, {
    key: key(),
    teamId: desk.ours.teams.comercial,
  });
});

const as = async (name: string, method: "GET" | "POST" | "PUT", url: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const save = (name: string, text: string, at: number, mode: Draft["mode"] = "reply"): Promise<Reply> =>
  as(name, "PUT", `/api/conversations/${id}/draft`, { mode, text, quotedMessageId: null, at });
const mine = async (name: string): Promise<string[]> =>
  ((await as(name, "GET", "/api/drafts")).body["items"] as Draft[])
    .filter(({ conversationId }) => conversationId === id)
    .map(({ mode, text }) => `${mode} ${text}`)
    .toSorted();
const now = (): number => desk.world.clock.now();

it("is one's own, one per mode, and makes no event", async () => {
  // to come in is an event
  for (const name of ["Ana", "Rita", "Diego"]) await desk.cookie(desk.ours, name);
  const { rows: before } = await sql`SELECT count(*) FROM event`.execute(desk.world.deps.system);
  await save("Ana", "Segue o", now());
  await save("Ana", "conferir com a @Rita", now(), "note");
  await save("Rita", "deixa comigo", now());
  expect(await mine("Ana")).toEqual(["note conferir com a @Rita", "reply Segue o"]);
  expect(await mine("Rita")).toEqual(["reply deixa comigo"]);
  expect((await save("Diego", "oi", now())).body.code).toBe("not_found");
  const { rows: after } = await sql`SELECT count(*) FROM event`.execute(desk.world.deps.system);
  expect(after).toEqual(before);
});

it("is the one that was written last, in whatever order saves arrive", async () => {
  const at = now();
  expect((await save("Ana", "dois", at + 2)).body).toMatchObject({ text: "dois", at: at + 2 });
  expect((await save("Ana", "um", at + 1)).body).toMatchObject({ text: "dois", at: at + 2 });
  expect((await save("Ana", "dois", at + 2)).body).toMatchObject({ text: "dois" });
  await save("Ana", " ", at + 3);
  await save("Ana", "dois", at + 2);
  expect(await mine("Ana")).toEqual([]);
  // a clock that runs ahead does not win for ever
  await save("Ana", "do futuro", at + 86_400_000);
  desk.world.clock.advance(61_000);
  await save("Ana", "de agora", now());
  expect(await mine("Ana")).toEqual(["reply de agora"]);
});

it("ends with its sending, in one transaction, and no late save brings it back", async () => {
  const at = now();
  const send = (path: string, body: object): Promise<Reply> =>
    as("Ana", "POST", `/api/conversations/${id}/${path}`, { key: key(), ...body });
  await save("Ana", "Bom dia", at);
  await save("Ana", "nota", at, "note");
  // another message, which was not the draft
  expect((await send("messages", { text: "outra" })).status).toBe(200);
  expect(await mine("Ana")).toEqual(["note nota", "reply Bom dia"]);
  // refused: the draft stays
  expect((await send("messages", { text: "", draftAt: at })).status).toBe(422);
  const [theirs] = [desk.ours.agents["Diego"]];
  expect((await send("notes", { text: `@[${theirs}]`, draftAt: at })).body.code).toBe("mention_not_visible");
  expect(await mine("Ana")).toEqual(["note nota", "reply Bom dia"]);
  expect((await send("messages", { text: "Bom dia", draftAt: at })).status).toBe(200);
  expect((await send("notes", { text: "nota", draftAt: at })).status).toBe(200);
  expect(await mine("Ana")).toEqual([]);
  expect((await save("Ana", "Bom d", at - 500)).body).toMatchObject({ text: "" });
  expect(await mine("Ana")).toEqual([]);
  // what was begun after the sending stays, also when the sending comes later
  await save("Ana", "E mais", at + 1000);
  await send("messages", { text: "atrasada", draftAt: at + 500 });
  expect(await mine("Ana")).toEqual(["reply E mais"]);
});
