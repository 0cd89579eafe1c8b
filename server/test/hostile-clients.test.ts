import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { WebSocket } from "ws";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk } from "./desk-world.ts";

let desk: Desk;
let port: number;
let helena: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  await desk.app.listen({ host: "127.0.0.1", port: 0 });
  port = (desk.app.server.address() as AddressInfo).port;
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  vi.useRealTimers();
});
afterAll(() => desk.close());

async function dial(to = port): Promise<Socket> {
  const socket = connect(to, "127.0.0.1").on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}
/** What is answered to these bytes until the connection is closed. */
async function say(bytes: string | Buffer): Promise<string> {
  const socket = await dial();
  let answer = "";
  socket.on("data", (part: Buffer) => (answer += part.toString("latin1")));
  const closed = once(socket, "close");
  socket.end(bytes);
  await closed;
  return answer;
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const get = (path: string, ...more: string[]): string =>
  [`GET ${path} HTTP/1.1`, "Host: desk.test", ...more, "Connection: close", "", ""].join("\r\n");
const post = (body: string, ...headers: string[]): string =>
  [
    "POST /api/auth/sign-in/email HTTP/1.1",
    "Host: desk.test",
    "Content-Type: application/json",
    ...headers,
    "",
    body,
  ].join("\r\n");
const SECOND = "GET /api/health HTTP/1.1\r\nHost: desk.test\r\n\r\n";
const isAlive = async (): Promise<void> => expect(statusOf(await say(get("/api/health")))).toBe(200);

describe("requests that two servers could read differently", () => {
  const CHUNKED = "0\r\n\r\n";
  const pairs: Record<string, string> = {
    "length and chunks": post(CHUNKED + SECOND, "Content-Length: 5", "Transfer-Encoding: chunked"),
    "chunks and length": post(CHUNKED + SECOND, "Transfer-Encoding: chunked", "Content-Length: 60"),
    "two lengths": post(`{}${SECOND}`, "Content-Length: 2", `Content-Length: ${SECOND.length + 2}`),
    "a list of lengths": post(`{}${SECOND}`, "Content-Length: 2, 2"),
    "a signed length": post(`{}${SECOND}`, "Content-Length: +2"),
    "a negative length": post("{}", "Content-Length: -1"),
    "a length in hex": post(`{}${SECOND}`, "Content-Length: 0x2"),
    "a length too large": post("{}", "Content-Length: 99999999999999999999999"),
    "a blank before the colon": post(CHUNKED + SECOND, "Transfer-Encoding : chunked", "Content-Length: 5"),
    "chunks that are not last": post(CHUNKED + SECOND, "Transfer-Encoding: chunked, identity"),
    "chunks twice": post(CHUNKED + SECOND, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
    "chunks by another name": post(CHUNKED + SECOND, "Transfer-Encoding: xchunked"),
    "chunks behind a tab": post(CHUNKED + SECOND, "Content-Length: 5", "Transfer-Encoding:\tchunked"),
    "a folded header": post(CHUNKED + SECOND, "Content-Length: 5", "X: y", " Transfer-Encoding: chunked"),
    "a chunk's size with a sign": post(`+0\r\n\r\n${SECOND}`, "Transfer-Encoding: chunked"),
    "a chunk's size too large": post(`fffffffffffffffff\r\n\r\n${SECOND}`, "Transfer-Encoding: chunked"),
    "a chunk longer than it says": post(`2\r\n{}xx\r\n0\r\n\r\n${SECOND}`, "Transfer-Encoding: chunked"),
    "line feeds alone": post(CHUNKED + SECOND, "Content-Length: 5\nTransfer-Encoding: chunked"),
    "a carriage return alone": post(
      CHUNKED + SECOND,
      "X: y\rTransfer-Encoding: chunked",
      "Content-Length: 5",
    ),
    "a NUL in a header": get("/api/health", "X: a\0b"),
    "no host": "GET /api/health HTTP/1.1\r\n\r\n",
    "another protocol": "GET /api/health HTTP/9.9\r\nHost: x\r\n\r\n",
    "no protocol": "\x16\x03\x01\x02\0\x01\0",
    "a method of nobody": get("/api/health").replace("GET", "G\u00cbT"),
  };
  it.each(Object.entries(pairs))(
    "%s: refused with 400, and the second is never answered",
    async (_name, bytes) => {
      const answer = await say(Buffer.from(bytes, "latin1"));
      expect(statusOf(answer)).toBe(400);
      expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
      expect(answer).not.toContain('"status":"ok"');
      await isAlive();
    },
  );
});

describe("odd requests", () => {
  it.each(["TRACE", "TRACK", "PROPFIND", "SEARCH", "PURGE", "LINK", "MKCOL", "LOCK", "QUERY"])(
    "%s is nothing that is done here, and says nothing back",
    async (method) => {
      const answer = await say(get("/api/me", "X-Canary: canary").replace("GET", method));
      expect([400, 405]).toContain(statusOf(answer));
      expect(answer).not.toContain("canary");
    },
  );

  it("CONNECT and upgrades to something else get no tunnel", async () => {
    expect(statusOf(await say("CONNECT 127.0.0.1:25 HTTP/1.1\r\nHost: 127.0.0.1:25\r\n\r\n"))).not.toBe(200);
    const h2c = get("/api/health", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__").replace(
      "close",
      "Upgrade, HTTP2-Settings",
    );
    expect(await say(h2c)).not.toMatch(/^HTTP\/1\.1 101/);
  });

  it("a method in a header or in the query is no method", async () => {
    for (const [path, ...headers] of [
      ["/api/health?_method=DELETE"],
      ["/api/health", "X-HTTP-Method-Override: DELETE"],
      ["/api/health", "X-Method-Override: PUT"],
    ] as const)
      expect(statusOf(await say(get(path, ...headers)))).toBe(200);
  });

  it("headers larger than 16 KB are refused with 431, however they are cut", async () => {
    const large = "x".repeat(20_000);
    for (const bytes of [
      get("/api/health", `X-Large: ${large}`),
      get(`/api/health?${large}`),
      get("/api/health", `Cookie: ${large}`),
      get("/api/health", ...Array.from({ length: 2_000 }, (_, n) => `X-${n}: 1234567890`)),
    ])
      expect(statusOf(await say(bytes))).toBe(431);
    await isAlive();
  });

  it("a body that is said to be larger than it may be is refused before it comes", async () => {
    const answer = await say(post("", "Content-Length: 1000000000"));
    expect(statusOf(answer)).toBe(413);
  });
});

describe("names that every object has", () => {
  it.each([
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"email":"a@b.example","password":"x","__proto__":{"polluted":1}}',
    '{"a":{"__proto__":{"polluted":1}}}',
    '{"\\u005f\\u005fproto__":{"polluted":1}}',
  ])("%s in a body changes nothing", async (payload) => {
    const headers = { cookie: helena, "content-type": "application/json" };
    for (const [method, url] of [
      ["PATCH", "/api/me/preferences"],
      ["POST", "/api/auth/sign-in/email"],
      ["POST", "/api/labels"],
    ] as const) {
      const answer = await desk.app.inject({ method, url, headers, payload });
      expect(answer.statusCode, url).toBeLessThan(500);
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("nor in a query, a form, a header or a name", async () => {
    for (const query of [
      "__proto__[polluted]=1",
      "__proto__.polluted=1",
      "constructor[prototype][polluted]=1",
      "tab=__proto__",
    ])
      expect((await desk.call(helena, "GET", `/api/conversations?${query}`)).status, query).toBeLessThan(500);
    for (const name of ["__proto__", "constructor", "toString"]) {
      const label = await desk.call(helena, "POST", "/api/labels", { name, color: "#b42318" });
      expect(label.status).toBe(201);
    }
    await desk.app.inject({
      url: "/api/me",
      headers: { cookie: helena, __proto__: "x", "x-locale": "__proto__" },
    });
    const id = await desk.write(
      desk.ours,
      "5511987000931",
      "{{constructor.constructor('return 1')()}} {{__proto__}} ${7*7}",
    );
    const { body } = await desk.call(helena, "GET", `/api/conversations/${id}/thread`);
    expect(JSON.stringify(body)).toContain("{{constructor.constructor('return 1')()}} {{__proto__}} ${7*7}");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("slow clients", () => {
  /** A node of its own, whose clock of headers runs so much faster that a test can wait for it. */
  async function hurried(): Promise<{ port: number; close(): Promise<void> }> {
    const { deps } = desk.world;
    const channels = channelCache(deps.system, deps.sealer);
    const app = await buildWeb(deps, {
      auth: desk.auth,
      channels,
      hub: desk.hub,
      webDist: null,
      phoneUrl: null,
    });
    app.server.headersTimeout = 1_500;
    await app.listen({ host: "127.0.0.1", port: 0 });
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  }

  it("have limits: 15 s for headers, a quarter of an hour for a file, 4,000 connections", () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = desk.app.server;
    expect({ headersTimeout, requestTimeout, maxConnections }).toEqual({
      headersTimeout: 15_000,
      requestTimeout: 900_000,
      maxConnections: 4_000,
    });
    expect(keepAliveTimeout).toBeLessThanOrEqual(72_000);
  });

  it("that say nothing, or a header letter by letter, are let go, and nobody waits for them", async () => {
    const own = await hurried();
    const silent = await dial(own.port);
    silent.resume();
    const dripping = await dial(own.port);
    const drip = setInterval(() => dripping.write("x"), 200);
    dripping.write("GET /api/health HTTP/1.1\r\nX-Slow: ");
    let said = "";
    dripping.on("data", (part: Buffer) => (said += part.toString()));
    const gone = Promise.all([once(silent, "close"), once(dripping, "close")]);
    await isAlive();
    await gone;
    clearInterval(drip);
    expect(statusOf(said)).toBe(408);
    await own.close();
  });

  it("that send a body byte by byte are cut after half a minute", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const own = await hurried();
    const socket = await dial(own.port);
    const closed = once(socket, "close");
    socket.resume();
    socket.write(post('{"email', "Content-Length: 200"));
    await vi.waitFor(async () => {
      socket.write("x");
      await vi.advanceTimersByTimeAsync(10_000);
      expect(socket.destroyed).toBe(true);
    });
    await closed;
    vi.useRealTimers();
    await own.close();
  });

  it("five thousand silent ones are no more than the node may have, and the others are refused", async () => {
    let refused = 0;
    for (let round = 0; round < 50; round++)
      await Promise.all(
        Array.from({ length: 100 }, async () => {
          const socket = await dial();
          socket.once("close", () => refused++);
        }),
      );
    const open = await new Promise<number>((resolve) =>
      desk.app.server.getConnections((_error, count) => resolve(count)),
    );
    expect(open).toBeLessThanOrEqual(4_000);
    await vi.waitFor(() => expect(refused).toBeGreaterThanOrEqual(1_000), 5_000);
    for (const socket of sockets.splice(0)) socket.destroy();
    await vi.waitFor(isAlive, 5_000);
  }, 30_000);

  it("a socket that answers no ping is ended", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const own = await hurried();
    const headers = { cookie: helena, origin: `http://127.0.0.1:${own.port}` };
    const [deaf, well] = [false, true].map(
      (autoPong) => new WebSocket(`ws://127.0.0.1:${own.port}/api/realtime`, { headers, autoPong }),
    ) as [WebSocket, WebSocket];
    await Promise.all(
      [deaf, well].map(async (socket) => {
        await once(socket, "open");
        const greeted = once(socket, "message");
        socket.send(JSON.stringify({ type: "hello", cursor: null }));
        await greeted;
      }),
    );
    const ended = once(deaf, "close");
    const pinged = once(well, "ping");
    vi.advanceTimersByTime(30_000);
    await pinged;
    // what answers the ping is heard before what is asked after it
    const answered = once(well, "message");
    well.send(JSON.stringify({ type: "ping" }));
    await answered;
    vi.advanceTimersByTime(30_000);
    expect((await ended)[0]).toBe(1006);
    expect(well.readyState).toBe(WebSocket.OPEN);
    well.terminate();
    vi.useRealTimers();
    await own.close();
  });
});
