import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { tally } from "../../scripts/lib/tally.ts";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { importLoop } from "../src/modules/contacts/index.ts";
import { contactDoor } from "../src/modules/conversations/index.ts";
import { mediaLoop } from "../src/modules/media/index.ts";
import { buildWeb } from "../src/web.ts";
import { formOf, HOSTILE_FILES, type HostileFile } from "./hostile-files.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

/** so long at most, whatever it unpacks to: one that is looked into would take much longer */
const LONGEST_MS = 4_000;
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/(ogg|mpeg|mp4|aac|amr)|video\/(mp4|3gpp))(;|$)/;
const NAME_ON_DISK = /^[0-9a-f-]{36}(\/[0-9a-f-]{36})?$/;
/** nothing that turns, ends or hides what stands in the name */
const NAME_OF_HEADER =
  /^(inline|attachment); filename\*=UTF-8''((?!%(0[0-9A]|0D|2F|5C|E2%80%(8[BEF]|A[89A-E])|EF%BB%BF))([\w.!~*()-]|%[0-9A-F]{2}))+$/;

let world: TicketWorld;
let helena: string;
let conversation: string;
let ticket: Row;
let reply: string;
let serial = 0;
let through: string[];

beforeAll(async () => {
  world = await openTickets();
  const { desk } = world;
  helena = await desk.cookie(desk.ours, "Helena");
  const talk = await world.talk("5511987000711", ["oi"]);
  conversation = talk.id;
  ticket = await world.made("Helena", conversation);
  const made = await world.as("Helena", "POST", "/api/quick-replies", {
    scope: "team",
    teamId: world.team("comercial"),
    shortcut: "arquivo",
    title: "x",
    text: "x",
  });
  reply = String(made.body["id"]);
});
beforeEach(() => {
  through = [];
});
afterAll(() => world.desk.close());

type Answer = { status: number; body: Row };
const app = () => world.desk.app;

async function hand(
  method: "POST" | "PUT",
  url: string,
  fields: Record<string, string>,
  file: HostileFile,
  by = app(),
): Promise<Answer> {
  const { payload, type } = formOf(fields, file);
  const begun = performance.now();
  const answer = await by.inject({ method, url, headers: { cookie: helena, "content-type": type }, payload });
  const where = `${url}: ${file.what}`;
  if (answer.statusCode >= 500) through.push(`${where} broke it: ${answer.body}`);
  if (performance.now() - begun > LONGEST_MS) through.push(`${where} took long`);
  return { status: answer.statusCode, body: answer.json() };
}

/** The claims of a form fit any file: of two kinds one is right, or the file is refused by what its bytes are. */
async function handAs(url: string, fields: Record<string, string>, file: HostileFile): Promise<Answer> {
  const fileName = file.name.toWellFormed().replaceAll("\0", "").trim().slice(0, 240) || "x";
  let answer: Answer = { status: 0, body: {} };
  for (const kind of ["document", "image", "video"]) {
    answer = await hand("POST", url, { key: `upload-${++serial}`, kind, fileName, ...fields }, file);
    if (answer.body["code"] !== "file_not_what_it_says") break;
  }
  return answer;
}

const ask = (url: string, cookie: string, range?: string) =>
  app().inject({ url, headers: { cookie, ...(range ? { range } : {}) } });

/** What would be wrong about how a stored file is handed out. */
async function faultsOf(url: string, { what, bytes }: HostileFile, full: boolean): Promise<string[]> {
  const { desk } = world;
  const faults: string[] = [];
  const must = (isSo: boolean, fault: string): void =>
    void (isSo || faults.push(`${url}: ${what}: ${fault}`));
  for (const range of [undefined, "bytes=0-3"].filter((_, place) => full || place === 1)) {
    const { statusCode, headers, rawPayload } = await ask(url, helena, range);
    const type = String(headers["content-type"]);
    const disposition = String(headers["content-disposition"]);
    must(statusCode === 200 || statusCode === 206, `answered ${statusCode}`);
    must(SHOWN.test(type) || type === "application/octet-stream", `is called ${type}`);
    must(SHOWN.test(type) || disposition.startsWith("attachment"), `is shown: ${disposition}`);
    must(!/^\s*</.test(bytes.toString("latin1")) || !SHOWN.test(type), `markup is called ${type}`);
    must(NAME_OF_HEADER.test(disposition) || disposition === "attachment", `is named ${disposition}`);
    must(headers["x-content-type-options"] === "nosniff", "may be sniffed");
    must(headers["set-cookie"] === undefined, "sets a cookie");
    const policy = String(headers["content-security-policy"]);
    must(/sandbox; default-src 'none'/.test(policy), `may run: ${policy}`);
    must(
      range === undefined || statusCode === 200 || rawPayload.length === Math.min(4, bytes.length),
      "range",
    );
    must((await ask(url, "", range)).statusCode === 401, "is for everybody");
    must(
      (await ask(url, await desk.cookie(desk.theirs, "Helena"), range)).statusCode === 404,
      "is for another account",
    );
    must(
      (await ask(url, await desk.cookie(desk.ours, "Diego"), range)).statusCode === 404,
      "is for another team",
    );
  }
  return faults;
}

/** Every file on the disk has a name of ours and can only be read by who runs the server. */
async function strangeOnDisk(): Promise<string[]> {
  const { folder } = world.desk.world;
  const names = await readdir(folder, { recursive: true });
  const kept = await Promise.all(
    names.map(async (name) => ({ name, mode: (await stat(join(folder, name))).mode })),
  );
  return kept
    .filter(({ name, mode }) => !NAME_ON_DISK.test(name) || (mode & 0o077) !== 0)
    .map(({ name }) => name);
}

type Door = (file: HostileFile) => Promise<string | null>;
/** By each door: takes a file, and answers the address at which it is to be had; null = it was refused. */
const DOORS: Record<string, Door> = {
  async composer(file) {
    const { status, body } = await handAs(`/api/conversations/${conversation}/files`, {}, file);
    const message = body["message"] as { media?: { url: string } } | null;
    return status === 200 ? String(message?.media?.url) : null;
  },
  async scheduled(file) {
    const url = `/api/conversations/${conversation}/scheduled`;
    const items = async () => (await world.as("Helena", "GET", url)).body["items"] as Row[];
    // what was looked at before makes room
    for (const { id } of await items()) await world.post("Helena", `${url}/${String(id)}/cancel`, {});
    const at = new Date(world.desk.world.clock.now() + 3_600_000).toISOString();
    const { status } = await handAs(`${url}/files`, { at }, file);
    const [waiting] = status === 200 ? await items() : [];
    return waiting ? String((waiting["file"] as Row)["url"]) : null;
  },
  async ticket(file) {
    const { status, body } = await hand(
      "POST",
      `${ticketPath(ticket)}/files`,
      { key: `upload-${++serial}` },
      file,
    );
    if (status !== 200) return null;
    const files = (body["ticket"] as Row)["files"] as Row[];
    const url = `${ticketPath(ticket)}/files/${String(files.at(-1)?.["id"])}`;
    if (files.length >= 50) ticket = await world.made("Helena", conversation);
    return url;
  },
  async "new ticket"(file) {
    const { status, body } = await hand("POST", "/api/ticket-uploads", {}, file);
    if (status !== 200) return null;
    const mine = await world.create("Helena", conversation, { files: [body["upload"]] });
    expect(mine.status).toBe(201);
    const [first] = (await world.as("Helena", "GET", ticketPath(mine.body))).body["files"] as Row[];
    return first ? `${ticketPath(mine.body)}/files/${String(first["id"])}` : null;
  },
  async "quick reply"(file) {
    const url = `/api/quick-replies/${reply}/file`;
    return (await hand("PUT", url, {}, file)).status === 200 ? url : null;
  },
  async customer(file) {
    const { deps } = world.desk.world;
    const filename = file.name.toWellFormed();
    const document = { id: "900", mime_type: file.claim, filename };
    await world.desk.write(world.desk.ours, "5511987000711", { type: "document", document });
    const body = new Uint8Array(file.bytes);
    await mediaLoop(deps, channelCache(deps.system, deps.sealer), async (url) =>
      url.endsWith("/file") ? new Response(body) : Response.json({ url: "http://graph.test/file" }),
    ).drain();
    const { rows } =
      await sql<Row>`SELECT id, state FROM media ORDER BY created_at DESC, id DESC LIMIT 1`.execute(
        deps.system,
      );
    return rows[0]?.["state"] === "stored" ? `/api/media/${String(rows[0]["id"])}` : null;
  },
};

it.each(Object.entries(DOORS))(
  "%s: a file is what its bytes are, for whom it is, and never runs",
  async (name, door) => {
    const stored: string[] = [];
    // what is scheduled or waits for its ticket is checked and stored by what the composer and the ticket go through
    const some = ["scheduled", "new ticket"].includes(name) ? 3 : 1;
    for (const file of HOSTILE_FILES.filter(
      ({ what }, place) => place % some === 0 || what.includes("htaccess"),
    )) {
      const url = await door(file);
      if (url === null) continue;
      stored.push(file.what);
      through.push(...(await faultsOf(url, file, stored.length % 4 === 1)));
    }
    through.push(...(await strangeOnDisk()));
    tally("uploads", { through: through.length });
    expect(through.slice(0, 9)).toEqual([]);
    // a picture is taken by every door, whatever it is called: what was never stored proves nothing
    expect(stored).toContain('name ".htaccess"');
    // nothing is dropped from a customer; what no phone takes is refused by everybody else
    if (name !== "customer") expect(stored).not.toContain("a.exe");
  },
);

it("the header of a template takes pictures, films and PDF only, by their bytes", async () => {
  const { deps } = world.desk.world;
  const put: { type: string; name: string }[] = [];
  const meta = async (url: string): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    if (pathname.endsWith("/debug_token")) return Response.json({ data: { app_id: "1" } });
    if (!pathname.endsWith("/uploads")) return Response.json({ h: "handle" });
    put.push({ type: searchParams.get("file_type") ?? "", name: searchParams.get("file_name") ?? "" });
    return Response.json({ id: "upload:1" });
  };
  const auth = createAuth(deps, { databaseUrl: world.desk.world.url, secret: "x".repeat(44) });
  const channels = channelCache(deps.system, deps.sealer);
  const graph = { baseUrl: "http://graph.test", fetch: meta };
  const web = await buildWeb(deps, {
    auth,
    channels,
    hub: world.desk.hub,
    webDist: null,
    phoneUrl: null,
    graph,
  });
  for (const file of HOSTILE_FILES)
    await hand("POST", "/api/templates/examples?wabaId=300100200300400", {}, file, web);
  await web.close();
  await auth.stop();
  through.push(
    ...put
      .filter(
        ({ type, name }) =>
          !/^(image\/(jpeg|png)|video\/(mp4|3gpp)|application\/pdf)$/.test(type) ||
          /[\p{Cc}/\\\u202e]/u.test(name),
      )
      .map((one) => JSON.stringify(one)),
  );
  tally("uploads", { cases: HOSTILE_FILES.length, through: through.length });
  expect(through.slice(0, 9)).toEqual([]);
  expect(put.length).toBeGreaterThan(40);
});

it("an import of contacts reads a table or says that it is none, and keeps its file to itself", async () => {
  const { deps } = world.desk.world;
  const loop = importLoop(deps, { door: contactDoor });
  for (const file of HOSTILE_FILES) {
    await hand("POST", "/api/contact-imports/preview", { locale: "pt-BR" }, file);
    const mapping = JSON.stringify(["name", "phone"]);
    const fileName = file.name.toWellFormed().replaceAll("\0", "").trim().slice(0, 240) || "x";
    const fields = { key: `import-${++serial}-0000`, mapping, existing: "skip", locale: "pt-BR", fileName };
    const { body } = await hand("POST", "/api/contact-imports", fields, file);
    if (/[\p{Cc}/\\\u202e]/u.test(String(body["fileName"] ?? "")))
      through.push(`import is called ${String(body["fileName"])}`);
  }
  await loop.drain();
  await loop.stop();
  const { rows } =
    await sql<Row>`SELECT state, failure, file_name FROM contact_import WHERE state = 'running' OR failure = 'internal'`.execute(
      deps.system,
    );
  through.push(...rows.map((row) => JSON.stringify(row)));
  tally("uploads", { through: through.length });
  expect(through.slice(0, 9)).toEqual([]);
});

it("nothing was written beside the storage, and no prototype was changed", async () => {
  expect(await strangeOnDisk()).toEqual([]);
  expect(({} as Row)["x"]).toBeUndefined();
});
