import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { realtime } from "../src/modules/conversations/index.ts";
import { ticketNews } from "../src/modules/tickets/index.ts";
import { createLogger } from "../src/platform/logger.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";
import { newPerson, PASSWORD } from "./person-world.ts";

let desk: Desk;
let helena: string;

beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterEach(() => desk.close());

const setCookies = (reply: Reply): string[] => [reply.headers["set-cookie"] ?? []].flat().map(String);
const sessionOf = (reply: Reply): string => setCookies(reply)[0]?.split(";")[0] ?? "";
const signIn = (
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
  remoteAddress = "192.0.2.1",
) =>
  desk.app.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    headers,
    remoteAddress,
    payload: { email, password },
  });

describe("signing in", () => {
  it("is told apart from nothing: wrong password, unknown person and demo people look alike", async () => {
    await newPerson(desk, "Lia");
    const { rows } = await sql<{
      email: string;
    }>`SELECT email FROM agent WHERE id = ${desk.ours.agents["Ana"]}`.execute(desk.world.deps.system);
    const wrong = await signIn("lia@girassol.example", "outra senha bem longa");
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toMatchObject({ code: "wrong_credentials" });
    for (const email of ["nobody@girassol.example", String(rows[0]?.email), "not an e-mail"])
      expect((await signIn(email)).json()).toEqual(wrong.json());
    expect((await signIn("lia@girassol.example", "x".repeat(2_000))).statusCode).toBe(422);
    const { rows: sessions } =
      await sql`SELECT FROM auth_session s JOIN auth_user u ON u.id = s."userId" WHERE u.email LIKE 'lia@%'`.execute(
        desk.world.deps.system,
      );
    expect(sessions).toHaveLength(1);
  });

  it("is throttled by mailbox, however it is spelled and wherever it comes from", async () => {
    const spellings = [
      "lia@girassol.example",
      "LIA@girassol.example",
      " lia@girassol.example ",
      "lia+x@girassol.example",
    ];
    for (let n = 0; n < 10; n++)
      expect(
        (await signIn(spellings[n % 4] ?? "", "errada errada errada", {}, `198.51.100.${n}`)).statusCode,
      ).toBe(401);
    const refused = await signIn("Lia+y@girassol.example", PASSWORD, {}, "203.0.113.9");
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: "too_many_requests", title: expect.stringMatching(/\.$/) });
    expect((await signIn("bia@girassol.example", PASSWORD, {}, "203.0.113.9")).statusCode).toBe(401);
  });

  it("is throttled by address, which no header can change", async () => {
    // counted before anything is looked at, so that what is not even an e-mail counts too
    const statuses: number[] = [];
    for (let n = 0; n < 22; n++) {
      const headers = {
        "x-forwarded-for": `198.51.100.${n}`,
        "x-real-ip": `198.51.100.${n}`,
        forwarded: `for=198.51.100.${n}`,
      };
      statuses.push((await signIn("", "", headers)).statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 422), 429, 429]);
    // one home's IPv6 addresses count as one
    const six: number[] = [];
    for (let n = 0; n < 21; n++) six.push((await signIn("", "", {}, `2001:db8:1:2::${n + 1}`)).statusCode);
    expect(six.at(-1)).toBe(429);
  });

  it("gives a cookie that scripts and other sites cannot use, and no token in the answer", async () => {
    await newPerson(desk, "Lia");
    const answer = await signIn("lia@girassol.example");
    expect(answer.statusCode).toBe(204);
    expect(answer.body).toBe("");
    const cookies = [answer.headers["set-cookie"] ?? []].flat();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).toMatch(/; Path=\//i);
      expect(cookie).not.toMatch(/; Domain=/i);
    }
    const safe = createAuth(
      { ...desk.world.deps, baseUrl: "https://desk.example" },
      { databaseUrl: desk.world.url, secret: "y".repeat(44) },
    );
    const { rows } = await sql<{ id: string }>`SELECT user_id AS id FROM agent LIMIT 1`.execute(
      desk.world.deps.system,
    );
    expect(await safe.openSession(rows[0]?.id ?? "", new Headers())).toMatch(
      /^__Secure-balcao\.session_token=.*; HttpOnly; SameSite=Lax; .*Secure$/,
    );
    await safe.stop();
  });

  it("ends when one signs out, at once, and no cookie of before opens anything", async () => {
    const { cookie: session } = await newPerson(desk, "Lia");
    expect((await desk.call(session, "GET", "/api/me")).status).toBe(200);
    const out = await desk.call(session, "POST", "/api/auth/sign-out", {});
    expect(out.status).toBe(204);
    expect(setCookies(out).join()).toMatch(/session_token=;.*Max-Age=0/);
    expect((await desk.call(session, "GET", "/api/me")).status).toBe(401);
    const again = sessionOf({
      status: 204,
      body: {},
      headers: (await signIn("lia@girassol.example")).headers,
    });
    expect(again).not.toBe(session);
    expect((await desk.call(again, "GET", "/api/me")).status).toBe(200);
  });

  it("with a session that is forged, of another key, or past its time opens nothing", async () => {
    const { cookie: session } = await newPerson(desk, "Lia");
    const [name = "", value = ""] = session.split("=");
    const [token = ""] = decodeURIComponent(value).split(".");
    for (const forged of [token, `${token}.`, `${token}.${"A".repeat(43)}=`, `x.${value}`])
      expect(
        (await desk.call(`${name}=${encodeURIComponent(forged)}`, "GET", "/api/me")).status,
        forged,
      ).toBe(401);
    await sql`UPDATE auth_session SET "expiresAt" = now() - interval '1 second'`.execute(
      desk.world.deps.system,
    );
    desk.auth.forget();
    expect((await desk.call(session, "GET", "/api/me")).status).toBe(401);
  });

  it("of the demo's people is closed when the installation is no demo", async () => {
    const { deps } = desk.world;
    const app = await buildWeb(
      { ...deps, demo: false },
      {
        auth: desk.auth,
        channels: channelCache(deps.system, deps.sealer),
        hub: desk.hub,
        webDist: null,
        phoneUrl: null,
      },
    );
    const agentId = desk.ours.agents["Ana"];
    expect(
      (await app.inject({ method: "POST", url: "/api/demo/sign-in", payload: { agentId } })).statusCode,
    ).toBe(404);
    expect((await app.inject({ url: "/api/sign-in-options" })).json()).toMatchObject({ demoPeople: [] });
    await app.close();
  });
});

describe("secrets", () => {
  it("are in no answer and no line of the log", async () => {
    const lines: string[] = [];
    const deps = { ...desk.world.deps, log: createLogger((line) => lines.push(line), Date.now) };
    const { cookie: session } = await newPerson(desk, "Lia");
    const id = await desk.write(desk.ours, "5511987000921", "canário de mensagem");
    const hub = realtime(deps, ticketNews);
    const channels = channelCache(deps.system, deps.sealer);
    const app = await buildWeb(deps, { auth: desk.auth, channels, hub, webDist: null, phoneUrl: null });
    const bodies: string[] = [];
    const ask = async (cookie: string, url: string, more: object = {}): Promise<void> => {
      bodies.push((await app.inject({ url, headers: { cookie }, ...more })).body);
    };
    for (const url of [
      "me",
      "agents",
      "teams",
      "bot",
      "settings/whatsapp",
      "invitations",
      "sign-in-options",
      "conversations?tab=all",
    ])
      for (const cookie of [helena, session]) await ask(cookie, `/api/${url}`);
    for (const url of [`/api/conversations/${id}`, `/api/conversations/${id}/thread`]) await ask(helena, url);
    const payload = { email: "lia@girassol.example", password: PASSWORD };
    await ask("", "/api/auth/sign-in/email", { method: "POST", payload });
    await ask("", "/api/auth/sign-in/email", {
      method: "POST",
      payload: { ...payload, password: "errada errada errada" },
    });
    await ask("", `/webhooks/whatsapp/${desk.ours.channelId}`, {
      method: "POST",
      payload: { text: "canário de entrega" },
    });
    // a failure inside, whose error carries the statement and its values
    await deps.app.destroy();
    await ask(helena, "/api/teams", {
      method: "POST",
      payload: {
        name: "canário de equipe",
        kind: "whatsapp",
        color: "#000000",
        description: "",
        active: true,
        inactivityHours: null,
        businessHours: null,
        memberIds: [],
      },
    });
    expect(bodies.at(-1)).toContain('"code":"internal"');
    expect(lines.length).toBeGreaterThan(0);
    const { rows } = await sql<{ secret: string }>`
      SELECT password AS secret FROM auth_credential UNION ALL SELECT token FROM auth_session
      UNION ALL SELECT encode(token_hash, 'hex') FROM invitation`.execute(deps.system);
    const canaries = [
      "token-123456",
      "secret-1234",
      "verify-1234",
      PASSWORD,
      ...rows.map((row) => row.secret),
    ];
    for (const canary of canaries) expect(bodies.join("\n").includes(canary), canary).toBe(false);
    for (const canary of [...canaries, "canário", "5511987000921", "lia@girassol.example"])
      expect(lines.join("\n").includes(canary), canary).toBe(false);
    await app.close();
    await hub.stop();
  });
});

describe("headers", () => {
  it("protect every kind of answer: page, file, data, refusal, missing", async () => {
    const { deps } = desk.world;
    const webDist = await mkdtemp(join(tmpdir(), "balcao-web-"));
    await writeFile(join(webDist, "index.html"), "<!doctype html>");
    await writeFile(join(webDist, "icon.svg"), "<svg/>");
    const channels = channelCache(deps.system, deps.sealer);
    const app = await buildWeb(
      { ...deps, baseUrl: "https://desk.example" },
      { auth: desk.auth, channels, hub: desk.hub, webDist, phoneUrl: null },
    );
    const urls = [
      "/",
      "/conversations/x",
      "/icon.svg",
      "/api/health",
      "/api/me",
      "/api/nothing",
      "/webhooks/whatsapp/x",
    ];
    for (const url of urls) {
      const { headers, statusCode } = await app.inject({
        url,
        headers: { cookie: url === "/api/me" ? helena : "" },
      });
      expect(headers, url).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": expect.any(String),
        "strict-transport-security": expect.stringMatching(/max-age=(\d{8,})/),
      });
      const policy = String(headers["content-security-policy"]);
      for (const rule of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
      ])
        expect(policy, url).toContain(rule);
      if (url.startsWith("/api/")) expect(headers["cache-control"], url).toBe("no-store");
      if (statusCode >= 400 && url.startsWith("/api/"))
        expect(headers["content-type"], url).toContain("problem+json");
    }
    for (const url of ["/..%2f..%2fpackage.json", "/%2e%2e/package.json", "/.env"])
      expect((await app.inject({ url })).body, url).not.toContain("balcao");
    await app.close();
    await rm(webDist, { recursive: true });
  });

  it("hand out files as they lie compressed, each to who can read it", async () => {
    const { deps } = desk.world;
    const webDist = await mkdtemp(join(tmpdir(), "balcao-web-"));
    await mkdir(join(webDist, "assets"));
    const places = {
      "index.html": "<!doctype html>",
      "assets/first-a1.js": "plain",
      "assets/first-a1.js.br": "by brotli",
    };
    for (const [place, bytes] of Object.entries(places)) await writeFile(join(webDist, place), bytes);
    const channels = channelCache(deps.system, deps.sealer);
    const app = await buildWeb(deps, { auth: desk.auth, channels, hub: desk.hub, webDist, phoneUrl: null });
    const get = async (url: string, encodings: string) =>
      app.inject({ url, headers: { "accept-encoding": encodings } });
    const small = await get("/assets/first-a1.js", "gzip, br");
    expect([small.body, small.headers["content-encoding"]]).toEqual(["by brotli", "br"]);
    expect(small.headers).toMatchObject({
      "content-type": expect.stringContaining("javascript"),
      "cache-control": expect.stringContaining("immutable"),
      vary: expect.stringMatching(/accept-encoding/iu),
    });
    const large = await get("/assets/first-a1.js", "gzip");
    expect([large.body, large.headers["content-encoding"]]).toEqual(["plain", undefined]);
    expect((await get("/assets/first-a1.js.br", "br")).body).toBe("<!doctype html>");
    await app.close();
    await rm(webDist, { recursive: true });
  });
});
