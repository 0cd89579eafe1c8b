import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

const {
  phoneNumberId: NUMBER,
  wabaId: WABA,
  appId: APP,
  appSecret: SECRET,
  accessToken: TOKEN,
} = DEFAULT_NUMBER;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.stop());

const asApp = async (method: string, path: string, body?: object, secret: string = SECRET) => {
  const response = await fetch(`${desk.sim.url}/v25.0${path}`, {
    method,
    headers: { Authorization: `Bearer ${APP}|${secret}`, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as Record<string, unknown> & { error?: { code: number } };
};
const set = (changes: object): unknown => desk.sim.addNumber({ phoneNumberId: NUMBER, ...changes });

describe("what an app hears of", () => {
  const wish = (changes: object = {}): object => ({
    object: "whatsapp_business_account",
    callback_url: desk.receiver.url,
    verify_token: DEFAULT_NUMBER.verifyToken,
    fields: "messages,account_update",
    ...changes,
  });

  it("is told to who shows the app's secret, and to nobody else", async () => {
    expect(await asApp("GET", `/${APP}/subscriptions`)).toMatchObject({
      data: [{ object: "whatsapp_business_account", callback_url: desk.receiver.url, active: true }],
    });
    expect((await asApp("GET", `/${APP}/subscriptions`, undefined, "another")).error?.code).toBe(190);
    expect((await asApp("GET", `/999/subscriptions`)).error?.code).toBe(190);
  });

  it("is changed once the address answers with its words", async () => {
    expect(await asApp("POST", `/${APP}/subscriptions`, wish())).toEqual({ success: true });
    expect(await asApp("GET", `/${APP}/subscriptions`)).toMatchObject({
      data: [{ fields: [{ name: "messages" }, { name: "account_update" }] }],
    });
    const refused = await asApp(
      "POST",
      `/${APP}/subscriptions`,
      wish({ callback_url: "http://127.0.0.1:9/x" }),
    );
    expect(refused.error?.code).toBe(2200);
  });

  it("keeps a field that is off, and all of an app in development, from arriving", async () => {
    const arrivals = async (field: string): Promise<number> => {
      const before = desk.receiver.received.length;
      desk.sim.inject(NUMBER, field, { event: "X" });
      await desk.sim.drain();
      return desk.receiver.received.length - before;
    };
    set({ fields: ["account_update"] });
    expect([await arrivals("account_update"), await arrivals("account_alerts")]).toEqual([1, 0]);
    set({ appLive: false });
    expect(await arrivals("account_update")).toBe(0);
  });
});

describe("a number's registration", () => {
  const status = async (): Promise<unknown> =>
    (await desk.graph("GET", `/${NUMBER}?fields=status,code_verification_status,is_pin_enabled`)).body;

  it("asks for the PIN that was set, and sets the first", async () => {
    set({ registered: false, pin: "123456" });
    const register = (pin: string) =>
      desk.graph("POST", `/${NUMBER}/register`, { messaging_product: "whatsapp", pin });
    expect((await register("000000")).body.error?.code).toBe(133005);
    expect(await status()).toMatchObject({ status: "PENDING" });
    expect((await register("123456")).body).toEqual({ success: true });
    expect(await status()).toMatchObject({ status: "CONNECTED", is_pin_enabled: true });
  });

  it("needs the number verified by its code first", async () => {
    set({ registered: false, codeVerified: false });
    const post = (act: string, body: object) => desk.graph("POST", `/${NUMBER}/${act}`, body);
    expect((await post("register", { messaging_product: "whatsapp", pin: "123456" })).body.error?.code).toBe(
      133006,
    );
    expect((await post("verify_code", { code: "123456" })).body.error?.code).toBe(136025);
    await post("request_code", { code_method: "SMS", language: "pt_BR" });
    expect((await post("verify_code", { code: "654321" })).body.error?.code).toBe(136025);
    expect((await post("verify_code", { code: "123456" })).body).toMatchObject({ success: true });
    expect((await post("register", { messaging_product: "whatsapp", pin: "123456" })).body).toEqual({
      success: true,
    });
  });
});

describe("what is told of a token", () => {
  const debug = (secret?: string) => asApp("GET", `/debug_token?input_token=${TOKEN}`, undefined, secret);

  it("needs the app's own secret, and names permissions and the end", async () => {
    expect((await debug("another")).error?.code).toBe(190);
    set({ scopes: ["whatsapp_business_messaging"] });
    expect(await debug()).toMatchObject({
      data: { is_valid: true, scopes: ["whatsapp_business_messaging"] },
    });
    expect((await desk.graph("GET", `/${WABA}/subscribed_apps`)).body.error?.code).toBe(200);
    set({ tokenExpired: true });
    expect(await debug()).toMatchObject({ data: { is_valid: false, error: { subcode: 463 } } });
  });

  it("and of an account that cannot pay", async () => {
    set({ paymentMethod: false });
    expect((await desk.graph("GET", `/${WABA}?fields=health_status`)).body).toMatchObject({
      health_status: {
        can_send_message: "BLOCKED",
        entities: [{ errors: [{ error_code: 141006 }] }, {}, {}],
      },
    });
  });
});
