import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { mediaLoop } from "../src/modules/media/index.ts";
import type { Loop } from "../src/platform/module.ts";
import { openDesk, type Desk } from "./desk-world.ts";

type Place = (url: URL, init: RequestInit) => Response;
const GIF = Buffer.from("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;", "latin1");
const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

let desk: Desk;
let helena: string;
let loop: Loop;
/** what was asked of the world outside */
let asked: { host: string; token: boolean }[];
let meta: Place;

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  asked = [];
  const { deps } = desk.world;
  loop = mediaLoop(deps, channelCache(deps.system, deps.sealer), (input, init = {}) => {
    const url = new URL(String(input));
    asked.push({ host: url.host, token: new Headers(init.headers).has("authorization") });
    return Promise.resolve(meta(url, init));
  });
});
afterEach(() => desk.close());

/** Graph says where the file is, and there it is. */
const keeps =
  (bytes: Uint8Array<ArrayBuffer>, place = "http://graph.test/file"): Place =>
  (url) =>
    url.href === place ? new Response(bytes) : Response.json({ url: place, mime_type: "image/gif" });

type View = { state: string; url: string | null; mimeType: string | null; size: number | null };
async function receive(
  phone: string,
  kind: "image" | "document",
  more: object = {},
): Promise<{ id: string; view(): Promise<View> }> {
  const id = await desk.write(desk.ours, phone, {
    type: kind,
    [kind]: { id: "900", mime_type: "image/gif", ...more },
  });
  const view = async (): Promise<View> => {
    const { body } = await desk.call(helena, "GET", `/api/conversations/${id}/thread`);
    return (body["entries"] as { media?: View | null }[]).find((entry) => entry.media)?.media as View;
  };
  return { id, view };
}
const dueAgain = (): Promise<unknown> =>
  sql`UPDATE media SET next_attempt_at = now()`.execute(desk.world.deps.system);
const get = async (name: string, url: string | null, headers: { range?: string } = {}) =>
  desk.app.inject({ url: url ?? "", headers: { cookie: await desk.cookie(desk.ours, name), ...headers } });

it("a picture is shown as coming, then as there, and served as what its bytes are", async () => {
  meta = keeps(GIF);
  const { view } = await receive("5511987000801", "image", { mime_type: "text/html", sha256: digest(GIF) });
  expect(await view()).toMatchObject({ state: "pending", url: null });
  await desk.tell();
  expect(await loop.drain()).toBe(1);
  const stored = await view();
  expect(stored).toMatchObject({ state: "stored", mimeType: "image/gif", size: GIF.length });
  const file = await get("Helena", stored.url);
  expect(file.rawPayload).toEqual(GIF);
  expect(file.headers).toMatchObject({
    "content-type": "image/gif",
    "content-disposition": expect.stringMatching(/^inline/),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": expect.stringMatching(/^private/),
  });
  const part = await get("Helena", stored.url, { range: "bytes=3-5" });
  expect([part.statusCode, part.body, part.headers["content-range"]]).toEqual([
    206,
    "89a",
    `bytes 3-5/${GIF.length}`,
  ]);
  // it came to Principal: Paula works there, Diego does not, and nobody without a session
  expect((await get("Paula", stored.url)).statusCode).toBe(200);
  for (const headers of [{}, { range: "bytes=0-1" }])
    expect((await get("Diego", stored.url, headers)).statusCode).toBe(404);
  expect((await desk.app.inject({ url: stored.url ?? "" })).statusCode).toBe(401);
  await desk.world.deps.storage.remove(`${desk.ours.accountId}/${stored.url?.split("/").at(-1)}`);
  expect((await get("Helena", stored.url)).statusCode).toBe(404);
});

it("what a browser could run is only ever downloaded, under a name that breaks nothing", async () => {
  const files: [string, Buffer<ArrayBuffer>][] = [
    ["a.html", Buffer.from("<script>alert(1)</script>")],
    ["b.svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ["../../etc/passwd", Buffer.from("%PDF-1.7\n1 0 obj\n")],
    ['c"; filename="x.exe', Buffer.from("plain")],
    ["d\r\nSet-Cookie: a=1", Buffer.from("plain")],
    ["\u202Egpj.exe", Buffer.from("MZ")],
    [`${"n".repeat(300)}.pdf`, Buffer.from("x")],
  ];
  for (const [index, [filename, bytes]] of files.entries()) {
    meta = keeps(bytes);
    const { view } = await receive(`551198700082${index}`, "document", { filename });
    await loop.drain();
    const file = await get("Helena", (await view()).url);
    expect(file.headers["content-disposition"], filename).toMatch(
      /^attachment; filename\*=UTF-8''[\w.%!~*()-]+$/,
    );
    expect(file.headers["content-type"], filename).not.toMatch(/html|svg|xml/);
    expect(file.headers, filename).toMatchObject({ "x-content-type-options": "nosniff" });
    expect(file.headers["set-cookie"]).toBeUndefined();
    expect(file.rawPayload).toEqual(bytes);
  }
});

it("is tried again when Meta fails, a digest differs or the answer is cut, and given up when it cannot be had", async () => {
  const { view } = await receive("5511987000831", "image", { sha256: digest(GIF) });
  const failures: Place[] = [
    () => new Response("<html>", { status: 502 }),
    () => {
      throw new Error("reset");
    },
    keeps(GIF.subarray(0, 5)),
    (url) => (url.pathname === "/file" ? new Response("no", { status: 500 }) : keeps(GIF)(url, {})),
  ];
  for (const failure of failures) {
    meta = failure;
    await dueAgain();
    expect(await loop.drain()).toBe(1);
    expect(await view()).toMatchObject({ state: "pending" });
  }
  // put off by the failure: not asked again at once
  const before = asked.length;
  expect(await loop.drain()).toBe(0);
  expect(asked).toHaveLength(before);
  meta = keeps(GIF);
  await dueAgain();
  await loop.drain();
  expect(await view()).toMatchObject({ state: "stored" });

  const gone = await receive("5511987000832", "image");
  meta = () => Response.json({ error: { code: 100 } }, { status: 400 });
  await loop.drain();
  expect(await gone.view()).toMatchObject({ state: "failed", url: null });
  await dueAgain();
  expect(await loop.drain()).toBe(0);
});

it("is given up when larger than any file may be", async () => {
  const { view } = await receive("5511987000841", "document");
  // no length is announced: what comes is counted, and the rest is not waited for
  let sent = 0;
  const chunk = new Uint8Array(4 * 1024 * 1024);
  const endless = new ReadableStream({
    pull(controller) {
      sent += chunk.length;
      controller.enqueue(chunk);
    },
  });
  meta = (url) => (url.pathname === "/file" ? new Response(endless) : keeps(GIF)(url, {}));
  await loop.drain();
  expect(await view()).toMatchObject({ state: "failed" });
  expect(sent).toBeLessThan(120 * 1024 * 1024);
});

it("goes to nobody but Meta, and carries the token nowhere else", async () => {
  const inward = [
    "http://127.0.0.1:5432/",
    "http://169.254.169.254/latest",
    "http://[::1]/",
    "https://evil.example/x",
    "file:///etc/passwd",
  ];
  for (const [index, place] of inward.entries()) {
    meta = keeps(GIF, place);
    const { view } = await receive(`551198700085${index}`, "image");
    asked = [];
    await loop.drain();
    expect(asked, place).toEqual([{ host: "graph.test", token: true }]);
    expect(await view(), place).toMatchObject({ state: "failed" });
  }
  const cdn = "https://lookaside.fbsbx.com/file";
  meta = (url) => {
    if (url.host === "graph.test") return Response.json({ url: cdn });
    return url.href === cdn
      ? new Response(null, { status: 302, headers: { location: "https://scontent.whatsapp.net/f" } })
      : new Response(GIF);
  };
  const { view } = await receive("5511987000861", "image");
  asked = [];
  await loop.drain();
  expect(await view()).toMatchObject({ state: "stored" });
  expect(asked.map(({ host, token }) => [host, token])).toEqual([
    ["graph.test", true],
    ["lookaside.fbsbx.com", true],
    ["scontent.whatsapp.net", false],
  ]);
});

it("one that fails in our own house does not hold up the others", async () => {
  meta = keeps(GIF);
  const [first, second] = [await receive("5511987000871", "image"), await receive("5511987000872", "image")];
  const { storage } = desk.world.deps;
  const put = storage.put.bind(storage);
  let isFull = true;
  storage.put = (key, bytes) => {
    if (!isFull) return put(key, bytes);
    isFull = false;
    return Promise.reject(new Error("ENOSPC"));
  };
  await loop.drain();
  const states = [(await first.view()).state, (await second.view()).state];
  expect(states.toSorted()).toEqual(["pending", "stored"]);
  await dueAgain();
  await loop.drain();
  expect([(await first.view()).state, (await second.view()).state]).toEqual(["stored", "stored"]);
});
