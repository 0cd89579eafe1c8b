import { DEFAULT_NUMBER } from "@balcao/simulator";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

const { appId, appSecret, phoneNumberId } = DEFAULT_NUMBER;
const APP = { appId, appSecret, configId: "900800700600500" };
let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk({ withBot: false, connected: false, signup: APP });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Meta's script as far as it is called, which gives this code; null = its window was closed; undefined = it does not come. */
async function openPage(code: string | null | undefined, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openWindow(browser, options);
  const answer = code === null ? "null" : JSON.stringify({ code });
  const body = `window.FB = {
    init: (given) => { window.given = given; },
    login: (told, given) => { Object.assign(window.given, given); told({ authResponse: ${answer} }); },
  };`;
  await page.route("https://connect.facebook.net/**", (route) =>
    code === undefined ? route.abort() : route.fulfill({ contentType: "text/javascript", body }),
  );
  await enter(page, desk, "Helena", "/settings/channels/new");
  return page;
}
const given = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { given: Record<string, unknown> }).given);

it("a number is connected by signing in, by keyboard, with nothing copied", async () => {
  const page = await openPage(desk.sim.world.giveCode(phoneNumberId));
  await page.getByRole("heading", { name: "Entrar com o Facebook" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Entrar com o Facebook" }).isEnabled()).toBe(true);
  expect(await findings(page)).toEqual([]);
  await tabTo(page, "Entrar com o Facebook");
  await page.keyboard.press("Enter");
  await page.getByRole("radio").first().waitFor();
  expect(await given(page)).toMatchObject({ appId, config_id: APP.configId, response_type: "code" });
  expect(await findings(page)).toEqual([]);
  await tabTo(page, "Conectar número");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/settings\/channels\/[0-9a-f-]{36}$/);
});

it("says what happened when the window was closed, the code is of no use, or Meta's script was kept out", async () => {
  const left = await openPage(null, { locale: "en-US", colorScheme: "dark" });
  await left.getByRole("button", { name: "Sign in with Facebook" }).click();
  await left.getByText("Meta's window was closed before the end.", { exact: false }).waitFor();
  expect(await findings(left)).toEqual([]);

  const stale = await openPage("long-past", { viewport: { width: 390, height: 844 } });
  await stale.getByRole("button", { name: "Entrar com o Facebook" }).click();
  await stale.getByText("A Meta não confirmou esta entrada", { exact: false }).waitFor();

  const blocked = await openPage(undefined, { locale: "en-US" });
  await blocked.getByText("Meta's script did not reach this browser", { exact: false }).waitFor();
  expect(await blocked.getByRole("button", { name: "Sign in with Facebook" }).isDisabled()).toBe(true);
});
