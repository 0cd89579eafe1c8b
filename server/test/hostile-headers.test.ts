import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk } from "./desk-world.ts";

let desk: Desk;
let app: FastifyInstance;
let port: number;
let webDist: string;
let helena: string;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
  webDist = await mkdtemp(join(tmpdir(), "balcao-web-"));
  await writeFile(join(webDist, "index.html"), "<!doctype html>");
  await writeFile(join(webDist, "icon.svg"), "<svg/>");
  const { deps } = desk.world;
  const channels = channelCache(deps.system, deps.sealer);
  const options = { auth: desk.auth, channels, hub: desk.hub, webDist, phoneUrl: null };
  app = await buildWeb({ ...deps, baseUrl: "https://desk.example" }, options);
  await app.listen({ host: "127.0.0.1", port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  await desk.close();
  await rm(webDist, { recursive: true });
});

type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string };
type Answer = { status: number; headers: Record<string, unknown> };
const ask = ({ method = "GET", path, headers = {}, body }: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", method, path, headers, agent: false }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
    });
    call.on("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
    });
    call.on("error", reject);
    call.end(body);
  });

const upgrade = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
};
const json = { "content-type": "application/json" };
const session = (): Record<string, string> => ({ cookie: helena });
/** One of each kind of answer there is. */
const ANSWERS: Record<string, [status: number, () => Asked]> = {
  page: [200, () => ({ path: "/conversations/x" })],
  file: [200, () => ({ path: "/icon.svg" })],
  "file that is there already": [200, () => ({ path: "/icon.svg", method: "HEAD" })],
  data: [200, () => ({ path: "/api/me", headers: session() })],
  list: [200, () => ({ path: "/api/conversations?tab=all", headers: session() })],
  "table to save": [200, () => ({ path: "/api/contacts/export?locale=en", headers: session() })],
  "nobody signed in": [401, () => ({ path: "/api/me" })],
  "not allowed": [
    403,
    () => ({
      path: "/api/me/preferences",
      method: "PATCH",
      headers: { ...json, "sec-fetch-site": "cross-site" },
      body: "{}",
    }),
  ],
  "no such data": [404, () => ({ path: "/api/nothing" })],
  "no such file": [404, () => ({ path: `/api/media/${desk.ours.accountId}`, headers: session() })],
  "no such method": [405, () => ({ path: "/", method: "TRACE" })],
  "no JSON": [400, () => ({ path: "/api/auth/sign-in/email", method: "POST", headers: json, body: "{" })],
  "wrong shape": [
    422,
    () => ({ path: "/api/auth/sign-in/email", method: "POST", headers: json, body: "{}" }),
  ],
  "wrong kind": [
    415,
    () => ({
      path: "/api/auth/sign-in/email",
      method: "POST",
      headers: { "content-type": "text/xml" },
      body: "<a/>",
    }),
  ],
  "too large": [
    413,
    () => ({
      path: "/api/me/preferences",
      method: "PATCH",
      headers: { ...session(), ...json },
      body: JSON.stringify({ a: "x".repeat(300_000) }),
    }),
  ],
  "socket of nobody": [401, () => ({ path: "/api/realtime", headers: upgrade })],
  "socket elsewhere": [404, () => ({ path: "/api/nothing", headers: upgrade })],
};

it.each(Object.entries(ANSWERS))(
  "%s: nothing is sniffed, framed, run from elsewhere or told on",
  async (_name, [status, asked]) => {
    const wanted = asked();
    const answer = await ask(wanted);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "strict-transport-security": expect.stringMatching(/max-age=\d{8,}/),
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    const policy = String(answer.headers["content-security-policy"]);
    for (const rule of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "script-src 'self'",
      "form-action 'self'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    if (wanted.path.startsWith("/api/")) expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers).not.toHaveProperty("server");
    expect(answer.headers).not.toHaveProperty("x-powered-by");
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  },
);
