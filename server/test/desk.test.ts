import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCompany, type Company } from "../src/demo/company.ts";
import { createAuth, type Auth } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { realtime } from "../src/modules/conversations/index.ts";
import { ticketNews } from "../src/modules/tickets/index.ts";
import { buildWeb } from "../src/web.ts";
import { testWorld, type TestWorld } from "./harness.ts";

let world: TestWorld;
let app: FastifyInstance;
let auth: Auth;
let ours: Company;
let theirs: Company;

const channel = (id: string) => ({
  phoneNumberId: id,
  wabaId: "300100200300400",
  displayPhone: "5511900000001",
  graphBaseUrl: "http://graph.test",
  accessToken: "token-123456",
  appSecret: "secret-1234",
  verifyToken: "verify-1234",
});

beforeAll(async () => {
  world = await testWorld();
  ours = await createCompany(world.deps, { demo: true, withBot: true, channel: channel("111111") });
  theirs = await createCompany(world.deps, { demo: true, withBot: true, channel: channel("222222") });
  auth = createAuth(world.deps, { databaseUrl: world.url, secret: "x".repeat(44) });
  app = await buildWeb(world.deps, {
    auth,
    channels: channelCache(world.deps.system, world.deps.sealer),
    hub: realtime(world.deps, ticketNews),
    webDist: null,
    phoneUrl: null,
  });
});
afterAll(async () => {
  await app.close();
  await auth.stop();
  await world.close();
});

async function cookieOf(agentId: string | undefined): Promise<string> {
  const answer = await app.inject({ method: "POST", url: "/api/demo/sign-in", payload: { agentId } });
  expect(answer.statusCode).toBe(204);
  return String(answer.headers["set-cookie"]).split(";")[0] ?? "";
}
const call = async (
  cookie: string,
  method: "GET" | "POST" | "PUT" | "DELETE",
  url: string,
  payload?: unknown,
) =>
  app.inject({
    method,
    url,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload: payload as object }),
  });

describe("the desk's doors", () => {
  it("refuses strangers, other sites and agents without the right, each with a sentence", async () => {
    expect((await app.inject({ url: "/api/teams" })).json()).toMatchObject({
      status: 401,
      code: "sign_in_first",
    });
    const ana = await cookieOf(ours.agents["Ana"]);
    const elsewhere = await app.inject({
      method: "POST",
      url: "/api/teams",
      headers: { cookie: ana, origin: "https://evil.example" },
      payload: {},
    });
    expect(elsewhere.json()).toMatchObject({ code: "other_site" });
    const settings = (await call(ana, "GET", "/api/settings/whatsapp")).json();
    expect(
      (await call(ana, "PUT", "/api/settings/whatsapp", { ...settings, updatedAt: undefined })).json(),
    ).toMatchObject({ status: 403, code: "forbidden" });
  });

  it("takes no change from a page of a person whose browser another has signed in to since", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const change = async (more: Record<string, string | undefined>) =>
      app.inject({
        method: "PATCH",
        url: "/api/me/preferences",
        headers: { cookie: helena, ...more },
        payload: {},
      });
    expect((await change({ "x-balcao-agent": ours.agents["Ana"] })).json()).toMatchObject({
      status: 401,
      code: "signed_in_as_another",
    });
    expect((await change({ "x-balcao-agent": ours.agents["Helena"] })).statusCode).toBeLessThan(300);
    expect((await change({})).statusCode).toBeLessThan(300);
  });

  it("shows each company its own teams only, also with the tenant condition gone", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const teams = (await call(helena, "GET", "/api/teams")).json().items as { id: string }[];
    expect(teams).toHaveLength(3);
    expect(teams.map((team) => team.id)).not.toContain(theirs.teams.comercial);
    const put = await call(helena, "PUT", `/api/teams/${theirs.teams.comercial}`, {
      name: "x",
      color: "#000000",
      description: "",
      active: true,
      inactivityHours: null,
      businessHours: null,
      memberIds: [],
      version: 1,
    });
    expect(put.json()).toMatchObject({ status: 404, code: "not_found" });
  });

  it("makes a team, refuses its name twice, and tells the second editor", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const fields = {
      name: "Trocas",
      kind: "whatsapp",
      color: "#112233",
      description: "",
      active: true,
      inactivityHours: 2,
      businessHours: null,
      memberIds: [ours.agents["Ana"]],
    };
    const made = await call(helena, "POST", "/api/teams", fields);
    expect(made.statusCode).toBe(201);
    expect((await call(helena, "POST", "/api/teams", fields)).json()).toMatchObject({
      status: 422,
      fields: [{ path: "name", code: "taken" }],
    });
    const { kind: _kind, ...update } = fields;
    expect(
      (
        await call(helena, "PUT", `/api/teams/${made.json().id}`, {
          ...update,
          name: "Devoluções",
          version: 1,
        })
      ).json(),
    ).toMatchObject({ version: 2 });
    expect(
      (await call(helena, "PUT", `/api/teams/${made.json().id}`, { ...update, version: 1 })).json(),
    ).toMatchObject({ status: 409, code: "version_conflict", data: { current: { name: "Devoluções" } } });
  });

  it("saves settings by version and refuses unknown variables by field", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const {
      updatedAt: _updatedAt,
      holidays: _holidays,
      ...settings
    } = (await call(helena, "GET", "/api/settings/whatsapp")).json();
    const wrong = {
      ...settings,
      autoMessages: { ...settings.autoMessages, welcome: { enabled: true, text: "{{nada}}" } },
    };
    expect((await call(helena, "PUT", "/api/settings/whatsapp", wrong)).json()).toMatchObject({
      status: 422,
      fields: [{ path: "autoMessages.welcome.text", code: "unknown_variable" }],
    });
    expect(
      (await call(helena, "PUT", "/api/settings/whatsapp", { ...settings, inactivityHours: 3 })).json(),
    ).toMatchObject({ inactivityHours: 3, version: 2 });
    expect((await call(helena, "PUT", "/api/settings/whatsapp", settings)).json()).toMatchObject({
      code: "version_conflict",
    });
  });

  it("keeps the draft apart from what is published until it is published", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const before = (await call(helena, "GET", "/api/bot")).json();
    expect(before).toMatchObject({ changes: [], published: { number: 1 } });
    const { id, position: _p, version, firedLast7Days: _f, updatedAt: _u, ...fields } = before.triggers[0];
    const changed = (
      await call(helena, "PUT", `/api/bot/triggers/${id}`, { ...fields, description: "Olá", version })
    ).json();
    expect(changed).toMatchObject({
      changes: [{ triggerId: id, kind: "changed" }],
      published: { number: 1 },
    });
    expect(
      (await call(helena, "PUT", `/api/bot/triggers/${id}`, { ...fields, version })).json(),
    ).toMatchObject({ code: "version_conflict" });
    expect((await call(helena, "POST", "/api/bot/publish", { note: "teste" })).json()).toMatchObject({
      changes: [],
      published: { number: 2, note: "teste" },
    });
  });

  it("brings a deleted trigger back as itself", async () => {
    const helena = await cookieOf(ours.agents["Helena"]);
    const before = (await call(helena, "GET", "/api/bot")).json();
    const { id, position, version: _v, firedLast7Days: _f, updatedAt: _u, ...fields } = before.triggers[1];
    const gone = (await call(helena, "DELETE", `/api/bot/triggers/${id}`)).json();
    expect(gone.changes).toEqual([{ triggerId: id, description: fields.description, kind: "removed" }]);
    const body = { ...fields, restore: { id, position } };
    expect((await call(helena, "POST", "/api/bot/triggers", body)).json()).toMatchObject({ changes: [] });
    expect((await call(helena, "POST", "/api/bot/triggers", body)).json()).toMatchObject({
      code: "version_conflict",
    });
  });

  it("answers a foreign conversation as it answers a missing one", async () => {
    const ana = await cookieOf(ours.agents["Ana"]);
    const missing = await call(ana, "GET", "/api/conversations/01a20a45-0de6-7000-9aaf-05ddaf30ba6e");
    expect(missing.json()).toMatchObject({ status: 404, code: "not_found" });
    expect((await call(ana, "GET", "/api/conversations?tab=new")).json()).toEqual({
      items: [],
      nextCursor: null,
    });
    expect((await call(ana, "GET", "/api/conversations/counts")).json()).toMatchObject({
      pending: 0,
      tabs: { new: { conversations: 0, unread: 0 } },
    });
  });
});
