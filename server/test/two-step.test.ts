import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuth, resealTwoStep } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { cookiesOf, newPerson, PASSWORD, signIn, statusOf } from "./person-world.ts";

const STEP_MS = 30_000;
let desk: Desk;
let helena: string;
beforeEach(async () => {
  // the codes go by the wall's clock: it is moved from one to the next
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.close();
});

type Person = { cookie: string; email: string; agentId: string };
type Protected = Person & { secret: Uint8Array; backupCodes: string[] };

/** The code of this moment, after the time of the one before is over. */
async function nextCode({ secret }: Pick<Protected, "secret">): Promise<string> {
  vi.setSystemTime(Date.now() + 2 * STEP_MS);
  return createOTP(secret).totp();
}

const begin = (cookie: string, password = PASSWORD) =>
  desk.call(cookie, "POST", "/api/me/two-step/begin", { password });

function secretIn(uri: unknown): Uint8Array {
  return base32.decode(new URL(String(uri)).searchParams.get("secret") ?? "");
}

/** A person with the second step on. */
async function withTwoStep(name: string): Promise<Protected> {
  const person = await newPerson(desk, name);
  const { body } = await begin(person.cookie);
  const made = { ...person, secret: secretIn(body["uri"]), backupCodes: body["backupCodes"] as string[] };
  const code = await nextCode(made);
  expect(await statusOf(desk, person.cookie, "POST", "/api/me/two-step/confirm", { code })).toBe(204);
  return made;
}

let turn = 0;
async function pass(
  cookie: string,
  code: string,
  { kind = "totp", trustDevice = false }: { kind?: "totp" | "backup"; trustDevice?: boolean } = {},
): Promise<{ status: number; cookie: string; code?: unknown }> {
  turn += 1;
  const answer = await desk.app.inject({
    method: "POST",
    url: "/api/auth/two-step",
    remoteAddress: `203.0.113.${turn % 250}`,
    headers: { cookie },
    payload: { kind, code, trustDevice },
  });
  const body: Record<string, unknown> = answer.body === "" ? {} : answer.json();
  return { status: answer.statusCode, cookie: cookiesOf(answer.headers), code: body["code"] };
}

const isIn = async (cookie: string): Promise<boolean> =>
  (await statusOf(desk, cookie, "GET", "/api/me")) === 200;
const acts = async (): Promise<string[]> => {
  const { rows } = await sql<{ type: string }>`
    SELECT type FROM event WHERE account_id = ${desk.ours.accountId} AND type LIKE 'security.%' ORDER BY id`.execute(
    desk.world.deps.system,
  );
  return rows.map(({ type }) => type.replace("security.", ""));
};
const lastBy = async (): Promise<unknown> => {
  const { rows } = await sql<{
    by: string;
  }>`SELECT data ->> 'by' AS by FROM event ORDER BY id DESC LIMIT 1`.execute(desk.world.deps.system);
  return rows[0]?.by;
};

describe("setting it up", () => {
  it("takes the password and a code of the new secret; until then nothing is asked", async () => {
    const lia = await newPerson(desk, "Lia");
    expect((await begin(lia.cookie, "errada errada")).body.fields).toMatchObject([
      { path: "password", code: "wrong_password" },
    ]);
    const { body, headers } = await begin(lia.cookie);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body["uri"]).toMatch(
      /^otpauth:\/\/totp\/Balc%C3%A3o:lia%40girassol\.example\?secret=[A-Z2-7]{40,}&/u,
    );
    expect(new Set(body["backupCodes"] as string[]).size).toBe(10);
    expect((await signIn(desk, lia.email)).status).toBe(204);
    const wrong = await desk.call(lia.cookie, "POST", "/api/me/two-step/confirm", { code: "000000" });
    expect(wrong.body.fields).toMatchObject([{ path: "code", code: "wrong_code" }]);
    const secret = secretIn(body["uri"]);
    const code = await nextCode({ secret });
    // as people type it
    const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
    expect(await statusOf(desk, lia.cookie, "POST", "/api/me/two-step/confirm", { code: spaced })).toBe(204);
    expect((await desk.call(lia.cookie, "GET", "/api/me/two-step")).body).toEqual({
      isOn: true,
      hasPassword: true,
      isRequired: false,
      backupCodesLeft: 10,
    });
    expect((await signIn(desk, lia.email)).body).toEqual({ secondStep: true });
    expect((await begin(lia.cookie)).body.code).toBe("two_step_on");
    expect((await acts()).at(-1)).toBe("two_step_on");
    const { rows } = await sql<{
      kept: string;
    }>`SELECT secret || "backupCodes" AS kept FROM auth_two_factor`.execute(desk.world.deps.system);
    for (const plain of [...(body["backupCodes"] as string[]), Buffer.from(secret).toString()])
      expect(rows[0]?.kept).not.toContain(plain);
  });

  it("is not for the demo's people, who have no password; they keep coming in", async () => {
    expect((await desk.call(helena, "GET", "/api/me/two-step")).body).toMatchObject({
      isOn: false,
      hasPassword: false,
    });
    expect((await begin(helena)).body.code).toBe("no_password");
  });

  it("is not guessed at", async () => {
    const lia = await newPerson(desk, "Lia");
    await begin(lia.cookie);
    const confirm = (code: string) =>
      statusOf(desk, lia.cookie, "POST", "/api/me/two-step/confirm", { code });
    // the begin counts too
    for (let n = 0; n < 9; n++) expect(await confirm(`00000${n}`)).toBe(422);
    expect(await confirm("222222")).toBe(429);
  });
});

describe("signing in", () => {
  it("needs the code: no door opens without it, and the cookie in between opens nothing", async () => {
    const lia = await withTwoStep("Lia");
    const asked = await signIn(desk, lia.email);
    expect(asked.status).toBe(200);
    expect(asked.cookie).not.toContain("session_token");
    for (const url of ["/api/me", "/api/sessions", "/api/me/two-step"])
      expect(await statusOf(desk, asked.cookie, "GET", url), url).toBe(401);
    for (const path of ["two-factor/verify-totp", "two-factor/disable", "get-session", "sign-in/username"])
      expect(await statusOf(desk, asked.cookie, "POST", `/api/auth/${path}`, {}), path).toBe(404);
    expect(await pass(asked.cookie, "000000")).toMatchObject({ status: 401, code: "wrong_code" });
    expect(await pass("", await nextCode(lia))).toMatchObject({ status: 401, code: "sign_in_again" });
    const forged = asked.cookie.replace(/two_factor=[^.]{4}/u, "two_factor=AAAA");
    expect(await pass(forged, await nextCode(lia))).toMatchObject({ status: 401, code: "sign_in_again" });
    const entered = await pass(asked.cookie, await nextCode(lia));
    expect(entered.status).toBe(204);
    expect(await isIn(entered.cookie)).toBe(true);
    expect(await lastBy()).toBe("code");
    // the wait is over with it
    expect(await pass(asked.cookie, await nextCode(lia))).toMatchObject({
      status: 401,
      code: "sign_in_again",
    });
  });

  it("by an invitation to another company needs it too", async () => {
    const lia = await withTwoStep("Lia");
    const { body } = await desk.call(await desk.cookie(desk.theirs, "Helena"), "POST", "/api/invitations", {
      email: lia.email,
      name: "Lia",
      role: "agent",
      teamIds: [],
    });
    const token = String(body["link"]).split("/").at(-1);
    const asked = await desk.call("", "POST", "/api/invitations/accept", {
      token,
      name: "Lia",
      password: PASSWORD,
    });
    expect([asked.status, asked.body]).toEqual([200, { secondStep: true }]);
    const waiting = cookiesOf(asked.headers);
    expect(await isIn(waiting)).toBe(false);
    expect((await pass(waiting, await nextCode(lia))).status).toBe(204);
  });

  it("with another's session in the browser asks this person's code, not the other's", async () => {
    const lia = await withTwoStep("Lia");
    const rui = await withTwoStep("Rui");
    const asked = await signIn(desk, lia.email, { cookie: rui.cookie });
    const both = `${rui.cookie}; ${asked.cookie}`;
    expect((await pass(both, await nextCode(rui))).status).toBe(401);
    const entered = await pass(both, await nextCode(lia));
    expect((await desk.call(entered.cookie, "GET", "/api/me")).body["agent"]).toMatchObject({
      email: lia.email,
    });
  });

  it("takes a code once, from two at the same moment too", async () => {
    const lia = await withTwoStep("Lia");
    const waits = await Promise.all([1, 2, 3, 4].map(() => signIn(desk, lia.email)));
    const code = await nextCode(lia);
    const tries = await Promise.all(waits.map(({ cookie }) => pass(cookie, code)));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([204, 401, 401, 401]);
    for (const { status, cookie } of tries) expect(await isIn(cookie)).toBe(status === 204);
    const again = await signIn(desk, lia.email);
    expect((await pass(again.cookie, code)).status).toBe(401);
    const { rows } =
      await sql`SELECT FROM auth_session s JOIN auth_user u ON u.id = s."userId" WHERE u.email = ${lia.email}`.execute(
        desk.world.deps.system,
      );
    // the one of the invitation, and the one that came in
    expect(rows).toHaveLength(2);
  });

  it("takes a backup code once", async () => {
    const lia = await withTwoStep("Lia");
    const [first = "", second = ""] = lia.backupCodes;
    const waits = await Promise.all([1, 2, 3].map(() => signIn(desk, lia.email)));
    const tries = await Promise.all(waits.map(({ cookie }) => pass(cookie, first, { kind: "backup" })));
    expect(tries.filter(({ status }) => status === 204)).toHaveLength(1);
    const again = await signIn(desk, lia.email);
    expect((await pass(again.cookie, first, { kind: "backup" })).code).toBe("wrong_code");
    // as it may be typed
    expect((await pass(again.cookie, second.toUpperCase(), { kind: "backup" })).status).toBe(204);
    expect(await lastBy()).toBe("backup_code");
    expect((await desk.call(lia.cookie, "GET", "/api/me/two-step")).body["backupCodesLeft"]).toBe(8);
    const renewed = await desk.call(lia.cookie, "POST", "/api/me/two-step/backup-codes", {
      password: PASSWORD,
    });
    expect(renewed.body["backupCodes"]).toHaveLength(10);
    const third = await signIn(desk, lia.email);
    expect((await pass(third.cookie, lia.backupCodes[2] ?? "", { kind: "backup" })).code).toBe("wrong_code");
  });

  it("is shut for a while after ten wrong codes, whatever the browser", async () => {
    const lia = await withTwoStep("Lia");
    const codes: unknown[] = [];
    for (let n = 0; n < 2; n++) {
      const { cookie } = await signIn(desk, lia.email);
      for (let m = 0; m < 6; m++) codes.push((await pass(cookie, `00000${m}`)).code);
    }
    expect(codes.filter((code) => code === "wrong_code")).toHaveLength(10);
    const asked = await signIn(desk, lia.email);
    expect(await pass(asked.cookie, await nextCode(lia))).toMatchObject({ status: 429 });
    vi.setSystemTime(Date.now() + 16 * 60_000);
    const later = await signIn(desk, lia.email);
    expect((await pass(later.cookie, await nextCode(lia))).status).toBe(204);
    expect((await acts()).filter((act) => act === "sign_in_failed")).toHaveLength(13);
  });

  it("asks a trusted browser no more, until the password changes", async () => {
    const lia = await withTwoStep("Lia");
    const first = await signIn(desk, lia.email);
    const trusted = await pass(first.cookie, await nextCode(lia), { trustDevice: true });
    const device = trusted.cookie
      .split("; ")
      .filter((cookie) => cookie.includes("trust_device"))
      .join("; ");
    const back = await signIn(desk, lia.email, { cookie: device });
    expect(back.status).toBe(204);
    const renewed = back.cookie
      .split("; ")
      .filter((cookie) => cookie.includes("trust_device"))
      .join("; ");
    // another person is asked in that browser
    const rui = await withTwoStep("Rui");
    expect((await signIn(desk, rui.email, { cookie: renewed })).status).toBe(200);
    const password = "outras palavras bem soltas";
    await desk.call(lia.cookie, "PUT", "/api/me/password", { current: PASSWORD, password });
    expect((await signIn(desk, lia.email, { cookie: renewed, password })).status).toBe(200);
  });
});

describe("a change of keys", () => {
  const OLD = "x".repeat(44);
  const NEW = "y".repeat(44);

  it("leaves the app, the backup codes and everybody's way in as they were", async () => {
    const lia = await withTwoStep("Lia");
    const { deps, url } = desk.world;
    const withKeys = async (secret: string, ...older: string[]) => {
      const auth = createAuth(deps, { databaseUrl: url, secret, older });
      const channels = channelCache(deps.system, deps.sealer);
      const app = await buildWeb(deps, { auth, channels, hub: desk.hub, webDist: null, phoneUrl: null });
      const post = (path: string, cookie: string, payload: object) =>
        app.inject({ method: "POST", url: path, headers: { cookie }, payload });
      const asked = await post("/api/auth/sign-in/email", "", { email: lia.email, password: PASSWORD });
      const code = { kind: "totp", code: await nextCode(lia), trustDevice: false };
      const entered = await post("/api/auth/two-step", cookiesOf(asked.headers), code);
      await app.close();
      await auth.stop();
      return entered.statusCode;
    };
    expect(await withKeys(NEW, OLD)).toBe(204);
    expect(await resealTwoStep(deps.system, [NEW, OLD])).toMatchObject({ resealed: 1, unreadable: [] });
    expect(await resealTwoStep(deps.system, [NEW, OLD])).toMatchObject({ resealed: 0, unreadable: [] });
    expect(await withKeys(NEW)).toBe(204);
    // who has only the old key opens nothing any more, and it is told whose nothing opens
    expect(await withKeys(OLD)).not.toBe(204);
    const other = "z".repeat(44);
    expect((await resealTwoStep(deps.system, [other])).unreadable).toHaveLength(1);
    expect(await withKeys(NEW)).toBe(204);
  });
});

describe("without it", () => {
  it("one is again by the password, and never by a colleague's", async () => {
    const lia = await withTwoStep("Lia");
    expect(
      (await desk.call(lia.cookie, "POST", "/api/me/two-step/off", { password: "errada errada" })).status,
    ).toBe(422);
    expect((await signIn(desk, lia.email)).status).toBe(200);
    expect(await statusOf(desk, lia.cookie, "POST", "/api/me/two-step/off", { password: PASSWORD })).toBe(
      204,
    );
    expect((await signIn(desk, lia.email)).status).toBe(204);
    expect((await acts()).slice(-2)).toEqual(["two_step_off", "signed_in"]);
  });

  it("an administrator lets in who lost the phone, and the log says so", async () => {
    const lia = await withTwoStep("Lia");
    const url = `/api/agents/${lia.agentId}/reset-two-step`;
    for (const name of ["Ana", "Rita"])
      expect(await statusOf(desk, await desk.cookie(desk.ours, name), "POST", url, {})).toBe(403);
    expect(await statusOf(desk, await desk.cookie(desk.theirs, "Helena"), "POST", url, {})).toBe(404);
    expect((await desk.call(helena, "GET", `/api/agents/${lia.agentId}/access`)).body).toMatchObject({
      twoStep: true,
    });
    expect(await statusOf(desk, helena, "POST", url, {})).toBe(204);
    expect(await isIn(lia.cookie)).toBe(false);
    expect((await signIn(desk, lia.email)).status).toBe(204);
    const { rows } = await sql<{ doer: string; agent: string }>`
      SELECT agent_id AS doer, data ->> 'agentId' AS agent FROM event WHERE type = 'security.two_step_reset'`.execute(
      desk.world.deps.system,
    );
    expect(rows).toEqual([{ doer: desk.ours.agents["Helena"], agent: lia.agentId }]);
    expect((await desk.call(helena, "POST", url, {})).body.code).toBe("two_step_not_on");
    const own = `/api/agents/${desk.ours.agents["Helena"]}/reset-two-step`;
    expect((await desk.call(helena, "POST", own, {})).body.code).toBe("two_step_own");
  });

  it("no administrator of one company lets a person of two into the other", async () => {
    const lia = await withTwoStep("Lia");
    const { body } = await desk.call(await desk.cookie(desk.theirs, "Helena"), "POST", "/api/invitations", {
      email: lia.email,
      name: "Lia",
      role: "administrator",
      teamIds: [],
    });
    const token = String(body["link"]).split("/").at(-1);
    await desk.call("", "POST", "/api/invitations/accept", { token, name: "Lia", password: PASSWORD });
    const refused = await desk.call(helena, "POST", `/api/agents/${lia.agentId}/reset-two-step`, {});
    expect(refused.body.code).toBe("two_step_elsewhere");
  });
});

describe("a company that asks for it", () => {
  const require = (twoStepRequired: boolean, cookie = helena) =>
    desk.call(cookie, "PUT", "/api/settings/access", { twoStepRequired });

  it("lets who lacks it set it up at the next sign-in, and do nothing else before", async () => {
    const lia = await newPerson(desk, "Lia");
    for (const name of ["Ana", "Rita"])
      expect((await require(true, await desk.cookie(desk.ours, name))).status).toBe(403);
    vi.setSystemTime(Date.now() + 1000);
    expect((await require(true)).body).toEqual({ twoStepRequired: true, people: 1, protected: 0 });
    // whoever is at work goes on for a day
    expect(await statusOf(desk, lia.cookie, "GET", "/api/agents")).toBe(200);
    await sql`UPDATE account SET two_step_since = now() - interval '1 hour'`.execute(desk.world.deps.system);
    const { cookie } = await signIn(desk, lia.email);
    expect((await desk.call(cookie, "GET", "/api/me")).body).toMatchObject({ owesTwoStep: true });
    for (const [method, url] of [
      ["GET", "/api/agents"],
      ["GET", "/api/conversations?tab=mine"],
      ["GET", "/api/sessions"],
      ["PUT", "/api/me/password"],
      ["POST", "/api/me/two-step/off"],
    ] as const) {
      const refused = await desk.call(cookie, method, url, method === "GET" ? undefined : {});
      expect([refused.status, refused.body.code], url).toEqual([403, "two_step_first"]);
    }
    const { body } = await begin(cookie);
    const code = await nextCode({ secret: secretIn(body["uri"]) });
    expect(await statusOf(desk, cookie, "POST", "/api/me/two-step/confirm", { code })).toBe(204);
    expect(await statusOf(desk, cookie, "GET", "/api/agents")).toBe(200);
    expect((await desk.call(cookie, "POST", "/api/me/two-step/off", { password: PASSWORD })).body.code).toBe(
      "two_step_required",
    );
    expect((await desk.call(helena, "GET", "/api/settings/access")).body).toMatchObject({ protected: 1 });
    expect((await require(false)).body).toMatchObject({ twoStepRequired: false });
    expect((await acts()).filter((act) => act.startsWith("two_step_"))).toEqual([
      "two_step_required",
      "two_step_on",
      "two_step_optional",
    ]);
  });

  it("asks who never signs out within a day, sockets included; the demo's people never", async () => {
    const lia = await newPerson(desk, "Lia");
    await require(true);
    await sql`UPDATE account SET two_step_since = now() - interval '25 hours'`.execute(
      desk.world.deps.system,
    );
    desk.auth.forget();
    expect((await desk.call(lia.cookie, "GET", "/api/agents")).body.code).toBe("two_step_first");
    const upgrade = await desk.app.inject({ url: "/api/realtime", headers: { cookie: lia.cookie } });
    expect(upgrade.json()).toMatchObject({ code: "two_step_first" });
    expect(await statusOf(desk, helena, "GET", "/api/agents")).toBe(200);
    expect(await statusOf(desk, await desk.cookie(desk.theirs, "Helena"), "GET", "/api/agents")).toBe(200);
  });
});
