import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGraphClient, type GraphClient } from "./client.ts";
import type { GraphFetch } from "./graph-http.ts";

const TOKEN = "EAAG-secret-token";
type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };

let server: Server;
let base = "";
let answer: Handler;
let seen: Seen[] = [];

// a server for each test: a call that was given up may arrive when the next test has begun
beforeEach(async () => {
  const own: Seen[] = [];
  seen = own;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      own.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const client = (over: { timeoutMs?: number; fetch?: GraphFetch } = {}): GraphClient =>
  createGraphClient({ fetch, baseUrl: base, version: "v26.0", token: TOKEN, timeoutMs: 5000, ...over });
const json =
  (status: number, value: unknown): Handler =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
const taken = { messages: [{ id: "wamid.A" }], contacts: [{ wa_id: "554187654321" }] };

describe("putting a file at Meta", () => {
  const file = { bytes: new Uint8Array([1, 2, 3]), mimeType: "image/png", fileName: "foto.png" };

  it("posts it as a form whose part carries its type, with the token, and answers the id", async () => {
    answer = json(200, { id: "880111" });
    expect(await client().uploadMedia("4005", file)).toEqual({ kind: "uploaded", id: "880111" });
    const [request] = seen;
    expect([request?.method, request?.url, request?.headers.authorization]).toEqual([
      "POST",
      "/v26.0/4005/media",
      `Bearer ${TOKEN}`,
    ]);
    expect(request?.body).toContain('name="messaging_product"\r\n\r\nwhatsapp');
    expect(request?.body).toMatch(/name="file"; filename="foto.png"\r\nContent-Type: image\/png\r\n\r\n/);
  });

  it("tells a refusal from no answer", async () => {
    answer = json(400, { error: { code: 131053, message: "(#131053) Media upload error" } });
    expect(await client().uploadMedia("4005", file)).toMatchObject({
      kind: "refused",
      error: { code: 131053 },
    });
    answer = (_request, response) => void response.writeHead(502).end("<h1>Bad Gateway</h1>");
    expect(await client().uploadMedia("4005", file)).toMatchObject({ kind: "no_answer" });
    answer = json(200, {});
    expect(await client().uploadMedia("4005", file)).toMatchObject({ kind: "no_answer" });
    answer = () => undefined;
    expect(await client({ timeoutMs: 50 }).uploadMedia("4005", file)).toMatchObject({ kind: "no_answer" });
  });
});

describe("sending", () => {
  it("posts the body once, with the token, to the number's address", async () => {
    answer = json(200, taken);
    const body = { type: "text", text: { body: "Olá 😀" } };
    expect(await client().send("4005", body)).toEqual({
      kind: "accepted",
      wamid: "wamid.A",
      waId: "554187654321",
      bsuid: null,
      held: false,
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/v26.0/4005/messages",
      headers: {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/json",
        "user-agent": "balcao/1",
      },
    });
    expect(JSON.parse(seen[0]!.body)).toEqual(body);
  });
  it("an error envelope is an answer, with 400 or 503", async () => {
    for (const status of [400, 503]) {
      answer = json(status, { error: { code: 131016, message: "unavailable" } });
      expect(await client().send("4005", {})).toMatchObject({ kind: "refused", error: { code: 131016 } });
    }
  });
  it.each<[string, Handler, string]>([
    ["a page with 200", (_q, s) => void s.end("<html>ok</html>"), "http_200_not_json"],
    ["an empty 200", (_q, s) => void s.end(), "http_200_not_json"],
    [
      "a page with 502",
      (_q, s) => void s.writeHead(502).end("<html>Bad Gateway</html>"),
      "http_502_not_json",
    ],
    ["a success without id", json(200, { success: true }), "http_200_without_id"],
    [
      "an answer cut in the middle",
      (_q, s) => {
        s.writeHead(200, { "content-length": "500" }).write('{"messages":[{"id":"wam');
        setTimeout(() => s.destroy(), 20);
      },
      "TypeError",
    ],
    ["a connection cut before any answer", (_q, s) => void s.destroy(), "TypeError"],
    ["an answer without end", (_q, s) => void s.end("x".repeat(1_100_000)), "answer_too_large"],
  ])("%s is no answer", async (_name, handler, reason) => {
    answer = handler;
    expect(await client().send("4005", {})).toEqual({ kind: "no_answer", reason });
    expect(seen).toHaveLength(1);
  });
  it.each<[string, Handler]>([
    ["no answer at all", () => undefined],
    ["an answer that stops half way", (_q, s) => void s.writeHead(200).write('{"messages"')],
  ])("%s is given up after its time", async (_name, handler) => {
    answer = handler;
    expect(await client({ timeoutMs: 100 }).send("4005", {})).toEqual({
      kind: "no_answer",
      reason: "TimeoutError",
    });
    expect(seen).toHaveLength(1);
  });
  it.each([301, 302, 307, 308])("follows no redirect, which would send it again: %i", async (status) => {
    answer = (_q, s) => void s.writeHead(status, { location: `${base}/elsewhere` }).end();
    expect(await client().send("4005", {})).toMatchObject({ kind: "no_answer" });
    expect(seen).toHaveLength(1);
  });
  it("nobody there is no answer; the token is in no reason", async () => {
    const nowhere = createGraphClient({
      fetch,
      baseUrl: "http://127.0.0.1:1",
      version: "v26.0",
      token: TOKEN,
      timeoutMs: 1000,
    });
    const result = await nowhere.send("4005", {});
    expect(result.kind).toBe("no_answer");
    expect(JSON.stringify(result)).not.toContain(TOKEN);
  });
  it("a number's id cannot leave its place in the address", async () => {
    answer = json(200, taken);
    await client().send("../v26.0/9", {});
    expect(seen[0]!.url).toBe("/v26.0/..%2Fv26.0%2F9/messages");
  });
});

describe("fetching a file (wire facts, section 10.2)", () => {
  const file = Buffer.from("the bytes of a picture");
  const hex = createHash("sha256").update(file).digest("hex");
  const base64 = createHash("sha256").update(file).digest("base64");
  const info = (over: Record<string, unknown> = {}) => ({
    url: `${base}/file`,
    mime_type: "image/jpeg",
    sha256: hex,
    ...over,
  });
  /** Answers `told` about the file, and `given` where the file is. */
  const serve =
    (told: Record<string, unknown>, given: Handler): Handler =>
    (request, response, body) =>
      request.url?.startsWith("/v26.0/")
        ? json(200, told)(request, response, body)
        : given(request, response, body);
  const bytes: Handler = (_q, s) => void s.end(file);
  const get = (sha256: string | null = base64, most = 1000) =>
    client().downloadMedia("880", "4005", sha256, most);

  it("asks where it is, then fetches it with the token, and checks it by the webhook's digest", async () => {
    answer = serve(info(), bytes);
    expect(await get()).toEqual({ ok: true, file: { bytes: file, mimeType: "image/jpeg" } });
    expect(seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ["/v26.0/880?phone_number_id=4005", `Bearer ${TOKEN}`],
      ["/file", `Bearer ${TOKEN}`],
    ]);
  });
  it("goes by the digest of the answer where the webhook had none, and by none where there is none", async () => {
    answer = serve(info({ sha256: hex.toUpperCase() }), bytes);
    expect(await get(null)).toMatchObject({ ok: true });
    answer = serve(info({ sha256: "0".repeat(64) }), bytes);
    expect(await get(null)).toEqual({ ok: false, reason: "media_digest_differs", permanent: false });
    answer = serve(info({ sha256: undefined }), bytes);
    expect(await get(null)).toMatchObject({ ok: true });
    expect(await get("AAAA")).toMatchObject({ reason: "media_digest_differs" });
  });
  it("takes no more bytes than wanted", async () => {
    answer = serve(info(), bytes);
    expect(await get(base64, file.length)).toMatchObject({ ok: true });
    expect(await get(base64, file.length - 1)).toEqual({
      ok: false,
      reason: "media_too_large",
      permanent: true,
    });
  });
  it.each<[string, number, unknown, string, boolean]>([
    ["gone", 404, {}, "media_info_404", true],
    ["not ours", 400, { error: { code: 100 } }, "media_info_100", true],
    ["a dead token", 401, { error: { code: 190 } }, "media_info_190", false],
    ["a page", 500, "<html>", "media_info_500", false],
    ["no address", 200, {}, "media_info_200", false],
  ])("%s: told with its reason", async (_name, status, value, reason, permanent) => {
    answer = json(status, value);
    expect(await get()).toEqual({ ok: false, reason, permanent });
  });
  it("an address that died is asked for again another time", async () => {
    answer = serve(info(), (_q, s) => void s.writeHead(404).end());
    expect(await get()).toEqual({ ok: false, reason: "media_download_404", permanent: false });
  });
  it.each([
    "http://127.0.0.1:1/x",
    "http://169.254.169.254/latest/meta-data",
    "https://lookaside.fbsbx.com.evil.example/x",
    "https://evilfbcdn.net/x",
    "http://lookaside.fbsbx.com/x",
    "file:///etc/passwd",
  ])("fetches nothing from %s, and hands it no token", async (url) => {
    const asked: string[] = [];
    const spy: GraphFetch = (address, init) => {
      asked.push(address);
      return fetch(address, init);
    };
    answer = json(200, info({ url }));
    expect(await client({ fetch: spy }).downloadMedia("880", "4005", null, 1000)).toEqual({
      ok: false,
      reason: "media_host_not_allowed",
      permanent: true,
    });
    expect(asked).toHaveLength(1);
  });
  it("follows redirects between allowed hosts three times, without the token", async () => {
    const to =
      (path: string): Handler =>
      (_q, s) =>
        void s.writeHead(302, { location: path }).end();
    answer = serve(info(), (request, response, body) =>
      (request.url === "/file" ? to("/two") : request.url === "/two" ? to(`${base}/three`) : bytes)(
        request,
        response,
        body,
      ),
    );
    expect(await get()).toMatchObject({ ok: true });
    expect(seen.slice(1).map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ["/file", `Bearer ${TOKEN}`],
      ["/two", undefined],
      ["/three", undefined],
    ]);
    seen.length = 0;
    answer = serve(info(), to("/again"));
    expect(await get()).toMatchObject({ reason: "media_too_many_redirects" });
    expect(seen.filter(({ url }) => url === "/file" || url === "/again")).toHaveLength(4);
    answer = serve(info(), to("http://169.254.169.254/"));
    expect(await get()).toEqual({ ok: false, reason: "media_host_not_allowed", permanent: true });
  });
  it.each(["https://lookaside.fbsbx.com/a", "https://scontent.xx.fbcdn.net/a", "https://mmg.whatsapp.net/a"])(
    "knows Meta's own hosts: %s",
    async (url) => {
      const pretend: GraphFetch = (address) =>
        Promise.resolve(address === url ? new Response(file) : Response.json(info({ url })));
      expect(await client({ fetch: pretend }).downloadMedia("880", "4005", base64, 1000)).toMatchObject({
        ok: true,
      });
    },
  );
  it("is given up after its time", async () => {
    answer = () => undefined;
    expect(await client({ timeoutMs: 100 }).downloadMedia("880", "4005", null, 10)).toMatchObject({
      ok: false,
      permanent: false,
    });
  });
});
