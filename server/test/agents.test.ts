import { once } from "node:events";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { firstAdministratorLink } from "../src/modules/agents/index.ts";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

let desk: Desk;
let helena: string;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterAll(() => desk.close());

/** The cookies an answer sets, as the browser sends them back. */
const cookiesOf = (reply: Reply): string =>
  [reply.headers["set-cookie"] ?? []]
    .flat()
    .map((cookie) => String(cookie).split(";")[0])
    .join("; ");
const tokenOf = (link: unknown): string => String(link).split("/").at(-1) ?? "";
const PASSWORD = "quatro palavras bem soltas";
const person = (email: string, more: object = {}) => ({
  email,
  name: "Lia Prado",
  role: "agent",
  teamIds: [desk.ours.teams.comercial],
  ...more,
});
const invite = (email: string, more: object = {}) =>
  desk.call(helena, "POST", "/api/invitations", person(email, more));
const accept = (token: string, more: object = {}) =>
  desk.call("", "POST", "/api/invitations/accept", { token, name: "Lia Prado", password: PASSWORD, ...more });
const signIn = (email: string, password: string) =>
  desk.call("", "POST", "/api/auth/sign-in/email", { email, password });

describe("invitations", () => {
  it("make an agent who signs in with a password, and work once", async () => {
    const { status, body } = await invite("Lia@Girassol.example");
    expect(status).toBe(201);
    expect(body).toMatchObject({
      invitation: { email: "lia@girassol.example", state: "waiting", expiresAt: "2026-11-30T12:00:00.000Z" },
      link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/invitation\/[\w-]{43}$/),
    });
    const token = tokenOf(body["link"]);
    expect((await desk.call("", "GET", `/api/invitations/by-token/${token}`)).body).toEqual({
      company: "Loja Girassol",
      email: "lia@girassol.example",
      name: "Lia Prado",
      needsPassword: true,
    });
    const accepted = await accept(token);
    expect(accepted.status).toBe(204);
    expect((await desk.call(cookiesOf(accepted), "GET", "/api/me")).body).toMatchObject({
      agent: { name: "Lia Prado", email: "lia@girassol.example", role: "agent" },
      teamIds: [desk.ours.teams.comercial],
    });
    expect((await accept(token)).body).toMatchObject({ status: 404, code: "invitation_invalid" });
    const again = await signIn("LIA@girassol.example", PASSWORD);
    expect(again.status).toBe(204);
    expect((await desk.call(cookiesOf(again), "GET", "/api/me")).status).toBe(200);
    expect((await invite("lia@girassol.example")).body.fields).toMatchObject([
      { path: "email", code: "already_agent" },
    ]);
    const { body: list } = await desk.call(helena, "GET", "/api/invitations");
    expect(list).toMatchObject({ items: [{ email: "lia@girassol.example", state: "accepted" }] });
  });

  it("no longer work when revoked, replaced by a newer one, or too old", async () => {
    const revoked = await invite("um@girassol.example");
    const { id } = revoked.body["invitation"] as { id: string };
    expect((await desk.call(helena, "DELETE", `/api/invitations/${id}`)).status).toBe(204);
    expect((await desk.call(helena, "DELETE", `/api/invitations/${id}`)).status).toBe(404);
    const replaced = await invite("dois@girassol.example");
    await invite("DOIS@girassol.example");
    const old = await invite("tres@girassol.example");
    desk.world.clock.advance(7 * 86_400_000);
    for (const { body } of [revoked, replaced, old]) {
      const token = tokenOf(body["link"]);
      expect((await desk.call("", "GET", `/api/invitations/by-token/${token}`)).body.code).toBe(
        "invitation_invalid",
      );
      expect((await accept(token)).body.code).toBe("invitation_invalid");
    }
    desk.world.clock.advance(-7 * 86_400_000);
  });

  it("keep no token, only its hash", async () => {
    const { body } = await invite("quatro@girassol.example");
    const { rows } = await sql<{
      all: string;
    }>`SELECT string_agg(i::text, '') AS all FROM invitation i`.execute(desk.world.deps.system);
    expect(rows[0]?.all).not.toContain(tokenOf(body["link"]));
  });

  it("refuse passwords that are short, or the first anybody would try", async () => {
    const { body } = await invite("cinco@girassol.example");
    const token = tokenOf(body["link"]);
    const cases: [string, string][] = [
      ["curta", "too_short"],
      ["aaaaaaaaaaaa", "guessable_password"],
      ["123456789012", "guessable_password"],
      ["lojagirassol2026", "guessable_password"],
    ];
    for (const [password, code] of cases)
      expect((await accept(token, { password })).body.fields, password).toMatchObject([
        { path: "password", code },
      ]);
    expect((await accept(token)).status).toBe(204);
  });

  it("ask a person who signs in already for that password, and let him change company", async () => {
    const [first, theirHelena] = [
      await invite("seis@girassol.example"),
      await desk.cookie(desk.theirs, "Helena"),
    ];
    await accept(tokenOf(first.body["link"]));
    const second = await desk.call(
      theirHelena,
      "POST",
      "/api/invitations",
      person("seis@girassol.example", { teamIds: [desk.theirs.teams.suporte] }),
    );
    const token = tokenOf(second.body["link"]);
    expect((await desk.call("", "GET", `/api/invitations/by-token/${token}`)).body["needsPassword"]).toBe(
      false,
    );
    const refused = await accept(token, { password: "outra senha qualquer" });
    expect(refused.body.fields).toMatchObject([{ path: "password", code: "wrong_password" }]);
    const accepted = await accept(token);
    const cookie = cookiesOf(accepted);
    const there = await desk.call(cookie, "GET", "/api/me");
    expect(there.body).toMatchObject({
      account: { id: desk.theirs.accountId },
      accounts: [{ id: desk.ours.accountId, name: "Loja Girassol" }],
    });
    const change = (accountId: string) => desk.call(cookie, "POST", "/api/me/account", { accountId });
    expect((await change(desk.world.deps.baseUrl)).status).toBe(422);
    expect((await change("01a20a45-0de6-7000-9aaf-05ddaf30ba6e")).status).toBe(404);
    const changed = await change(desk.ours.accountId);
    const session = cookie.split("; ")[0] ?? "";
    const here = await desk.call(`${session}; ${cookiesOf(changed)}`, "GET", "/api/me");
    expect(here.body).toMatchObject({ account: { id: desk.ours.accountId } });
    // a cookie naming a company he does not work in chooses nothing
    const forged = await desk.call(
      `${session}; balcao.account=01a20a45-0de6-7000-9aaf-05ddaf30ba6e`,
      "GET",
      "/api/me",
    );
    expect(forged.body).toMatchObject({ account: { id: desk.ours.accountId } });
  });

  it("are for administrators, with teams of the account only", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    expect((await desk.call(ana, "POST", "/api/invitations", person("x@y.example"))).status).toBe(403);
    expect((await invite("x@y.example", { teamIds: [desk.theirs.teams.suporte] })).body.fields).toMatchObject(
      [{ path: "teamIds", code: "unknown_team" }],
    );
    expect((await invite("nada")).body.fields).toMatchObject([{ path: "email", code: "not_an_email" }]);
  });
});

describe("agents", () => {
  it("change name and role, but the last administrator stays one", async () => {
    const patch = (id: string | undefined, body: object) =>
      desk.call(helena, "PATCH", `/api/agents/${id}`, body);
    const { Helena, Rita } = desk.ours.agents;
    for (const body of [{ role: "supervisor" }, { active: false }])
      expect((await patch(Helena, body)).body).toMatchObject({ status: 409, code: "last_administrator" });
    expect((await patch(Rita, { role: "administrator", name: "Rita C." })).body).toMatchObject({
      name: "Rita C.",
      role: "administrator",
    });
    const rita = await desk.cookie(desk.ours, "Rita");
    expect((await desk.call(rita, "GET", "/api/invitations")).status).toBe(200);
    expect((await patch(Rita, { role: "supervisor" })).status).toBe(200);
    expect((await desk.call(rita, "GET", "/api/invitations")).status).toBe(403);
    expect((await patch(desk.theirs.agents["Ana"], { name: "X" })).status).toBe(404);
    expect((await patch(Rita, { email: "x@y.example" })).status).toBe(422);
  });

  it("who are deactivated are out at once, and what they answered waits for their team", async () => {
    const id = await desk.write(desk.ours, "5511987000100", "oi");
    const diego = await desk.cookie(desk.ours, "Diego");
    const { Diego } = desk.ours.agents;
    const assign = await desk.call(helena, "POST", `/api/conversations/${id}/assign`, {
      key: "assign-0001",
      agentId: desk.ours.agents["Paula"],
    });
    expect(assign.status).toBe(200);
    const paula = await desk.cookie(desk.ours, "Paula");
    expect((await desk.call(paula, "GET", "/api/me")).status).toBe(200);
    const gone = await desk.call(helena, "PATCH", `/api/agents/${desk.ours.agents["Paula"]}`, {
      active: false,
    });
    expect(gone.body).toMatchObject({ active: false });
    expect((await desk.call(paula, "GET", "/api/me")).status).toBe(401);
    expect((await desk.call(helena, "GET", `/api/conversations/${id}`)).body).toMatchObject({
      owner: "team",
      agentId: null,
      teamId: desk.ours.teams.principal,
    });
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM auth_session s JOIN agent a ON a.user_id = s."userId" WHERE a.id = ${desk.ours.agents["Paula"]}`.execute(
      desk.world.deps.system,
    );
    expect(rows[0]?.n).toBe(0);
    const counts = await desk.call(helena, "GET", "/api/conversations/counts");
    expect(counts.body).toMatchObject({ tabs: { new: { conversations: 1 }, others: { conversations: 0 } } });
    expect(Diego && (await desk.call(diego, "GET", "/api/me")).status).toBe(200);
  });
});

describe("a session", () => {
  const DAYS = 86_400;
  const ends = async (): Promise<number> => {
    const { rows } = await sql<{ seconds: number }>`
      SELECT max(extract(epoch FROM "expiresAt" - now()))::int AS seconds FROM auth_session s JOIN auth_user u ON u.id = s."userId"
      WHERE u.email LIKE 'ana%'`.execute(desk.world.deps.system);
    return rows[0]?.seconds ?? 0;
  };
  const endIn = async (seconds: number): Promise<void> => {
    await sql`UPDATE auth_session s SET "expiresAt" = now() + make_interval(secs => ${seconds}) FROM auth_user u
      WHERE u.id = s."userId" AND u.email LIKE 'ana%'`.execute(desk.world.deps.system);
    desk.auth.forget();
  };
  const told = (reply: Reply): string[] => [reply.headers["set-cookie"] ?? []].flat().map(String);

  it("goes on while it is used: prolonged once a day, the browser is told, and so is the company chosen", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const chosen = `${ana}; balcao.account=${desk.ours.accountId}`;
    // what is a day young needs nothing
    expect(told(await desk.call(chosen, "GET", "/api/me"))).toEqual([]);
    await endIn(12 * DAYS);
    const reply = await desk.call(chosen, "GET", "/api/teams");
    expect(reply.status).toBe(200);
    expect(await ends()).toBeGreaterThan(14 * DAYS - 60);
    const [session, account, ...more] = told(reply);
    expect(more).toEqual([]);
    // the very same, for 14 days from now
    expect(session).toContain(`${ana}; Max-Age=${14 * DAYS}`);
    expect(session).toContain("HttpOnly");
    expect(account).toContain(`balcao.account=${desk.ours.accountId}; `);
    expect(account).toContain(`Max-Age=${14 * DAYS}`);
    expect(told(await desk.call(chosen, "GET", "/api/me"))).toEqual([]);
  });

  it("is not prolonged where the browser cannot be told, and by the next request then, though it was just seen", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    await endIn(12 * DAYS);
    const origin = await desk.app.listen({ host: "127.0.0.1", port: 0 });
    const headers = { cookie: ana, origin };
    const socket = new WebSocket(`${origin.replace("http", "ws")}/api/realtime`, { headers });
    await once(socket, "open");
    socket.terminate();
    expect(await ends()).toBeLessThanOrEqual(12 * DAYS);
    expect(told(await desk.call(ana, "GET", "/api/me"))).toHaveLength(1);
    expect(await ends()).toBeGreaterThan(14 * DAYS - 60);
  });

  it("ends when it was not used for 14 days", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    await endIn(-1);
    const reply = await desk.call(ana, "GET", "/api/me");
    expect([reply.status, told(reply)]).toEqual([401, []]);
  });
});

describe("a new installation", () => {
  it("is set up once, by the link it printed", async () => {
    const { deps } = desk.world;
    const options = () => desk.call("", "GET", "/api/sign-in-options");
    expect((await options()).body["needsFirstAdministrator"]).toBe(false);
    expect(await firstAdministratorLink(deps)).toBeNull();
    await sql`UPDATE agent SET active = false`.execute(deps.system);
    expect((await options()).body["needsFirstAdministrator"]).toBe(true);
    const [first, second] = [await firstAdministratorLink(deps), await firstAdministratorLink(deps)];
    const found = (link: string | null, more: object = {}) =>
      desk.call("", "POST", "/api/first-administrator", {
        token: tokenOf(link),
        company: "Padaria Sol",
        name: "Olga Reis",
        email: "Olga@sol.example",
        password: PASSWORD,
        ...more,
      });
    expect((await found("http://x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).body.code).toBe("first_link_invalid");
    expect((await found(first, { password: "olga@sol.example" })).body.fields).toMatchObject([
      { path: "password", code: "guessable_password" },
    ]);
    const answers = await Promise.all([found(first), found(first), found(second)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([204, 404, 404]);
    const cookie = cookiesOf(answers.find((answer) => answer.status === 204) as Reply);
    expect((await desk.call(cookie, "GET", "/api/me")).body).toMatchObject({
      agent: { name: "Olga Reis", email: "olga@sol.example", role: "administrator" },
      account: { name: "Padaria Sol", demo: false },
    });
    expect((await desk.call(cookie, "GET", "/api/settings/whatsapp")).body).toMatchObject({ version: 1 });
    expect((await desk.call(cookie, "GET", "/api/ticket-choices")).body["statuses"]).toHaveLength(5);
    expect((await desk.call(cookie, "GET", "/api/teams")).body).toMatchObject({
      items: [{ name: "Principal", firstContact: true }],
    });
    expect((await signIn("olga@sol.example", PASSWORD)).status).toBe(204);
    expect((await options()).body["needsFirstAdministrator"]).toBe(false);
  });
});
