import type { ChannelHealth, ChannelInspection, ChannelList, ChannelView, IllChannels } from "@balcao/api";
import { DEFAULT_NUMBER } from "@balcao/simulator";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { uuidv7 } from "../src/platform/ids.ts";
import { connectWorld, troubles, type ConnectWorld } from "./connect-world.ts";

const { phoneNumberId, wabaId, accessToken, appSecret } = DEFAULT_NUMBER;
const MINUTE = 60_000;
let world: ConnectWorld;
beforeEach(async () => {
  world = await connectWorld();
});
afterEach(() => world.close());

const set = (changes: object): unknown => world.sim.addNumber({ phoneNumberId, ...changes });
const post = async ({ channel: { id } }: ChannelView, act: string, body?: object): Promise<ChannelView> =>
  (await world.call("POST", `/${id}/${act}`, body)).body;
const working = async (): Promise<ChannelView> => post(await world.connect(), "webhook");

describe("a number of an empty account", () => {
  it("is found by the token, connected, heard of, and proved by a message to oneself", async () => {
    const { body: found } = await world.call<ChannelInspection>("POST", "/inspect", world.access());
    expect(found).toMatchObject({
      state: "ok",
      accounts: [{ wabaId, numbers: [{ phoneNumberId, displayPhone: "5511900000001", isTaken: false }] }],
    });
    const connected = await world.connect();
    expect(troubles(connected)).toEqual({
      listening: "fail",
      verify_token: "wait",
      subscribed: "fail",
      fields: "fail",
      arriving: "wait",
      test: "wait",
    });
    const listening = await post(connected, "webhook");
    expect(troubles(listening)).toEqual({ arriving: "wait", test: "wait" });
    world.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await world.settle();
    await post(listening, "test", { to: "(11) 98765-4321" });
    await world.settle();
    const done = await post(listening, "check");
    expect(done.channel.state).toBe("ok");
    expect(done.parts.at(-1)?.checks[0]?.sentence).toMatch(/^The message of .* was delivered\.$/);
    expect(await world.row(sql`SELECT quality, messaging_limit FROM channel`)).toMatchObject({
      quality: "GREEN",
      messaging_limit: "TIER_UNLIMITED",
    });
  });

  it("cannot be connected twice, nor with what reaches it not", async () => {
    await world.connect();
    const again = await world.call("POST", "", {
      ...world.access(),
      wabaId,
      phoneNumberId,
      name: "Outra",
    });
    expect([again.status, again.body.code]).toEqual([409, "channel_taken"]);
    const wrong = await world.call("POST", "", {
      ...world.access({ accessToken: "another-token" }),
      wabaId,
      phoneNumberId: "100000000000002",
      name: "Outra",
    });
    expect([wrong.status, wrong.body.code, wrong.body.data]).toMatchObject([
      422,
      "channel_access_refused",
      { check: "token", sentence: "The access token is not valid." },
    ]);
  });

  it("never shows its secrets, and is no agent's business", async () => {
    const view = await working();
    const list = await world.call<object>("GET", "");
    for (const answer of [view, list.body]) {
      const text = JSON.stringify(answer);
      for (const secret of [accessToken, appSecret]) expect(text).not.toContain(secret);
    }
    for (const who of ["Rita", "Ana"])
      expect((await world.call("POST", `/${view.channel.id}/check`, undefined, who)).status).toBe(403);
  });
});

describe("what is wrong at Meta", () => {
  it.each<[string, object, Record<string, string>]>([
    ["an expired token", { tokenExpired: true }, { token: "fail" }],
    ["a missing permission", { scopes: ["whatsapp_business_messaging"] }, { scopes: "fail" }],
    ["no subscription", { subscribed: false }, { subscribed: "fail" }],
    ["a field that is off", { fields: ["messages"] }, { fields: "fail" }],
    ["a number that is not registered", { registered: false }, { registration: "fail" }],
    ["no payment method", { paymentMethod: false }, { payment: "warn" }],
    ["a ban", { banned: true }, { registration: "fail" }],
    ["no PIN", { pin: null }, { pin: "warn" }],
    ["another address", { webhookUrl: "http://127.0.0.1:9/other" }, { listening: "fail" }],
  ])("is found: %s", async (_name, changes, expected) => {
    const view = await working();
    set(changes);
    const found = await post(view, "check");
    expect(troubles(found)).toMatchObject(expected);
    for (const check of found.parts.flatMap(({ checks }) => checks))
      if (check.state === "fail" || check.state === "warn") expect(check.repair).toMatch(/\.$/);
  });

  it("is found by a loop too, told once, and seen mended by itself", async () => {
    await working();
    await sql`UPDATE channel SET paused_code = 133010, paused_at = now(), pace_at = 'infinity'`.execute(
      world.deps.system,
    );
    set({ registered: false });
    const told = () =>
      world.row(sql`SELECT count(*) FILTER (WHERE type = 'channel.checked')::int AS checked,
        count(*) FILTER (WHERE type = 'channel.resumed')::int AS resumed FROM event`);
    const before = await told();
    await world.later(16 * MINUTE);
    await world.later(6 * MINUTE);
    expect(await told()).toEqual({ checked: Number(before?.["checked"]) + 1, resumed: 0 });
    set({ registered: true });
    await world.later(6 * MINUTE);
    expect(await told()).toMatchObject({ resumed: 1 });
    expect(await world.row(sql`SELECT paused_code FROM channel`)).toEqual({ paused_code: null });
  });

  it("is Meta's question with another verify token, which turning the webhook on mends", async () => {
    const view = await working();
    set({ verifyToken: "typed-by-hand" });
    expect(await world.sim.verifyWebhook(phoneNumberId)).not.toBeNull();
    expect(troubles(await post(view, "check"))).toMatchObject({ verify_token: "fail" });
    world.sim.advance(MINUTE);
    expect(troubles(await post(view, "webhook"))).not.toHaveProperty("verify_token");
  });

  it("is a delivery that another secret signed", async () => {
    const view = await working();
    set({ appSecret: "renewed-at-meta" });
    world.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await world.settle();
    expect(troubles(await post(view, "check"))).toMatchObject({ app_secret: "fail", arriving: "fail" });
  });
});

it("tells why messages failed lately, and what waits", async () => {
  const view = await working();
  world.sim.sendAsUser("lia", { type: "text", text: "Oi" });
  await world.settle();
  const health = () => world.call<ChannelHealth>("GET", `/${view.channel.id}/health`);
  expect((await health()).body).toMatchObject({ failures: [], waiting: 0, behindSince: null, troubles: [] });
  await sql`UPDATE message SET status = 'failed', error_code = 131026, direction = 'out'`.execute(
    world.deps.system,
  );
  expect((await health()).body.failures).toEqual([
    { code: 131026, explanation: "not_on_whatsapp", count: 1 },
  ]);
  world.sim.advance(25 * 60 * MINUTE);
  expect((await health()).body.failures).toEqual([]);
  world.sim.inject(phoneNumberId, "account_update", {
    event: "ACCOUNT_RESTRICTION",
    restriction_info: [
      { restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING", remediation: "Wait for a week." },
    ],
  });
  await world.settle();
  expect((await health()).body.troubles).toMatchObject([
    {
      kind: "restriction",
      cause: "RESTRICTED_BIZ_INITIATED_MESSAGING",
      words: "Wait for a week.",
      until: null,
    },
  ]);
  const { items } = (await world.call<IllChannels>("GET", "/ill", undefined, "Ana")).body;
  expect(items).toMatchObject([
    { isStopped: false, sentence: "Meta has restricted what this number may send." },
  ]);
});

it("a stop that Meta knows nothing of is not lifted by a look nobody asked for", async () => {
  const view = await working();
  await sql`UPDATE channel SET paused_code = 131042, paused_at = now(), pace_at = 'infinity'`.execute(
    world.deps.system,
  );
  const paused = () => world.row(sql`SELECT paused_code FROM channel`);
  for (let look = 0; look < 3; look++) {
    await world.later(16 * MINUTE);
    expect(await paused()).toEqual({ paused_code: 131042 });
  }
  await post(view, "check");
  expect(await paused()).toEqual({ paused_code: null });
});

describe("acts", () => {
  it("register with the PIN that was set, and say when it is another", async () => {
    const view = await working();
    set({ registered: false, pin: "123456" });
    const refused = await post(view, "register", { pin: "000000" });
    expect(refused.refused?.sentence).toBe("The two-step PIN is not this number's.");
    const done = await post(view, "register", { pin: "123456" });
    expect([done.refused, troubles(done)["registration"]]).toEqual([null, undefined]);
  });

  it("verify a number by its code before", async () => {
    const view = await working();
    set({ registered: false, codeVerified: false });
    await post(view, "code", { method: "SMS" });
    expect((await post(view, "code/verify", { code: "111-111" })).refused?.sentence).toMatch(/^The code/);
    expect((await post(view, "code/verify", { code: "123-456" })).refused).toBeNull();
    expect(troubles(await post(view, "register", { pin: "654321" }))["registration"]).toBeUndefined();
  });

  it("leave another system's address alone, and give the account one of its own", async () => {
    const connected = await world.connect();
    set({ webhookUrl: "http://127.0.0.1:9/other", subscribed: true });
    const view = await post(connected, "webhook");
    expect(troubles(view)).toEqual({ arriving: "wait", test: "wait" });
    expect(world.sim.numbers()[0]).toMatchObject({
      webhookUrl: "http://127.0.0.1:9/other",
      webhookOverride: { scope: "waba", url: view.webhookUrl },
    });
  });

  it("say that the phone must write first, when a test finds the window closed", async () => {
    const view = await working();
    await post(view, "test", { to: "11 98765-4321" });
    await world.settle();
    const found = await post(view, "check");
    expect(found.parts.at(-1)?.checks[0]?.sentence).toContain("has not written to the number");
  });
});

describe("a new access", () => {
  const change = async ({ channel: { id, version } }: ChannelView, body: object): Promise<ChannelView> =>
    (await world.call("PUT", `/${id}/access`, { ...world.access(), version, ...body })).body;

  it("takes the place of the old one only once Meta accepted it", async () => {
    const view = await working();
    const refused = await change(view, { accessToken: "not-a-token-of-meta" });
    expect(refused.refused?.sentence).toBe("The access token is not valid.");
    expect((await post(view, "check")).channel.state).not.toBe("fail");
    set({ accessToken: "second-token" });
    expect(troubles(await post(view, "check"))).toMatchObject({ token: "fail" });
    const renewed = await change(view, { accessToken: "second-token", appSecret: null });
    expect([renewed.refused, renewed.channel.version]).toEqual([null, view.channel.version + 1]);
    expect(troubles(renewed)).toEqual({ arriving: "wait", test: "wait" });
  });

  it("is refused over somebody else's", async () => {
    const view = await working();
    await change(view, {});
    const { channel } = view;
    const late = await world.call("PUT", `/${channel.id}/access`, {
      ...world.access(),
      version: channel.version,
    });
    expect([late.status, late.body.code]).toEqual([409, "version_conflict"]);
  });
});

describe("who works with a number that is ill", () => {
  const ill = async (who: string) =>
    (await world.call<IllChannels>("GET", "/ill", undefined, who)).body.items;

  it("hears what it is and what waits, and no more once it is mended", async () => {
    const view = await working();
    expect(await ill("Ana")).toEqual([]);
    set({ subscribed: false });
    await post(view, "check");
    // it never worked: it is being connected
    expect(await ill("Ana")).toEqual([]);
    await post(view, "webhook");
    world.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await world.settle();
    set({ subscribed: false });
    await post(view, "check");
    expect(await ill("Ana")).toMatchObject([{ name: "Loja", isStopped: false, held: 0 }]);
    await post(view, "webhook");
    await sql`UPDATE channel SET paused_code = 190, paused_at = now()`.execute(world.deps.system);
    expect(await ill("Ana")).toMatchObject([
      { isStopped: true, sentence: "The access to Meta expired or was revoked." },
    ]);
    await post(view, "check");
    expect(await ill("Ana")).toEqual([]);
  });

  it("sees in the list what Meta says of it, and that its app was called for another number", async () => {
    const view = await working();
    world.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await world.settle();
    await sql`UPDATE channel_check SET checks = '[{"id":"token","state":"ok","part":"access"}]'`.execute(
      world.deps.system,
    );
    await sql`INSERT INTO channel SELECT (json_populate_record(c, ${JSON.stringify({ id: uuidv7(), phone_number_id: `${phoneNumberId}9` })}::json)).* FROM channel c`.execute(
      world.deps.system,
    );
    const trouble = (kind: string, severity: string) =>
      sql`INSERT INTO channel_trouble (account_id, channel_id, kind, severity, since)
        SELECT account_id, id, ${kind}, ${severity}, created_at FROM channel WHERE id = ${view.channel.id}`.execute(
        world.deps.system,
      );
    const listed = async () => (await world.call<ChannelList>("GET", "")).body.items;
    const [first, second] = await listed();
    expect(first).toMatchObject({
      id: view.channel.id,
      state: "ok",
      lastWebhookAt: expect.any(String) as string,
    });
    expect(second).toMatchObject({ state: null, lastWebhookAt: first?.lastWebhookAt });
    await trouble("quality", "warning");
    expect((await listed())[0]?.state).toBe("warn");
    await trouble("alert", "critical");
    expect((await listed()).map(({ state }) => state)).toEqual(["fail", null]);
  });
});

describe("npm run doctor", () => {
  it("says in the terminal what the number's page says, and tells by its exit code", async () => {
    expect(await world.doctor()).toEqual({ text: "No number is connected.", code: 0 });
    const view = await working();
    const well = await world.doctor();
    expect(well.code).toBe(0);
    expect(well.text).toContain("Loja · +55 (11) 90000-0001");
    expect(well.text).toContain("✓ Access token: The token is valid and belongs to this app.");
    set({ registered: false });
    const sick = await world.doctor();
    expect(sick.code).toBe(1);
    const { parts } = (await world.call("GET", `/${view.channel.id}`)).body;
    for (const { sentence, repair } of parts.flatMap(({ checks }) => checks)) {
      expect(sick.text).toContain(sentence);
      if (repair !== null) expect(sick.text).toContain(`→ ${repair}`);
    }
    for (const secret of [accessToken, appSecret]) expect(sick.text).not.toContain(secret);
  });

  it("tells what could not be found out by another code", async () => {
    await working();
    world.sim.addGraphFault({ kind: "http503", on: "management", path: "debug_token" });
    expect((await world.doctor()).code).toBe(2);
  });
});
