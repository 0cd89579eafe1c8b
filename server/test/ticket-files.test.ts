import { sql } from "kysely";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { mediaFiles, mediaLoop } from "../src/modules/media/index.ts";
import { ticketFiles } from "../src/modules/tickets/index.ts";
import { sweepLoop } from "../src/platform/sweep.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

const GIF = Buffer.from("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;", "latin1");
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
const DAY_MS = 24 * 3_600_000;

let world: TicketWorld;
let serial = 0;
beforeAll(async () => {
  world = await openTickets();
});
afterAll(() => world.desk.close());

async function sendForm(name: string, url: string, form: FormData): Promise<{ status: number; body: Row }> {
  const { desk } = world;
  const request = new Request("http://desk.test", { method: "POST", body: form });
  const answer = await desk.app.inject({
    method: "POST",
    url,
    headers: {
      cookie: await desk.cookie(desk.ours, name),
      "content-type": request.headers.get("content-type") ?? "",
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: answer.statusCode, body: answer.json() };
}

/** Puts a file to a ticket, through the door for files. */
async function attach(
  name: string,
  ticket: Row,
  bytes: Buffer = PNG,
  { file = "tela.png", key = `file-key-${++serial}` } = {},
): Promise<{ status: number; body: Row }> {
  const form = new FormData();
  form.set("key", key);
  form.set("file", new Blob([new Uint8Array(bytes)]), file);
  return sendForm(name, `${ticketPath(ticket)}/files`, form);
}
/** Stores a file for a ticket that is still being written. */
async function store(name: string, bytes: Buffer = PNG, file = "tela.png") {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)]), file);
  return sendForm(name, "/api/ticket-uploads", form);
}
const get = async (name: string, url: unknown) =>
  world.desk.app.inject({
    url: String(url),
    headers: { cookie: await world.desk.cookie(world.desk.ours, name) },
  });
const filesOf = async (ticket: Row): Promise<Row[]> =>
  (await world.as("Helena", "GET", ticketPath(ticket))).body["files"] as Row[];
const detach = (name: string, ticket: Row, file: Row) =>
  world.post(name, `${ticketPath(ticket)}/files/${String(file["id"])}/remove`, {});
const stored = async (): Promise<string[]> => {
  const { folder } = world.desk.world;
  const folders = await readdir(folder);
  const keys = folders.map(async (account) =>
    (await readdir(join(folder, account))).map((name) => `${account}/${name}`),
  );
  return (await Promise.all(keys)).flat();
};
/** All that is stored is two days old, and swept. */
async function sweep(): Promise<void> {
  const old = new Date(Date.now() - 2 * DAY_MS);
  for (const key of await stored()) await utimes(join(world.desk.world.folder, key), old, old);
  await sweepLoop(world.desk.world.deps, [mediaFiles, ticketFiles]).drain();
}

it("a file is kept as what its bytes are, once for each key, for who may see the ticket", async () => {
  const ticket = await world.made("Ana", (await world.talk("5511987300001", ["oi"])).id);
  const first = await attach("Ana", ticket, PNG, { key: "the-same-file" });
  expect(first).toMatchObject({
    status: 200,
    body: {
      ticket: { files: [{ name: "tela.png", mimeType: "image/png", size: PNG.length, canRemove: true }] },
    },
  });
  await attach("Ana", ticket, PNG, { key: "the-same-file" });
  const [file, ...others] = await filesOf(ticket);
  expect(others).toEqual([]);
  const served = await get("Ana", file?.["url"]);
  expect(served.rawPayload).toEqual(PNG);
  expect(served.headers).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  expect((await get("Diego", file?.["url"])).statusCode).toBe(404);
  expect(await attach("Diego", ticket)).toMatchObject({ status: 404 });
  expect(await attach("Ana", ticket, GIF, { file: "tela.png" })).toMatchObject({
    status: 422,
    body: { code: "file_type" },
  });
  expect((await world.activity("Ana", ticket))[0]).toMatchObject({
    type: "ticket.file_added",
    data: { fileId: file?.["id"] },
  });
  await world.act("Ana", ticket, { type: "status", statusId: world.status["closed"] });
  expect(await attach("Ana", ticket)).toMatchObject({ status: 409, body: { code: "ticket_closed" } });
});

it("is taken away by who attached it or oversees, bytes too; the history says that there was one", async () => {
  const { id } = await world.talk("5511987300002", ["oi"]);
  const ticket = await world.made("Ana", id);
  await attach("Helena", ticket);
  await attach("Ana", ticket, Buffer.from("<script>"), { file: "../../etc/ação.html" });
  const [hers, own] = (await filesOf(ticket)) as [Row, Row];
  // what might run is only ever downloaded
  expect((await get("Ana", own["url"])).headers).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": expect.stringMatching(/^attachment/u),
  });
  expect(await detach("Ana", ticket, hers)).toMatchObject({ status: 403 });
  const before = await stored();
  expect(await detach("Ana", ticket, own)).toMatchObject({ status: 200 });
  expect(await detach("Ana", ticket, own)).toMatchObject({ status: 404 });
  expect(before.length - (await stored()).length).toBe(1);
  expect((await get("Ana", own["url"])).statusCode).toBe(404);
  expect(await detach("Rita", ticket, hers)).toMatchObject({ status: 200 });
  expect((await world.activity("Ana", ticket)).map(({ type }) => type).slice(0, 2)).toEqual([
    "ticket.file_removed",
    "ticket.file_removed",
  ]);
});

it("goes along when tickets are merged, and is not swept away", async () => {
  const { id } = await world.talk("5511987300003", ["oi"]);
  const [from, into] = [await world.made("Ana", id), await world.made("Ana", id)];
  await attach("Ana", from);
  await world.post("Ana", `${ticketPath(from)}/merge`, { into: into["number"] });
  const [file] = await filesOf(into);
  expect(await filesOf(from)).toEqual([]);
  await sweep();
  expect((await get("Ana", file?.["url"])).rawPayload).toEqual(PNG);
});

it.each([
  ["there already", "5511987300004"],
  ["still on its way", "5511987300006"],
])(
  "of a linked message, %s, is the ticket's too: it outlives the conversation and the sweep",
  async (when, phone) => {
    const isThere = when === "there already";
    const { desk } = world;
    const { deps } = desk.world;
    const loop = mediaLoop(deps, channelCache(deps.system, deps.sealer), (input) =>
      Promise.resolve(
        String(input) === "http://graph.test/file"
          ? new Response(GIF)
          : Response.json({ url: "http://graph.test/file", mime_type: "image/gif" }),
      ),
    );
    const image = { type: "image", image: { id: "900", mime_type: "image/gif" } };
    const id = await desk.write(desk.ours, phone, image);
    if (isThere) await loop.drain();
    await world.post("Helena", `/api/conversations/${id}/forward`, { teamId: world.team("comercial") });
    const { entries } = (await world.as("Ana", "GET", `/api/conversations/${id}/thread`)).body;
    const message = (entries as Row[]).find(({ author }) => author === "contact") ?? {};
    const ticket = await world.made("Ana", id, { messageIds: [message["id"]] });
    if (!isThere) await loop.drain();
    const urlOf = async (): Promise<unknown> => {
      const messages = (await world.linked("Ana", ticket)).flatMap((entry) => entry["messages"] as Row[]);
      return messages.map(({ media }) => (media as Row)["url"])[0];
    };
    expect((await get("Ana", await urlOf())).rawPayload).toEqual(GIF);
    // hers is the ticket, no longer the conversation
    await world.post("Ana", `/api/conversations/${id}/forward`, { teamId: world.team("suporte") });
    const url = `${ticketPath(ticket)}/media/${String((message["media"] as Row)["id"])}`;
    expect((await get("Ana", url)).statusCode).toBe(404);
    expect((await get("Rita", url)).rawPayload).toEqual(GIF);

    const { system } = deps;
    await sql`DELETE FROM media WHERE message_id = ${message["id"]}`.execute(system);
    for (const table of ["timer", "message"])
      await sql`DELETE FROM ${sql.table(table)} WHERE conversation_id = ${id}`.execute(system);
    await sql`DELETE FROM conversation WHERE id = ${id}`.execute(system);
    await sweep();
    const kept = await get("Ana", await urlOf());
    expect(kept.rawPayload).toEqual(GIF);
    // what nobody knows any more is only ever downloaded
    expect(kept.headers["content-type"]).toBe(isThere ? "image/gif" : "application/octet-stream");
    expect((await get("Diego", url)).statusCode).toBe(404);
  },
);

it("a comment is the company's own unless it is said to be public", async () => {
  const ticket = await world.made("Ana", (await world.talk("5511987300005", ["oi"])).id);
  await world.post("Ana", `${ticketPath(ticket)}/comments`, { text: "Só nós" });
  world.desk.world.clock.advance(1000);
  await world.post("Ana", `${ticketPath(ticket)}/comments`, { text: "Já resolvemos", public: true });
  expect(await world.activity("Ana", ticket)).toMatchObject([
    { entry: "comment", text: "Já resolvemos", public: true },
    { entry: "comment", text: "Só nós", public: false },
    { type: "ticket.opened" },
  ]);
  const { rows } = await sql<{ data: Row }>`
    SELECT data FROM event WHERE type = 'ticket.commented' AND ticket_id = ${ticket["id"]} ORDER BY id`.execute(
    world.desk.world.deps.system,
  );
  expect(rows.map(({ data }) => data["public"])).toEqual([false, true]);
});

it("a ticket begins with files, labels and fields, all in one transaction or not at all", async () => {
  const { id } = await world.talk("5511987300099", ["não abre"]);
  const label = await world.as("Helena", "POST", "/api/labels", { name: "Urgência", color: "#112233" });
  const field = await world.as("Helena", "POST", "/api/fields", {
    subject: "ticket",
    label: "Pedido",
    kind: "number",
    options: [],
    requiredOnClose: true,
  });
  expect([label.status, field.status]).toEqual([201, 201]);
  const fieldId = String(field.body["id"]);
  const { body } = await store("Ana");
  const upload = String(body["upload"]);
  const more = { labelIds: [label.body["id"]], fields: { [fieldId]: 1042 }, files: [upload] };
  const made = async () => {
    const { rows } = await sql<Row>`SELECT FROM ticket WHERE conversation_id = ${id}`.execute(
      world.desk.world.deps.system,
    );
    return rows.length;
  };
  const faults = async (name: string, changes: Row): Promise<unknown> => {
    const answer = await world.create(name, id, { ...more, ...changes });
    return [answer.status, answer.body.fields?.map(({ path, code }) => `${path} ${code}`)];
  };
  expect(await faults("Ana", { fields: { [fieldId]: "doze" } })).toEqual([
    422,
    [`fields.${fieldId} not_a_number`],
  ]);
  expect(await faults("Ana", { labelIds: [fieldId] })).toEqual([422, ["labelIds unknown_label"]]);
  // somebody else's, twice the same, changed, and too old: none of it leaves a ticket behind
  expect(await faults("Bruno", {})).toEqual([422, ["files.0 file_gone"]]);
  expect(await faults("Ana", { files: [upload, upload] })).toEqual([422, ["files.1 file_gone"]]);
  expect(await faults("Ana", { files: [`A${upload}`] })).toEqual([422, ["files.0 file_gone"]]);
  world.desk.world.clock.advance(DAY_MS);
  expect(await faults("Ana", {})).toEqual([422, ["files.0 file_gone"]]);
  expect(await made()).toBe(0);

  const again = String((await store("Ana")).body["upload"]);
  const ticket = await world.made("Ana", id, { ...more, files: [again] });
  expect(await made()).toBe(1);
  const seen = (await world.as("Ana", "GET", ticketPath(ticket))).body;
  expect(seen).toMatchObject({
    labelIds: more.labelIds,
    fields: more.fields,
    files: [{ name: "tela.png", mimeType: "image/png", agentId: world.agent("Ana"), canRemove: true }],
  });
  const [file] = seen["files"] as unknown as Row[];
  expect((await get("Ana", file?.["url"])).statusCode).toBe(200);
  expect((await store("Ana", Buffer.from("MZ\u0090\0"), "virus.exe")).status).toBe(422);
});
