import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pushNewsLoop, pushSenderLoop } from "../src/modules/push/index.ts";
import { openDesk, START, untilTellable, type Desk, type Reply } from "./desk-world.ts";
import { claimsOf, pushBrowser, pushHost, type PushHost } from "./push-world.ts";

let desk: Desk;
let host: PushHost;
let helena: string;
let ana: string;
let serial = 0;

beforeAll(async () => {
  desk = await openDesk();
  host = await pushHost();
});
afterAll(async () => {
  await host.close();
  await desk.close();
});
beforeEach(async () => {
  desk.world.clock.set(START);
  host.arrived.length = 0;
  host.answers.length = 0;
  const { system } = desk.world.deps;
  await sql`DELETE FROM push_subscription`.execute(system);
  await sql`DELETE FROM push_cursor`.execute(system);
  await sql`DELETE FROM presence`.execute(system);
  await sql`UPDATE agent SET preferences = '{}'`.execute(system);
  helena = await desk.cookie(desk.ours, "Helena");
  ana = await desk.cookie(desk.ours, "Ana");
  await prefer(helena, { callFor: "all" });
  await allow({ enabled: true, makers: ["google", "mozilla"] });
});

const put = (cookie: string, url: string, body: object): Promise<Reply> =>
  desk.call(cookie, "PUT", url, body);
const post = (cookie: string, url: string, body: object = {}): Promise<Reply> =>
  desk.call(cookie, "POST", url, body);
const prefer = (cookie: string, body: object): Promise<Reply> =>
  desk.call(cookie, "PATCH", "/api/me/preferences", body);
const newPhone = (): string => `55119${String(86_200_000 + ++serial)}`;
const key = (): string => `push-${String(++serial).padStart(6, "0")}`;

async function allow(wanted: object): Promise<Reply> {
  const { version } = (await desk.call(helena, "GET", "/api/settings/push")).body;
  return put(helena, "/api/settings/push", { version, ...wanted });
}

/** A browser that this person wants notices in. */
async function browser(cookie: string): Promise<ReturnType<typeof pushBrowser>> {
  const made = pushBrowser();
  expect((await put(cookie, "/api/me/push", made.subscription)).status).toBe(204);
  // from now on the log is read for them
  await news();
  return made;
}

async function news(): Promise<void> {
  await untilTellable(desk.world.deps.system);
  await pushNewsLoop(desk.world.deps).drain();
}

/** All that is news by now is decided, its moment comes, and it is sent. */
async function told(waitMs = 3000): Promise<void> {
  await news();
  desk.world.clock.advance(waitMs);
  await pushSenderLoop(desk.world.deps, host.post).drain();
}

const write = (phone: string, text: string): Promise<string> => desk.write(desk.ours, phone, text);

describe("what an account allows", () => {
  it("is nothing until an administrator turns it on, and names where notices go", async () => {
    await sql`DELETE FROM push_setting`.execute(desk.world.deps.system);
    const settings = async (): Promise<Reply> => desk.call(ana, "GET", "/api/settings/push");
    expect((await settings()).body).toEqual({
      enabled: false,
      makers: [],
      version: 0,
      publicKey: null,
      hosts: {
        google: ["fcm.googleapis.com"],
        mozilla: ["*.push.services.mozilla.com"],
        apple: ["*.push.apple.com"],
        microsoft: ["*.notify.windows.com"],
      },
    });
    const wanted = pushBrowser().subscription;
    expect(await put(ana, "/api/me/push", wanted)).toMatchObject({ status: 409, body: { code: "push_off" } });
    const on = { enabled: true, makers: ["mozilla"], version: 0 };
    expect((await put(ana, "/api/settings/push", on)).status).toBe(403);
    expect((await put(helena, "/api/settings/push", { ...on, makers: [] })).body.fields).toMatchObject([
      { path: "makers", code: "required" },
    ]);
    expect((await put(helena, "/api/settings/push", on)).body).toMatchObject({ enabled: true, version: 1 });
    const late = await put(helena, "/api/settings/push", on);
    expect(late).toMatchObject({ status: 409, body: { code: "version_conflict" } });
    expect((await settings()).body["publicKey"]).toMatch(/^B[A-Za-z0-9_-]{86}$/);
    // a browser of a maker that was not allowed
    expect(await put(ana, "/api/me/push", wanted)).toMatchObject({
      status: 409,
      body: { code: "push_maker_not_allowed" },
    });
  });

  it("holds back what waits, once it is off again", async () => {
    await browser(helena);
    await write(newPhone(), "oi");
    await news();
    await allow({ enabled: false, makers: [] });
    await told();
    expect(host.arrived).toEqual([]);
    await allow({ enabled: true, makers: ["google"] });
    await told();
    expect(host.arrived).toEqual([]);
  });

  it("takes no address but those of the makers, and no keys that nothing can be encrypted for", async () => {
    const { subscription } = pushBrowser();
    const refused = async (change: object): Promise<string | undefined> => {
      const reply = await put(ana, "/api/me/push", { ...subscription, ...change });
      expect(reply.status).toBe(422);
      return reply.body.fields?.[0]?.path;
    };
    for (const endpoint of [
      "https://127.0.0.1/fcm/send/x",
      "https://localhost/fcm/send/x",
      "https://fcm.googleapis.com.evil.example/x",
      "https://evil.example/fcm.googleapis.com",
      "https://evilpush.services.mozilla.com/x",
      "https://fcm.googleapis.com:8443/x",
      "https://me:secret@fcm.googleapis.com/x",
      "http://fcm.googleapis.com/x",
    ])
      expect(await refused({ endpoint }), endpoint).toBe("endpoint");
    expect(await refused({ keys: { ...subscription.keys, auth: "AAAAAAAAAAAAAAAAAAAAAAAA" } })).toBe("keys");
    const { p256dh } = subscription.keys;
    expect(await refused({ keys: { ...subscription.keys, p256dh: `${p256dh.slice(0, -6)}AAAAAA` } })).toBe(
      "keys",
    );
  });
});

describe("a notice", () => {
  it("is encrypted for its browser, signed by us, and without the text unless the person allowed it", async () => {
    const phone = newPhone();
    const mine = await browser(helena);
    const id = await write(phone, "Segredo do cliente");
    await told();
    expect(host.arrived).toHaveLength(1);
    const [first] = host.arrived;
    if (!first) throw new Error("nothing arrived");
    expect(first.path).toBe(mine.path);
    expect(mine.read(first)).toEqual({
      title: expect.stringMatching(/^\+55/),
      body: "Nova mensagem",
      tag: `balcao.${id}`,
      path: `/conversations/${id}`,
      silent: false,
      lang: "pt-BR",
    });
    const { publicKey } = (await desk.call(helena, "GET", "/api/settings/push")).body;
    const claims = claimsOf(first);
    expect(claims).toMatchObject({
      key: publicKey,
      aud: "https://fcm.googleapis.com",
      sub: "mailto:balcao@127.0.0.1",
    });
    expect(claims.exp * 1000).toBeGreaterThan(Date.now());
    expect(first.headers).toMatchObject({ ttl: "3600", urgency: "high", "content-encoding": "aes128gcm" });
    expect(first.headers["topic"]).toMatch(/^[A-Za-z0-9_-]{32}$/);

    await prefer(helena, { pushText: true, sound: false });
    const headers = { cookie: helena, "accept-language": "en" };
    await desk.app.inject({ method: "PUT", url: "/api/me/push", headers, payload: mine.subscription });
    await write(phone, "Segunda mensagem");
    await told();
    const [, second] = host.arrived;
    if (!second) throw new Error("nothing arrived");
    expect(mine.read(second)).toMatchObject({ body: "Segunda mensagem", silent: true, lang: "en" });
    expect(second.headers["topic"]).toBe(first.headers["topic"]);
  });

  it("is one for all that a conversation brings in a moment, and none twice", async () => {
    const mine = await browser(helena);
    await prefer(helena, { pushText: true });
    const phone = newPhone();
    for (const text of ["um", "dois", "três"]) await write(phone, text);
    await write(newPhone(), "outra conversa");
    await told();
    expect(host.arrived.map((one) => mine.read(one)["body"]).toSorted()).toEqual(["outra conversa", "três"]);
    await told();
    expect(host.arrived).toHaveLength(2);
  });

  it("keeps addresses and the private key sealed at rest", async () => {
    const mine = await browser(helena);
    const { rows } = await sql<{ all: string }>`
      SELECT s::text || i::text AS all FROM push_subscription s, push_identity i`.execute(
      desk.world.deps.system,
    );
    const text = rows[0]?.all ?? "";
    const asHex = (value: string): string => Buffer.from(value).toString("hex");
    expect(text).not.toContain(asHex(mine.path));
    expect(text).not.toContain(asHex(mine.subscription.keys.auth));
    expect(text.length).toBeGreaterThan(100);
  });

  it("can be tried, in a browser that asked for them only", async () => {
    const mine = await browser(ana);
    const { endpoint } = mine.subscription;
    await prefer(ana, { availability: "away" });
    expect((await post(ana, "/api/me/push/test", { endpoint })).status).toBe(204);
    expect((await post(helena, "/api/me/push/test", { endpoint })).status).toBe(404);
    await told(0);
    expect(host.arrived.map((one) => mine.read(one)["title"])).toEqual(["Aviso de teste"]);
  });
});

describe("who is told", () => {
  const bodies = (mine: ReturnType<typeof pushBrowser>): unknown[] =>
    host.arrived.map((one) => mine.read(one)["body"]);

  it("is the author of a scheduled message that was not sent, and who is responsible, whatever they chose", async () => {
    const mine = await browser(helena);
    await prefer(helena, { callFor: "none" });
    const id = await write(newPhone(), "oi");
    await told();
    expect(host.arrived).toEqual([]);
    const at = new Date(desk.world.clock.now() + 30 * 3_600_000).toISOString();
    const planned = await post(helena, `/api/conversations/${id}/scheduled`, {
      key: `push-${id}`,
      at,
      content: { type: "text", text: "Segue o boleto" },
    });
    expect(planned.status).toBe(200);
    await desk.later(31 * 3_600_000);
    await told();
    expect(bodies(mine)).toEqual(["Mensagem agendada não enviada"]);
  });

  it("is not who is at work, away, or in the hours kept free", async () => {
    const { system } = desk.world.deps;
    await browser(helena);
    const window = (idle: boolean) =>
      sql`INSERT INTO presence (account_id, line_id, agent_id, idle, alive_until)
        VALUES (${desk.ours.accountId}, gen_random_uuid(), ${desk.ours.agents["Helena"]}, ${idle}, now() + interval '1 minute')`.execute(
        system,
      );
    const count = async (): Promise<number> => {
      host.arrived.length = 0;
      await write(newPhone(), "oi");
      await told();
      return host.arrived.length;
    };
    await window(false);
    expect(await count()).toBe(0);
    await sql`DELETE FROM presence`.execute(system);
    await window(true);
    expect(await count()).toBe(1);
    await prefer(helena, { availability: "away" });
    expect(await count()).toBe(0);
    // the test's clock is at nine in the morning, where the company is
    await prefer(helena, { availability: "available", quietHours: { from: 19 * 60, to: 9 * 60 + 30 } });
    expect(await count()).toBe(0);
    await prefer(helena, { quietHours: { from: 19 * 60, to: 8 * 60 } });
    expect(await count()).toBe(1);
    await prefer(helena, { callFor: "none" });
    expect(await count()).toBe(0);
  });

  it("is who may see it only, in the own company only; what was missed for a minute calls nobody", async () => {
    await prefer(ana, { callFor: "all" });
    await browser(ana);
    const id = await write(newPhone(), "oi");
    await post(helena, `/api/conversations/${id}/assign`, {
      key: key(),
      agentId: desk.ours.agents["Helena"],
    });
    host.arrived.length = 0;
    await desk.write(desk.theirs, newPhone(), "alheio");
    await told();
    expect(host.arrived).toEqual([]);
    await browser(helena);
    await write(newPhone(), "velha");
    desk.world.clock.advance(61_000);
    await told();
    expect(host.arrived).toEqual([]);
  });

  it("is whom a colleague gives it to or mentions, by name, and not who does it", async () => {
    const id = await write(newPhone(), "oi");
    const team = desk.ours.teams.comercial;
    await post(helena, `/api/conversations/${id}/forward`, {
      key: key(),
      teamId: team,
      agentId: null,
      reason: "",
      notifyContact: false,
      runBot: false,
    });
    await prefer(ana, { callFor: "mine" });
    const hers = await browser(ana);
    await browser(helena);
    await post(helena, `/api/conversations/${id}/assign`, { key: key(), agentId: desk.ours.agents["Ana"] });
    await told();
    expect(bodies(hers)).toEqual(["Helena passou a conversa para você"]);
    host.arrived.length = 0;
    await prefer(ana, { callFor: "none" });
    await post(helena, `/api/conversations/${id}/notes`, {
      key: key(),
      text: `@[${desk.ours.agents["Ana"]}] veja isto`,
    });
    await told();
    expect(host.arrived.map((one) => hers.read(one)["title"])).toEqual(["Helena mencionou você"]);
  });
});

describe("the makers' hosts", () => {
  const count = async (): Promise<number> => {
    const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM push_subscription`.execute(
      desk.world.deps.system,
    );
    return rows[0]?.n ?? -1;
  };

  it.each([404, 410])("that know a browser no more (%i) end it", async (status) => {
    await browser(helena);
    host.answers.push(status);
    await write(newPhone(), "oi");
    await told();
    expect([host.arrived.length, await count()]).toEqual([1, 0]);
  });

  it("that are busy are asked again when they say, three times in all", async () => {
    const mine = await browser(helena);
    host.answers.push(429, 503, 503);
    await write(newPhone(), "oi");
    await told();
    await told(119_000);
    expect(host.arrived).toHaveLength(1);
    await told(2000);
    expect(host.arrived).toHaveLength(2);
    await told(31_000);
    await told(31_000);
    expect(host.arrived.map((one) => mine.read(one)["body"])).toEqual(Array(3).fill("Nova mensagem"));
    expect(await count()).toBe(1);
  });

  it("that do not answer may have it: it is not sent again", async () => {
    await browser(helena);
    host.answers.push(0);
    await write(newPhone(), "oi");
    await told();
    await told(60_000);
    expect([host.arrived.length, await count()]).toEqual([1, 1]);
  });

  it("hear nothing more of a browser that was signed out, that said so, or that is somebody else's now", async () => {
    const bruno = await desk.app.inject({
      method: "POST",
      url: "/api/demo/sign-in",
      payload: { agentId: desk.ours.agents["Bruno"] },
    });
    const cookie = String(bruno.headers["set-cookie"]).split(";")[0] ?? "";
    await browser(cookie);
    await post(cookie, "/api/auth/sign-out");
    expect(await count()).toBe(0);
    const { subscription } = await browser(ana);
    expect((await put(ana, "/api/me/push", subscription)).status).toBe(204);
    expect(await count()).toBe(1);
    expect((await post(helena, "/api/me/push/end", { endpoint: subscription.endpoint })).status).toBe(204);
    expect(await count()).toBe(1);
    expect((await put(helena, "/api/me/push", subscription)).status).toBe(204);
    const { rows } = await sql<{ id: string }>`SELECT agent_id AS id FROM push_subscription`.execute(
      desk.world.deps.system,
    );
    expect(rows.map(({ id }) => id)).toEqual([desk.ours.agents["Helena"]]);
    expect((await post(helena, "/api/me/push/end", { endpoint: subscription.endpoint })).status).toBe(204);
    expect(await count()).toBe(0);
  });
});
