import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({}, false);
});
afterEach(() => desk.stop());

const {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  appId: APP,
  appSecret: SECRET,
  accessToken: TOKEN,
} = DEFAULT_NUMBER;
const APP_TOKEN = `${APP}|${SECRET}`;
const HOUR = 3_600_000;

const code = async (call: Promise<{ body: { error?: { code: number } } }>): Promise<number | undefined> =>
  (await call).body.error?.code;
const control = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(`${desk.sim.url}/__sim${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
};

describe("a new number", () => {
  const register = (id: string, pin: string) =>
    desk.graph("POST", `/${id}/register`, { messaging_product: "whatsapp", pin });

  it("is added, gets its code, is verified, registered, and sends", async () => {
    const added = await desk.graph("POST", `/${WABA}/phone_numbers`, {
      cc: "55",
      phone_number: "4133330000",
      verified_name: "Loja Azul",
    });
    expect(added.body).toEqual({ id: expect.stringMatching(/^\d{15,17}$/) });
    const id = String(added.body.id);
    const fields =
      "status,code_verification_status,name_status,is_pin_enabled,display_phone_number,health_status";
    expect((await desk.graph("GET", `/${id}?fields=${fields}`)).body).toMatchObject({
      display_phone_number: "+55 41 3333-0000",
      status: "UNVERIFIED",
      code_verification_status: "NOT_VERIFIED",
      name_status: "PENDING_REVIEW",
      is_pin_enabled: false,
      health_status: { can_send_message: "BLOCKED" },
    });
    expect(await code(register(id, "123456"))).toBe(133006);
    expect(
      await code(desk.graph("POST", `/${id}/request_code`, { code_method: "FAX", language: "pt_BR" })),
    ).toBe(100);
    await desk.graph("POST", `/${id}/request_code`, { code_method: "SMS", language: "pt_BR" });
    const sms = String(desk.sim.world.numbers.get(id)?.verificationCode);
    expect(
      await code(desk.graph("POST", `/${id}/verify_code`, { code: sms === "111111" ? "222222" : "111111" })),
    ).toBe(136025);
    expect((await desk.graph("POST", `/${id}/verify_code`, { code: sms })).body).toEqual({
      success: true,
      id,
    });
    expect((await desk.graph("GET", `/${id}?fields=status`)).body).toEqual({ id, status: "PENDING" });
    expect((await register(id, "123456")).body).toEqual({ success: true });
    expect((await desk.graph("GET", `/${id}?fields=status,is_pin_enabled`)).body).toEqual({
      id,
      status: "CONNECTED",
      is_pin_enabled: true,
    });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi", phoneNumberId: id });
    const body = { messaging_product: "whatsapp", to: "+5511987654321", type: "text", text: { body: "Olá" } };
    expect((await desk.graph("POST", `/${id}/messages`, body)).status).toBe(200);
    expect((await desk.graph("GET", `/${WABA}/phone_numbers`)).body.data).toHaveLength(2);
  });

  it("takes the PIN it has, wears out after five wrong ones, and lets itself be moved ten times in 72 hours", async () => {
    expect(await code(register(NUMBER, "12345"))).toBe(100);
    await desk.graph("POST", `/${NUMBER}`, { pin: "654321" });
    await desk.sim.drain();
    expect(desk.receiver.received[0]?.json.entry[0]?.changes[0]).toEqual({
      field: "security",
      value: { display_phone_number: "5511900000001", event: "PIN_CHANGED" },
    });
    for (let guess = 0; guess < 5; guess++) expect(await code(register(NUMBER, "000000"))).toBe(133005);
    expect(await code(register(NUMBER, "654321"))).toBe(133008);
    await control("PATCH", `/numbers/${NUMBER}`, { pin: "111111" });
    expect((await desk.graph("POST", `/${NUMBER}/deregister`)).status).toBe(200);
    expect(await code(desk.graph("POST", `/${NUMBER}/deregister`))).toBe(133010);
    expect((await register(NUMBER, "111111")).status).toBe(200);
    expect((await register(NUMBER, "111111")).status).toBe(200);
    expect(await code(register(NUMBER, "111111"))).toBe(133016);
    desk.sim.advance(72 * HOUR);
    expect((await register(NUMBER, "111111")).status).toBe(200);
  });
});

describe("nodes", () => {
  it("say what the control API made of the number and its account", async () => {
    await control("PATCH", `/numbers/${NUMBER}`, {
      qualityRating: "RED",
      nameStatus: "DECLINED",
      messagingLimit: "TIER_2K",
      status: "FLAGGED",
      paymentMethod: false,
    });
    await control("PATCH", `/accounts/${WABA}`, { reviewStatus: "REJECTED" });
    const fields =
      "quality_rating,name_status,status,whatsapp_business_manager_messaging_limit,health_status,webhook_configuration";
    expect((await desk.graph("GET", `/${NUMBER}?fields=${fields}`)).body).toMatchObject({
      quality_rating: "RED",
      name_status: "DECLINED",
      status: "FLAGGED",
      whatsapp_business_manager_messaging_limit: "TIER_2K",
      webhook_configuration: { application: desk.receiver.url },
      health_status: {
        can_send_message: "BLOCKED",
        entities: [
          { entity_type: "PHONE_NUMBER", can_send_message: "AVAILABLE" },
          { entity_type: "WABA", can_send_message: "BLOCKED", errors: [{ error_code: 141006 }] },
          { entity_type: "APP", can_send_message: "AVAILABLE" },
          { entity_type: "BUSINESS", can_send_message: "AVAILABLE" },
        ],
      },
    });
    expect((await desk.graph("GET", `/${WABA}?fields=account_review_status,ownership_type`)).body).toEqual({
      id: WABA,
      account_review_status: "REJECTED",
      ownership_type: "SELF",
    });
    expect(await control("PATCH", `/numbers/${NUMBER}`, { qualityRating: "PINK" })).toMatchObject({
      error: expect.stringContaining("qualityRating"),
    });
  });
});

describe("tokens", () => {
  const check = (input: string, asking = APP_TOKEN) =>
    desk.graph(
      "GET",
      `/debug_token?input_token=${input}&access_token=${encodeURIComponent(asking)}`,
      undefined,
      null,
    );

  it("are described to the app and to themselves, and to nobody else", async () => {
    expect((await check(TOKEN)).body.data).toEqual({
      app_id: APP,
      type: "SYSTEM_USER",
      application: expect.any(String),
      data_access_expires_at: 0,
      expires_at: 0,
      is_valid: true,
      issued_at: expect.any(Number),
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
      granular_scopes: [
        { scope: "whatsapp_business_management", target_ids: [WABA] },
        { scope: "whatsapp_business_messaging", target_ids: [WABA] },
      ],
      user_id: expect.stringMatching(/^\d+$/),
    });
    expect((await check(TOKEN, TOKEN)).status).toBe(200);
    expect((await check("nonsense")).body.data).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect(await code(check(TOKEN, `${APP}|wrong`))).toBe(190);
    expect(await code(desk.graph("GET", `/debug_token?input_token=${TOKEN}`, undefined, null))).toBe(2500);
  });

  it("die at their date", async () => {
    const dies = Math.floor(desk.sim.now() / 1000) + 60;
    await control("PATCH", `/numbers/${NUMBER}`, { tokenExpiresAt: dies });
    expect((await check(TOKEN)).body.data).toMatchObject({ is_valid: true, expires_at: dies });
    desk.sim.advance(60_000);
    expect((await check(TOKEN)).body.data).toMatchObject({ is_valid: false, error: { subcode: 463 } });
    expect(await desk.graph("GET", `/${NUMBER}`)).toMatchObject({
      status: 401,
      body: { error: { code: 190, error_subcode: 463 } },
    });
  });

  it("can do no more than their scopes", async () => {
    await control("PATCH", `/numbers/${NUMBER}`, { scopes: ["whatsapp_business_management"] });
    expect(await code(desk.send({ type: "text", text: { body: "a" } }))).toBe(10);
    expect((await desk.graph("GET", `/${WABA}`)).status).toBe(200);
    await control("PATCH", `/numbers/${NUMBER}`, { scopes: ["whatsapp_business_messaging"] });
    expect(await code(desk.graph("GET", `/${WABA}/phone_numbers`))).toBe(200);
    expect((await check(TOKEN)).body.data).toMatchObject({ scopes: ["whatsapp_business_messaging"] });
  });

  it("come from a code that works once and for 30 seconds", async () => {
    const exchange = (given: unknown, secret: string = SECRET) =>
      desk.graph(
        "GET",
        `/oauth/access_token?client_id=${APP}&client_secret=${secret}&code=${String(given)}`,
        undefined,
        null,
      );
    const { code: first } = await control("POST", `/numbers/${NUMBER}/code`, {});
    expect(await code(exchange(first, "wrong"))).toBe(1);
    expect((await exchange(first)).body).toEqual({ access_token: TOKEN, token_type: "bearer" });
    expect(await code(exchange(first))).toBe(100);
    const { code: second } = await control("POST", `/numbers/${NUMBER}/code`, {});
    desk.sim.advance(30_000);
    expect(await code(exchange(second))).toBe(100);
  });
});

describe("subscriptions of the app", () => {
  const path = `/${APP}/subscriptions`;
  const subscribe = (parts: Record<string, string>, token = APP_TOKEN): Promise<Response> =>
    fetch(`${desk.sim.url}/v25.0${path}`, {
      method: "POST",
      body: new URLSearchParams({ object: "whatsapp_business_account", access_token: token, ...parts }),
    });

  it("set the callback and its fields after the receiver has proved itself; other fields stay silent", async () => {
    await control("PATCH", `/numbers/${NUMBER}`, { webhookUrl: null, fields: [] });
    const wrong = await subscribe({
      callback_url: desk.receiver.url,
      verify_token: "wrong",
      fields: "messages",
    });
    expect(((await wrong.json()) as { error: { code: number } }).error.code).toBe(2200);
    const right = { callback_url: desk.receiver.url, verify_token: desk.receiver.verifyToken };
    expect(await (await subscribe({ ...right, fields: "messages,security" })).json()).toEqual({
      success: true,
    });
    expect((await desk.graph("GET", path, undefined, APP_TOKEN)).body).toEqual({
      data: [
        {
          object: "whatsapp_business_account",
          callback_url: desk.receiver.url,
          active: true,
          fields: [
            { name: "messages", version: "v25.0" },
            { name: "security", version: "v25.0" },
          ],
        },
      ],
    });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    desk.sim.inject(NUMBER, "account_alerts", { entity_type: "WABA" });
    await desk.sim.drain();
    expect(desk.receiver.received.map((one) => one.json.entry[0]?.changes[0]?.field)).toEqual(["messages"]);
    expect((await desk.graph("DELETE", `${path}?fields=messages`, undefined, APP_TOKEN)).body).toEqual({
      success: true,
    });
    desk.sim.sendAsUser("lia", { type: "text", text: "Alguém?" });
    await desk.sim.drain();
    expect(desk.receiver.received).toHaveLength(1);
  });

  it("are the app's own: a number's token and a wrong secret do not reach them", async () => {
    expect(await code(desk.graph("GET", path))).toBe(190);
    expect(await code(desk.graph("GET", path, undefined, `${APP}|wrong`))).toBe(190);
    expect(await code(desk.graph("GET", "/999999999999999/subscriptions", undefined, APP_TOKEN))).toBe(190);
  });
});

describe("what Meta tells of a number", () => {
  it("comes with the change: bans, names, limits and a faster number", async () => {
    await control("PATCH", `/numbers/${NUMBER}`, { banned: true });
    await control("PATCH", `/numbers/${NUMBER}`, { banned: false, nameStatus: "DECLINED" });
    await control("PATCH", `/numbers/${NUMBER}`, { messagingLimit: "TIER_2K", throughputLevel: "HIGH" });
    await control("PATCH", `/numbers/${NUMBER}`, { qualityRating: "RED", paymentMethod: false });
    await desk.sim.drain();
    const told = desk.receiver.received.flatMap(({ json }) => json.entry.flatMap(({ changes }) => changes));
    expect(told.toSorted((one, other) => one.field.localeCompare(other.field))).toMatchObject([
      {
        field: "account_update",
        value: { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: expect.any(String) } },
      },
      { field: "account_update", value: { event: "DISABLED_UPDATE" } },
      { field: "business_capability_update", value: { max_daily_conversations_per_business: 2_000 } },
      {
        field: "phone_number_name_update",
        value: { decision: "REJECTED", rejection_reason: "NAME_NOT_CONSISTENT" },
      },
      { field: "phone_number_quality_update", value: { event: "THROUGHPUT_UPGRADE" } },
    ]);
  });
});
