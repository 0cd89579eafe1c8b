import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
beforeAll(async () => {
  desk = await startDesk({ withBot: false });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const press = async (page: Page, name: string | RegExp): Promise<void> => {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
};

describe("devices", () => {
  it("are seen in the profile and ended by keyboard; the other screen is led to the door", async () => {
    const [here, there] = [await openWindow(browser), await openWindow(browser)];
    await enter(there, desk, "Ana", "/conversations");
    await enter(here, desk, "Ana", "/settings/me");
    await press(here, "Acesso e segurança");
    await here.getByText("este dispositivo").waitFor();
    const list = here.getByRole("region", { name: "Dispositivos conectados" });
    await expect.poll(() => list.getByRole("listitem").count()).toBe(2);
    expect(await findings(here)).toEqual([]);
    await press(here, "Encerrar todos os outros");
    await press(here, "Encerrar todos os outros");
    await here.getByText("Os outros dispositivos saíram da sua conta.").waitFor();
    await list.getByText("Você está conectado só neste dispositivo.").waitFor();
    // nobody touches it: the socket that is hung up on tells it
    await there.waitForURL(/\/sign-in/u);
    for (const page of [here, there]) await page.context().close();
  });

  it("of an agent are ended by an administrator", async () => {
    const [helena, bruno] = [await openWindow(browser, { locale: "en" }), await openWindow(browser)];
    await enter(bruno, desk, "Bruno", "/conversations");
    await enter(helena, desk, "Helena", "/settings/agents");
    await press(helena, /^Bruno/u);
    await helena.getByText(/^Signed in on 1 device/u).waitFor();
    expect(await findings(helena)).toEqual([]);
    await press(helena, "End all sessions");
    await press(helena, "End all sessions");
    await helena.getByText("Not signed in on any device.").waitFor();
    await bruno.waitForURL(/\/sign-in/u);
    for (const page of [helena, bruno]) await page.context().close();
  });
});
