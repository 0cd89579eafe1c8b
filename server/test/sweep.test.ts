import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scheduledFiles } from "../src/modules/conversations/index.ts";
import { mediaFiles } from "../src/modules/media/index.ts";
import { replyFiles } from "../src/modules/quick-replies/index.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { sweepLoop } from "../src/platform/sweep.ts";
import { openDesk, type Desk } from "./desk-world.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const BYTES = Buffer.from(PNG, "base64");
const HOUR = 3_600_000;

let desk: Desk;
let helena: string;
let conversation: string;
let serial = 0;

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  conversation = await desk.write(desk.ours, "5511987000950", "oi");
});
afterEach(() => desk.close());

const sweep = (): Promise<number> =>
  sweepLoop(desk.world.deps, [mediaFiles, replyFiles, scheduledFiles]).drain();
const pathOf = (key: string): string => join(desk.world.folder, key);
const files = async (): Promise<string[]> => {
  const folders = await readdir(desk.world.folder);
  const all = folders.map(async (folder) =>
    (await readdir(join(desk.world.folder, folder))).map((name) => `${folder}/${name}`),
  );
  return (await Promise.all(all)).flat().toSorted();
};
/** All that is there was stored so many hours ago. */
async function age(hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * HOUR);
  for (const key of await files()) await utimes(pathOf(key), then, then);
}
async function store(key = `${desk.ours.accountId}/${uuidv7()}`): Promise<string> {
  await desk.world.deps.storage.put(key, BYTES);
  return key;
}
/** An agent's file through the door for files, or for a quick reply's. */
async function post(method: "POST" | "PUT", url: string, fields: Record<string, string>): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([new Uint8Array(BYTES)]), "x.png");
  const request = new Request("http://desk.test", { method: "POST", body: form });
  const { statusCode } = await desk.app.inject({
    method,
    url,
    headers: { cookie: helena, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return statusCode;
}
const send = (): Promise<number> =>
  post("POST", `/api/conversations/${conversation}/files`, {
    key: `file-${String(++serial).padStart(8, "0")}`,
    kind: "image",
  });
/** A row of media that takes a stored file up. */
const noteFile = (key: string) => sql`
  INSERT INTO media (account_id, id, channel_id, message_id, kind, state, storage_key, mime_type, size, outgoing, graph_media_id, created_at)
  SELECT account_id, ${key.split("/")[1]}::uuid, channel_id, id, 'image', 'stored', ${key}, 'image/png', 70, false, '1', now()
  FROM message WHERE account_id = ${desk.ours.accountId} LIMIT 1`;

it("a file whose sender died before the commit goes after a day, and no other", async () => {
  const { actor } = await desk.auth.enter(new Headers({ cookie: helena }), { prolongs: false });
  const { url, folder } = desk.world;
  const program = join(import.meta.dirname, "crash-storing.ts");
  const now = String(desk.world.clock.now());
  const child = spawn(process.execPath, [
    program,
    url,
    folder,
    JSON.stringify(actor),
    conversation,
    PNG,
    now,
  ]);
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  const [orphan = "", ...more] = await files();
  expect(more).toEqual([]);
  const { rows } = await sql`SELECT FROM media`.execute(desk.world.deps.system);
  expect(rows).toEqual([]);

  expect(await send()).toBe(200);
  await age(23);
  expect(await sweep()).toBe(0);
  await age(25);
  expect(await sweep()).toBe(1);
  expect(await files()).not.toContain(orphan);
  expect(await files()).toHaveLength(1);
  expect(await sweep()).toBe(0);
});

it("what rows of any kind know stays: sent, to be fetched anew, of a quick reply, scheduled", async () => {
  expect(await send()).toBe(200);
  const reply = await desk.call(helena, "POST", "/api/quick-replies", {
    shortcut: "foto",
    title: "Foto",
    text: "olha",
    scope: "account",
    teamId: null,
  });
  expect(await post("PUT", `/api/quick-replies/${reply.body["id"]}/file`, {})).toBe(200);
  const at = new Date(desk.world.clock.now() + HOUR).toISOString();
  const scheduled = { key: "scheduled-0001", kind: "image", at, unlessReply: "false" };
  expect(await post("POST", `/api/conversations/${conversation}/scheduled/files`, scheduled)).toBe(200);
  const fetched = await store();
  await noteFile(fetched).execute(desk.world.deps.system);
  await sql`UPDATE media SET state = 'pending', storage_key = NULL WHERE storage_key = ${fetched}`.execute(
    desk.world.deps.system,
  );
  const all = await files();
  expect(all).toHaveLength(4);
  // never put whole, and one of a company that is not in this database
  await writeFile(`${pathOf(`${desk.ours.accountId}/${uuidv7()}`)}.part`, "half");
  const foreign = await store(`${uuidv7()}/${uuidv7()}`);
  await age(25);
  expect(await sweep()).toBe(1);
  expect(await files()).toEqual([...all, foreign].toSorted());
});

it("whoever is just committing keeps the file; who comes after the sweep is refused", async () => {
  const key = await store();
  await age(25);
  const written = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const rival = desk.world.deps.system.transaction().execute(async (tx) => {
    await noteFile(key).execute(tx);
    written.resolve();
    await goOn.promise;
  });
  await written.promise;
  expect(await sweep()).toBe(0);
  goOn.resolve();
  await rival;
  expect(await sweep()).toBe(0);
  expect(await files()).toEqual([key]);

  const late = await store();
  await age(25);
  expect(await sweep()).toBe(1);
  await expect(noteFile(late).execute(desk.world.deps.system)).rejects.toThrow("was swept away");
  expect(await files()).toEqual([key]);
});
