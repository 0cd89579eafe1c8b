import type { ChannelSignedUp, ChannelSignup } from "@balcao/api";
import { DEFAULT_NUMBER } from "@balcao/simulator";
import { afterEach, expect, it } from "vitest";
import { readConfig } from "../src/platform/config.ts";
import { connectWorld, troubles, type ConnectWorld } from "./connect-world.ts";

const { appId, appSecret, phoneNumberId, wabaId, accessToken } = DEFAULT_NUMBER;
const APP = { appId, appSecret, configId: "900800700600500" };
const NUMBER = { wabaId, phoneNumberId, name: "Loja" };

let world: ConnectWorld | null = null;
const open = async (signup: typeof APP | null = APP): Promise<ConnectWorld> => {
  world = await connectWorld({ signup });
  return world;
};
afterEach(async () => {
  await world?.close();
  world = null;
});
const signUp = async ({ sim, call }: ConnectWorld, code = sim.world.giveCode(phoneNumberId)) =>
  call<ChannelSignedUp>("POST", "/signup", { code });

it("connects a number by a sign-in, and its token never leaves the server", async () => {
  const desk = await open();
  const told = await desk.call<ChannelSignup>("GET", "/signup");
  expect(told.body.app).toMatchObject({ appId, configId: APP.configId });
  expect(JSON.stringify(told.body)).not.toContain(appSecret);
  const { status, body } = await signUp(desk);
  expect(status).toBe(200);
  expect(body.found.accounts.flatMap(({ numbers }) => numbers.map((one) => one.phoneNumberId))).toContain(
    phoneNumberId,
  );
  expect(JSON.stringify(body)).not.toContain(accessToken);
  expect(Buffer.from(body.signup, "base64url").toString("latin1")).not.toContain(accessToken);
  const made = await desk.call("POST", "", { ...NUMBER, signup: body.signup });
  expect(made.status).toBe(200);
  expect(troubles(made.body)).not.toHaveProperty("token");
});

it("takes no code twice, none that is made up, and no sign-in that is old or altered", async () => {
  const desk = await open();
  const code = desk.sim.world.giveCode(phoneNumberId);
  const { body } = await signUp(desk, code);
  for (const wrong of [code, "made-up"]) expect((await signUp(desk, wrong)).body.code).toBe("signup_refused");
  const altered = `${body.signup.slice(0, -2)}${body.signup.endsWith("AA") ? "BB" : "AA"}`;
  for (const signup of [altered, "x"])
    expect((await desk.call("POST", "", { ...NUMBER, signup })).body.code).toBe("signup_refused");
  desk.sim.advance(31 * 60_000);
  expect((await desk.call("POST", "", { ...NUMBER, signup: body.signup })).body.code).toBe("signup_refused");
});

it("is not there without an app of the installation's own, nor for anybody but administrators", async () => {
  const desk = await open(null);
  expect((await desk.call<ChannelSignup>("GET", "/signup")).body.app).toBeNull();
  expect((await signUp(desk)).status).toBe(404);
  expect((await desk.call("POST", "", { ...NUMBER, signup: "x" })).status).toBe(404);
  expect((await desk.call("POST", "/signup", { code: "x" }, "Ana")).status).toBe(403);
});

it("is configured whole or not at all", () => {
  const env = { DATABASE_URL: "postgres://x", BALCAO_SECRET: "s" };
  expect(readConfig(env).signup).toBeNull();
  const whole = { META_APP_ID: appId, META_APP_SECRET: appSecret, META_SIGNUP_CONFIG_ID: APP.configId };
  expect(readConfig({ ...env, ...whole }).signup).toEqual(APP);
  expect(() => readConfig({ ...env, META_APP_ID: appId })).toThrow(
    "META_APP_SECRET and META_SIGNUP_CONFIG_ID",
  );
});
