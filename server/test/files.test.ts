import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelCache, laneLoop, senderLoop } from "../src/modules/channels/index.ts";
import { factHandler, sendCheck } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { uploadLoop } from "../src/modules/media/index.ts";
import { openDesk, type Desk } from "./desk-world.ts";

type Row = Record<string, unknown>;
type Answer = { status: number; body: Row & { code?: string; message?: Row } };

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
/** the beginning of a recording in Opus of so many channels */
const OGG = (channels: number): Buffer =>
  Buffer.concat([
    Buffer.from("OggS\0\u0002", "latin1"),
    Buffer.alloc(20),
    Buffer.from([1, 19]),
    Buffer.from("OpusHead\u0001", "latin1"),
    Buffer.from([channels]),
    Buffer.alloc(60),
  ]);
/** the beginning of a picture of this size that stands still */
const WEBP = (width: number, height: number): Buffer => {
  const head = Buffer.from("RIFF____WEBPVP8X____");
  const size = Buffer.alloc(10);
  size.writeUIntLE(width - 1, 4, 3);
  size.writeUIntLE(height - 1, 7, 3);
  return Buffer.concat([head, size]);
};
const HOUR = 3_600_000;

let desk: Desk;
let helena: string;
let conversation: string;
let serial = 0;
/** what reached Meta, in order */
let reached: string[];
let uploadAnswer: () => Response;

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  conversation = await desk.write(desk.ours, "5511987000900", "oi");
  reached = [];
  let ids = 0;
  uploadAnswer = () => Response.json({ id: `880${++ids}` });
});
afterEach(() => desk.close());

const meta = async (input: string, init: RequestInit): Promise<Response> => {
  if (input.endsWith("/media")) {
    const file = init.body instanceof FormData ? init.body.get("file") : null;
    reached.push(`upload ${file instanceof Blob ? `${file.type} ${file.size}` : "nothing"}`);
    return uploadAnswer();
  }
  const body = JSON.parse(String(init.body)) as Row & { type: string };
  reached.push(`send ${body.type} ${JSON.stringify(body[body.type])}`);
  return Response.json({ messages: [{ id: `wamid.out.${reached.length}` }], contacts: [] });
};

const uploader = (faultPoint?: () => void) => {
  const { deps } = desk.world;
  const channels = channelCache(deps.system, deps.sealer);
  return uploadLoop(deps, { channels, fetch: meta, ...(faultPoint ? { faultPoint } : {}) });
};
/** all that may go to Meta now goes, and what it said is written down */
async function work(): Promise<void> {
  const { deps } = desk.world;
  const channels = channelCache(deps.system, deps.sealer);
  await uploader().drain();
  await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
  await senderLoop(deps, { channels, check: sendCheck, fetch: meta }).drain();
  await laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }).drain();
}
const uploadsDue = (): Promise<unknown> =>
  sql`UPDATE media SET next_attempt_at = now() WHERE next_attempt_at <> 'infinity'`.execute(
    desk.world.deps.system,
  );

async function post(
  fields: Row,
  bytes: Buffer,
  { cookie = helena, id = conversation } = {},
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ key: `key-${++serial}-0000`, kind: "image", ...fields }))
    form.set(name, String(value));
  form.set("file", new Blob([new Uint8Array(bytes)]), "x");
  const request = new Request("http://desk.test", { method: "POST", body: form });
  const answer = await desk.app.inject({
    method: "POST",
    url: `/api/conversations/${id}/files`,
    headers: { cookie, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: answer.statusCode, body: answer.json() };
}
const say = (text: string) =>
  desk.call(helena, "POST", `/api/conversations/${conversation}/messages`, {
    key: `text-${++serial}-0000`,
    text,
  });
const rows = async (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await statement.execute(desk.world.deps.system)).rows;
const said = (): Promise<Row[]> =>
  rows(
    sql<Row>`SELECT kind, text, status, error_code AS code FROM message WHERE direction = 'out' ORDER BY seq`,
  );
const count = async (table: string): Promise<unknown> =>
  (await rows(sql<Row>`SELECT count(*)::int AS n FROM ${sql.table(table)}`))[0]?.["n"];

describe("a file an agent sends", () => {
  it("is in the thread at once, is put at Meta once, sent by id with its caption, and served to who may see it", async () => {
    const { status, body } = await post({ caption: "Olha só" }, PNG);
    expect(status).toBe(200);
    const media = (body.message?.["media"] ?? {}) as Row;
    expect(body.message).toMatchObject({ kind: "image", text: "Olha só", status: "queued" });
    expect(media).toMatchObject({ state: "stored", mimeType: "image/png", size: PNG.length });
    const get = async (name: string) =>
      desk.app.inject({
        url: String(media["url"]),
        headers: { cookie: await desk.cookie(desk.ours, name) },
      });
    expect((await get("Helena")).rawPayload).toEqual(PNG);
    expect((await get("Diego")).statusCode).toBe(404);
    await work();
    expect(reached).toEqual([
      `upload image/png ${PNG.length}`,
      'send image {"id":"8801","caption":"Olha só"}',
    ]);
    expect(await said()).toMatchObject([{ kind: "image", text: "Olha só", status: "accepted" }]);
    // the same bytes again: Meta has them for 30 days
    await post({}, PNG);
    await work();
    expect(reached.slice(2)).toEqual(['send image {"id":"8801"}']);
    desk.world.clock.advance(31 * 24 * HOUR);
    await desk.write(desk.ours, "5511987000900", "oi de novo");
    await post({}, PNG);
    await work();
    expect(reached.slice(3)).toEqual([`upload image/png ${PNG.length}`, 'send image {"id":"8802"}']);
  });

  it("goes before the text written after it, however long its upload takes", async () => {
    uploadAnswer = () => new Response("", { status: 502 });
    await post({ kind: "document", fileName: "boleto.pdf" }, PDF);
    await say("Segue o boleto");
    await work();
    expect(reached).toEqual([`upload application/pdf ${PDF.length}`]);
    uploadAnswer = () => Response.json({ id: "990" });
    await uploadsDue();
    await work();
    expect(reached.slice(1)).toEqual([
      `upload application/pdf ${PDF.length}`,
      'send document {"id":"990","filename":"boleto.pdf"}',
      'send text {"body":"Segue o boleto","preview_url":false}',
    ]);
  });

  it("survives a crash between upload and send: uploaded again, sent once", async () => {
    await post({}, PNG);
    await uploader(() => {
      throw new Error("crash");
    }).drain();
    await work();
    expect(reached).toEqual([`upload image/png ${PNG.length}`]);
    await uploadsDue();
    await work();
    await work();
    expect(reached.filter((line) => line.startsWith("send"))).toEqual(['send image {"id":"8802"}']);
    expect(await said()).toMatchObject([{ status: "accepted" }]);
  });

  it("is refused by Meta for good: the message fails with the reason, the next goes, and it may be sent again", async () => {
    uploadAnswer = () => Response.json({ error: { code: 131053, message: "no" } }, { status: 400 });
    await post({}, PNG);
    await say("depois");
    await work();
    expect(await said()).toMatchObject([
      { kind: "image", status: "failed", code: 131053 },
      { kind: "text", status: "accepted" },
    ]);
    uploadAnswer = () => Response.json({ id: "991" });
    const [failed] = await rows(sql<Row>`SELECT id FROM message WHERE status = 'failed'`);
    const again = await desk.call(
      helena,
      "POST",
      `/api/conversations/${conversation}/messages/${failed?.["id"]}/retry`,
      { key: "again-0001" },
    );
    expect(again.status).toBe(200);
    await work();
    expect(reached.at(-1)).toBe('send image {"id":"991"}');
  });

  it("goes out as a voice message when it is one, and again as one", async () => {
    const voice = { kind: "audio", voice: true, fileName: "voz.ogg" };
    expect((await post(voice, OGG(2))).body.code).toBe("file_not_a_voice");
    const { status, body } = await post(voice, OGG(1));
    expect([status, body.message]).toMatchObject([
      200,
      { kind: "audio", content: { voice: true }, media: { voice: true, mimeType: "audio/ogg; codecs=opus" } },
    ]);
    uploadAnswer = () => Response.json({ error: { code: 131053, message: "no" } }, { status: 400 });
    await work();
    uploadAnswer = () => Response.json({ id: "994" });
    const retried = `/api/conversations/${conversation}/messages/${body.message?.["id"]}/retry`;
    expect((await desk.call(helena, "POST", retried, { key: "again-0002" })).status).toBe(200);
    await work();
    expect(reached.slice(1)).toEqual([
      `upload audio/ogg; codecs=opus ${OGG(1).length}`,
      'send audio {"id":"994","voice":true}',
    ]);
  });

  it("waits with the number when Meta shuts it, and goes when it is open again", async () => {
    uploadAnswer = () => Response.json({ error: { code: 190, message: "expired" } }, { status: 401 });
    await post({}, PNG);
    await work();
    expect(
      await rows(sql<Row>`SELECT data->>'code' AS code FROM event WHERE type = 'channel.paused'`),
    ).toEqual([{ code: "190" }]);
    uploadAnswer = () => Response.json({ id: "992" });
    desk.world.clock.advance(61_000);
    await work();
    // the probe must not send what has no file yet
    expect(reached).toHaveLength(1);
    await uploadsDue();
    desk.world.clock.advance(61_000);
    await work();
    expect(reached.at(-1)).toBe('send image {"id":"992"}');
  });
});

it("what agents of a team with that wish write reaches the customer under their name, and the desk without it", async () => {
  const { body } = await desk.call(helena, "GET", `/api/teams/${desk.ours.teams.principal}`);
  const { id, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = body;
  const saved = await desk.call(helena, "PUT", `/api/teams/${String(id)}`, { ...fields, signsReplies: true });
  expect(saved).toMatchObject({ status: 200, body: { signsReplies: true } });
  await say("Bom dia");
  await post({ caption: "Olha só" }, PNG);
  await work();
  expect(reached.slice(1)).toEqual([
    'send text {"body":"*Helena:*\\nBom dia","preview_url":false}',
    'send image {"id":"8801","caption":"*Helena:*\\nOlha só"}',
  ]);
  expect((await said()).map(({ text }) => text)).toEqual(["Bom dia", "Olha só"]);
});

describe("the command", () => {
  it("has one effect for one key, alone and in a race", async () => {
    const key = "the-same-key";
    const [first, second] = await Promise.all([post({ key }, PNG), post({ key }, PNG)]);
    const third = await post({ key }, PNG);
    const ids = [first, second, third].map(({ body }) => body.message?.["id"]);
    expect([first.status, second.status, third.status]).toEqual([200, 200, 200]);
    expect(new Set(ids).size).toBe(1);
    expect([await count("media"), await count("outbox")]).toEqual([1, 1]);
  });

  it.each([
    [
      "a picture that is a page",
      { kind: "image" },
      Buffer.from("<script>alert(1)</script>"),
      "file_not_what_it_says",
    ],
    ["a document that is a picture", { kind: "document", fileName: "a.pdf" }, PNG, "file_not_what_it_says"],
    [
      "a program",
      { kind: "document", fileName: "a.pdf" },
      Buffer.from("MZ\u0000\u0001\u0000\u0000", "latin1"),
      "file_type",
    ],
    ["an animation", { kind: "image" }, Buffer.from("GIF89a\u0001\u0000\u0001\u0000", "latin1"), "file_type"],
    ["a picture for a sticker", { kind: "sticker" }, WEBP(640, 480), "file_no_sticker"],
    [
      "a sticker that stands still, over 100 KB",
      { kind: "sticker" },
      Buffer.concat([WEBP(512, 512), Buffer.alloc(100 * 1024)]),
      "file_no_sticker",
    ],
    ["a caption on a sticker", { kind: "sticker", caption: "x" }, WEBP(512, 512), "invalid_input"],
    ["nothing", { kind: "image" }, Buffer.alloc(0), "file_empty"],
    [
      "a picture over 5 MB",
      { kind: "image" },
      Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]),
      "file_too_large",
    ],
    ["a caption too long", { kind: "image", caption: "x".repeat(1025) }, PNG, "invalid_input"],
    ["a caption on a sound", { kind: "audio", caption: "x" }, PNG, "invalid_input"],
  ])("refuses %s", async (_name, fields, bytes, code) => {
    const { status, body } = await post(fields, bytes);
    expect([status, body.code]).toEqual([422, code]);
    expect([await count("media"), await count("outbox")]).toEqual([0, 0]);
  });

  it("refuses more than any kind may have, before looking at it", async () => {
    const { status, body } = await post({ kind: "document" }, Buffer.alloc(100 * 1024 * 1024 + 1, 65));
    expect([status, body.code]).toEqual([413, "too_large"]);
  });

  it("is for who may see the conversation, while its window is open", async () => {
    const cookie = await desk.cookie(desk.ours, "Diego");
    expect((await post({}, PNG, { cookie })).status).toBe(404);
    const stranger = await desk.cookie(desk.theirs, "Helena");
    expect((await post({}, PNG, { cookie: stranger })).status).toBe(404);
    expect((await post({}, PNG, { cookie: "" })).status).toBe(401);
    desk.world.clock.advance(25 * HOUR);
    const late = await post({}, PNG);
    expect([late.status, late.body.code]).toEqual([409, "service_window_closed"]);
    expect(await count("media")).toBe(0);
  });

  it("fails in the queue when the window closes while its file is on its way", async () => {
    uploadAnswer = () => new Response("", { status: 502 });
    await post({}, PNG);
    await work();
    desk.world.clock.advance(25 * HOUR);
    uploadAnswer = () => Response.json({ id: "993" });
    await uploadsDue();
    await work();
    expect(await said()).toMatchObject([{ status: "failed", code: 131047 }]);
    expect(reached.some((line) => line.startsWith("send"))).toBe(false);
  });
});
