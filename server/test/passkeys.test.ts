import { sql } from "kysely";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuth, type Auth } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { buildWeb } from "../src/web.ts";
import { Authenticator, type Ceremony } from "./authenticator.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { cookiesOf, newPerson, PASSWORD } from "./person-world.ts";

const BASE = "https://desk.example";
const RP = "desk.example";
let desk: Desk;
/** the same desk at an address with a name */
let app: FastifyInstance;
let auth: Auth;
beforeEach(async () => {
  desk = await openDesk();
  const deps = { ...desk.world.deps, baseUrl: BASE };
  auth = createAuth(deps, { databaseUrl: desk.world.url, secret: "x".repeat(44) });
  const channels = channelCache(deps.system, deps.sealer);
  app = await buildWeb(deps, { auth, channels, hub: desk.hub, webDist: null, phoneUrl: null });
});
afterEach(async () => {
  vi.useRealTimers();
  await app.close();
  await auth.stop();
  await desk.close();
});

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Answer = { status: number; body: Record<string, unknown>; cookie: string };
async function call(cookie: string, method: Method, url: string, payload?: object): Promise<Answer> {
  const answer = await app.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
  const body: Record<string, unknown> = answer.body === "" ? {} : answer.json();
  return { status: answer.statusCode, body, cookie: cookiesOf(answer.headers) };
}
const challengeIn = ({ body }: Answer): string => (body["options"] as { challenge: string }).challenge;

/** A person signed in at that address (its cookies have another name than those of an address without https). */
async function person(name: string): Promise<{ cookie: string; email: string; agentId: string }> {
  const made = await newPerson(desk, name);
  const entered = await call("", "POST", "/api/auth/sign-in/email", {
    email: made.email,
    password: PASSWORD,
  });
  return { ...made, cookie: entered.cookie };
}

async function withPasskey(cookie: string): Promise<Authenticator> {
  const device = new Authenticator();
  const begun = await call(cookie, "POST", "/api/passkeys/begin", { password: PASSWORD });
  device.userHandle = (begun.body["options"] as { user: { id: string } }).user.id;
  const credential = device.create({ challenge: challengeIn(begun), origin: BASE, rpID: RP });
  const kept = await call(cookie, "POST", "/api/passkeys", { name: "Notebook", credential });
  expect(kept.status).toBe(204);
  return device;
}

const beginSignIn = async (): Promise<string> =>
  challengeIn(await call("", "POST", "/api/auth/passkey/begin"));
const signInBy = (credential: object) => call("", "POST", "/api/auth/passkey", { credential });
const own = (challenge: string): Ceremony => ({ challenge, origin: BASE, rpID: RP });
const acts = async (): Promise<string[]> => {
  const { rows } = await sql<{ act: string }>`
    SELECT replace(type, 'security.', '') || coalesce(' ' || (data ->> 'by'), '') AS act FROM event WHERE type LIKE 'security.%' ORDER BY id`.execute(
    desk.world.deps.system,
  );
  return rows.map(({ act }) => act);
};

describe("a passkey", () => {
  it("is made by who knows the password, named, used, renamed and removed", async () => {
    const lia = await person("Lia");
    const wrong = await call(lia.cookie, "POST", "/api/passkeys/begin", { password: "errada errada" });
    expect(wrong.body).toMatchObject({ fields: [{ path: "password", code: "wrong_password" }] });
    const device = await withPasskey(lia.cookie);
    const entered = await signInBy(device.get(own(await beginSignIn())));
    expect(entered.status).toBe(204);
    expect((await call(entered.cookie, "GET", "/api/me")).body["agent"]).toMatchObject({ email: lia.email });
    const { body } = await call(entered.cookie, "GET", "/api/passkeys");
    expect(body).toMatchObject({
      isPossible: true,
      items: [{ name: "Notebook", usedAt: expect.any(String) }],
    });
    const [{ id = "" } = {}] = body["items"] as { id?: string }[];
    const rui = await person("Rui");
    for (const [method, payload] of [
      ["PATCH", { name: "Meu" }],
      ["DELETE", undefined],
    ] as const)
      expect((await call(rui.cookie, method, `/api/passkeys/${id}`, payload)).status).toBe(404);
    expect((await call(lia.cookie, "PATCH", `/api/passkeys/${id}`, { name: "Celular" })).status).toBe(204);
    expect((await call(lia.cookie, "DELETE", `/api/passkeys/${id}`)).status).toBe(204);
    expect((await signInBy(device.get(own(await beginSignIn())))).status).toBe(401);
    expect((await acts()).filter((act) => act.includes("passkey"))).toEqual([
      "passkey_added",
      "signed_in passkey",
      "passkey_removed",
    ]);
  });

  it("opens only here, lately, once, with its owner's finger or PIN", async () => {
    const lia = await person("Lia");
    const rui = await person("Rui");
    const device = await withPasskey(lia.cookie);
    const fresh = async (change: Partial<Ceremony> = {}) =>
      device.get({ ...own(await beginSignIn()), ...change });
    const refused = async (credential: object): Promise<void> => {
      const answer = await signInBy(credential);
      expect([answer.status, answer.body["code"], answer.cookie]).toEqual([401, "passkey_unknown", ""]);
    };
    await refused(await fresh({ origin: "https://evil.example" }));
    await refused(await fresh({ origin: "http://desk.example" }));
    await refused(await fresh({ rpID: "evil.example" }));
    await refused(await fresh({ isVerified: false }));
    await refused(await fresh({ challenge: Buffer.from("a.9999999999999.b").toString("base64url") }));
    // a challenge for making a key signs nobody in
    const making = challengeIn(await call(lia.cookie, "POST", "/api/passkeys/begin", { password: PASSWORD }));
    await refused(await fresh({ challenge: making }));
    const other = new Authenticator();
    await refused(other.get(own(await beginSignIn())));
    const stranger = await fresh();
    (stranger["response"] as Record<string, unknown>)["userHandle"] = Buffer.from("x").toString("base64url");
    await refused(stranger);
    const late = await beginSignIn();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * 60_000 });
    await refused(device.get(own(late)));
    vi.useRealTimers();
    // what was signed once, twice at the same moment
    const once = await fresh();
    const tries = await Promise.all([signInBy(once), signInBy(once), signInBy(once)]);
    expect(tries.map(({ status }) => status).toSorted()).toEqual([204, 401, 401]);
    // a copy of the key that is behind its counter
    device.counter = 1;
    await refused(await fresh());
    expect((await acts()).filter((act) => act === "sign_in_failed passkey").length).toBeGreaterThan(8);
    void rui;
  });

  it("is made for the person who asked, here, lately, and for nobody twice", async () => {
    const lia = await person("Lia");
    const rui = await person("Rui");
    const begin = async (cookie: string) =>
      challengeIn(await call(cookie, "POST", "/api/passkeys/begin", { password: PASSWORD }));
    const keep = async (cookie: string, ceremony: Ceremony, device = new Authenticator()) => {
      const { status, body } = await call(cookie, "POST", "/api/passkeys", {
        name: "x",
        credential: device.create(ceremony),
      });
      return [status, (body["fields"] as { code: string }[] | undefined)?.[0]?.code];
    };
    const refused = [422, "passkey_refused"];
    expect(await keep(rui.cookie, own(await begin(lia.cookie)))).toEqual(refused);
    expect(await keep(lia.cookie, own(await beginSignIn()))).toEqual(refused);
    expect(
      await keep(lia.cookie, { ...own(await begin(lia.cookie)), origin: "https://evil.example" }),
    ).toEqual(refused);
    expect(await keep(lia.cookie, { ...own(await begin(lia.cookie)), isVerified: false })).toEqual(refused);
    const device = new Authenticator();
    expect(await keep(lia.cookie, own(await begin(lia.cookie)), device)).toEqual([204, undefined]);
    expect(await keep(rui.cookie, own(await begin(rui.cookie)), device)).toEqual(refused);
  });

  it("of who works nowhere any more opens nothing", async () => {
    const lia = await person("Lia");
    const device = await withPasskey(lia.cookie);
    const helena = await desk.cookie(desk.ours, "Helena");
    await desk.call(helena, "PATCH", `/api/agents/${lia.agentId}`, { active: false });
    expect((await signInBy(device.get(own(await beginSignIn())))).status).toBe(401);
  });

  it("is offered only at an address that browsers take for one", async () => {
    expect((await call("", "GET", "/api/sign-in-options")).body["passkeys"]).toBe(true);
    const helena = await desk.cookie(desk.ours, "Helena");
    // http://127.0.0.1
    expect((await desk.call("", "GET", "/api/sign-in-options")).body["passkeys"]).toBe(false);
    expect((await desk.call(helena, "GET", "/api/passkeys")).body).toEqual({ items: [], isPossible: false });
    expect((await desk.call(helena, "POST", "/api/passkeys/begin", { password: "" })).body.code).toBe(
      "passkeys_impossible",
    );
  });
});
