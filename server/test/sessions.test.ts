import type { Device } from "@balcao/api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetSessions } from "../src/modules/agents/index.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { CHROME, IPHONE, newPerson, PASSWORD, signIn, statusOf } from "./person-world.ts";

const OTHER = "outras palavras bem soltas";
let desk: Desk;
let helena: string;
beforeEach(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterEach(() => desk.close());

const devices = async (cookie: string): Promise<Device[]> =>
  (await desk.call(cookie, "GET", "/api/sessions")).body["items"] as Device[];
const isIn = async (cookie: string): Promise<boolean> =>
  (await statusOf(desk, cookie, "GET", "/api/me")) === 200;
const acts = async (): Promise<{ type: string; doer: string | null; data: Record<string, unknown> }[]> => {
  const { rows } = await sql<{ type: string; doer: string | null; data: Record<string, unknown> }>`
    SELECT type, agent_id AS doer, data FROM event WHERE account_id = ${desk.ours.accountId} AND type LIKE 'security.%' ORDER BY id`.execute(
    desk.world.deps.system,
  );
  return rows;
};

describe("where one is signed in", () => {
  it("is told in words, this browser first among those last used", async () => {
    const lia = await newPerson(desk, "Lia");
    const phone = await signIn(desk, lia.email, { userAgent: IPHONE, address: "203.0.113.7" });
    const computer = await signIn(desk, lia.email, { userAgent: CHROME, address: "2001:db8:1:2::9" });
    const list = await devices(phone.cookie);
    expect(list).toHaveLength(3);
    const words = ({ browser, system, isPhone, isThis }: Device): unknown[] => [
      browser,
      system,
      isPhone,
      isThis,
    ];
    expect(list.map(words)).toEqual(
      expect.arrayContaining([
        ["Safari", "iOS", true, true],
        ["Chrome", "Windows", false, false],
        [null, null, false, false],
      ]),
    );
    expect(list.find((device) => device.browser === "Chrome")?.address).toBe("2001:db8:1:2::9");
    expect(await isIn(computer.cookie)).toBe(true);
    // what a browser claims of its address is not believed
    const claimed = await desk.app.inject({
      method: "POST",
      url: "/api/auth/sign-in/email",
      remoteAddress: "192.0.2.77",
      headers: { "x-balcao-address": "10.0.0.1", "x-forwarded-for": "10.0.0.2", "user-agent": "curl/8" },
      payload: { email: lia.email, password: PASSWORD },
    });
    expect(claimed.statusCode).toBe(204);
    expect((await devices(phone.cookie)).map(({ address }) => address)).toContain("192.0.2.77");
    expect(JSON.stringify(await devices(phone.cookie))).not.toMatch(/10\.0\.0\./);
    expect((await devices(phone.cookie)).every(({ id }) => !phone.cookie.includes(id))).toBe(true);
  });

  it("ends one by one, or all others at once; nobody else's", async () => {
    const lia = await newPerson(desk, "Lia");
    const rui = await newPerson(desk, "Rui");
    const [first, second] = [
      await signIn(desk, lia.email),
      await signIn(desk, lia.email, { userAgent: IPHONE }),
    ];
    const phone = (await devices(first.cookie)).find(({ isPhone }) => isPhone)?.id ?? "";
    expect(await statusOf(desk, rui.cookie, "DELETE", `/api/sessions/${phone}`)).toBe(404);
    expect(await isIn(second.cookie)).toBe(true);
    expect(await statusOf(desk, first.cookie, "DELETE", `/api/sessions/${phone}`)).toBe(204);
    expect(await isIn(second.cookie)).toBe(false);
    expect(await statusOf(desk, first.cookie, "POST", "/api/sessions/end-others")).toBe(204);
    expect([await isIn(lia.cookie), await isIn(first.cookie), await isIn(rui.cookie)]).toEqual([
      false,
      true,
      true,
    ]);
    const ended = (await acts()).filter(({ type }) => type === "security.sessions_ended");
    expect(ended.map(({ doer, data }) => [doer, data["cause"], data["count"]])).toEqual([
      [lia.agentId, "one", 1],
      [lia.agentId, "others", 1],
    ]);
  });

  it("is an administrator's to end for an agent, and no other's", async () => {
    const lia = await newPerson(desk, "Lia");
    const again = await signIn(desk, lia.email);
    const url = `/api/agents/${lia.agentId}`;
    for (const name of ["Ana", "Rita"]) {
      const cookie = await desk.cookie(desk.ours, name);
      expect(await statusOf(desk, cookie, "POST", `${url}/end-sessions`)).toBe(403);
      expect(await statusOf(desk, cookie, "GET", `${url}/access`)).toBe(403);
    }
    const stranger = await desk.cookie(desk.theirs, "Helena");
    expect(await statusOf(desk, stranger, "POST", `${url}/end-sessions`)).toBe(404);
    expect(await statusOf(desk, stranger, "GET", `${url}/access`)).toBe(404);
    const before = await desk.call(helena, "GET", `${url}/access`);
    expect(before.body).toMatchObject({ devices: 2, seenAt: expect.any(String) });
    expect(await statusOf(desk, helena, "POST", `${url}/end-sessions`)).toBe(204);
    expect([await isIn(lia.cookie), await isIn(again.cookie)]).toEqual([false, false]);
    expect((await desk.call(helena, "GET", `${url}/access`)).body).toMatchObject({
      devices: 0,
      seenAt: null,
    });
    expect((await acts()).at(-1)).toMatchObject({
      type: "security.sessions_ended",
      doer: desk.ours.agents["Helena"],
      data: { agentId: lia.agentId, cause: "administrator", count: 2 },
    });
  });

  it("is forgotten once it ran out, and never before", async () => {
    const { system } = desk.world.deps;
    const lia = await newPerson(desk, "Lia");
    const far = Date.now() + 400 * 86_400_000;
    const forget = () => system.transaction().execute((tx) => forgetSessions(tx, far, 100));
    expect(await forget()).toBe(0);
    expect(await isIn(lia.cookie)).toBe(true);
    await sql`UPDATE auth_session SET "expiresAt" = now() - interval '1 second' WHERE "userId" = (SELECT user_id FROM agent WHERE id = ${lia.agentId})`.execute(
      system,
    );
    expect(await forget()).toBe(1);
  });
});

describe("a password", () => {
  const change = (cookie: string, current: string, password: string) =>
    desk.call(cookie, "PUT", "/api/me/password", { current, password });

  it("is changed by who knows it; every other browser is out", async () => {
    const lia = await newPerson(desk, "Lia");
    const other = await signIn(desk, lia.email);
    expect((await change(lia.cookie, "errada errada", OTHER)).body.fields).toMatchObject([
      { path: "current", code: "wrong_password" },
    ]);
    for (const weak of ["lia@girassol.example", "123456789012", "aaaaaaaaaaaaaa"])
      expect((await change(lia.cookie, PASSWORD, weak)).body.fields).toMatchObject([
        { path: "password", code: "guessable_password" },
      ]);
    expect((await change(lia.cookie, PASSWORD, "curta")).status).toBe(422);
    expect(await isIn(other.cookie)).toBe(true);
    expect((await change(lia.cookie, PASSWORD, OTHER)).status).toBe(204);
    expect([await isIn(lia.cookie), await isIn(other.cookie)]).toEqual([true, false]);
    expect((await signIn(desk, lia.email)).status).toBe(401);
    expect((await signIn(desk, lia.email, { password: OTHER })).status).toBe(204);
    expect((await acts()).slice(-4).map(({ type }) => type)).toEqual([
      "security.password_changed",
      "security.sessions_ended",
      "security.sign_in_failed",
      "security.signed_in",
    ]);
  });

  it("is not guessed at: ten tries in fifteen minutes, and the demo's people have none", async () => {
    const lia = await newPerson(desk, "Lia");
    for (let n = 0; n < 10; n++) expect((await change(lia.cookie, `errada ${n}`, OTHER)).status).toBe(422);
    expect((await change(lia.cookie, PASSWORD, OTHER)).status).toBe(429);
    expect((await change(helena, PASSWORD, OTHER)).body.code).toBe("no_password");
  });

  it("changed twice at once is one of the two, and never both", async () => {
    const lia = await newPerson(desk, "Lia");
    const [a, b] = await Promise.all([
      change(lia.cookie, PASSWORD, `${OTHER} um`),
      change(lia.cookie, PASSWORD, `${OTHER} dois`),
    ]);
    expect([a.status, b.status].toSorted()).toEqual([204, 422]);
  });
});

describe("the log", () => {
  it("knows who came, who tried and who left, from where, and what rights changed", async () => {
    const lia = await newPerson(desk, "Lia");
    const { cookie } = await signIn(desk, lia.email, { userAgent: IPHONE, address: "203.0.113.7" });
    await signIn(desk, lia.email, { password: "errada errada", address: "203.0.113.8" });
    await signIn(desk, "nobody@girassol.example", { address: "203.0.113.9" });
    await desk.call(cookie, "POST", "/api/auth/sign-out", {});
    await desk.call(helena, "PATCH", `/api/agents/${lia.agentId}`, { role: "supervisor" });
    await desk.call(helena, "PATCH", `/api/agents/${lia.agentId}`, { active: false });
    const told = (await acts()).filter(({ data }) => data["agentId"] === lia.agentId);
    const boss = desk.ours.agents["Helena"];
    expect(told.map(({ type, doer }) => [type, doer])).toEqual([
      ["security.signed_in", lia.agentId],
      ["security.signed_in", lia.agentId],
      ["security.sign_in_failed", null],
      ["security.signed_out", lia.agentId],
      ["security.role_changed", boss],
      ["security.agent_disabled", boss],
    ]);
    expect(told[1]?.data).toMatchObject({
      by: "password",
      address: "203.0.113.7",
      browser: "Safari",
      system: "iOS",
    });
    expect(told[2]?.data).toMatchObject({ by: "password", address: "203.0.113.8" });
    expect(told[4]?.data).toMatchObject({ from: "agent", to: "supervisor" });
    expect(JSON.stringify(await acts())).not.toContain("203.0.113.9");
  });
});
