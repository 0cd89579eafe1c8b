import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const phoneOf = async (page: Page) => {
  const frame = page.frameLocator("iframe");
  await frame.getByRole("textbox").first().waitFor();
  return frame;
};

describe.each([
  { locale: "pt-BR", ana: /Ana/ },
  { locale: "en-US", ana: /Ana/ },
])("the main job in $locale", ({ locale, ana }) => {
  let page: Page;
  beforeAll(async () => {
    page = await openWindow(browser, { locale });
  });
  afterAll(() => page.context().close());

  it("signs in by one click, with nothing for axe to find", async () => {
    await page.goto(desk.url);
    const button = page.getByRole("button", { name: ana }).first();
    await button.waitFor();
    expect(await findings(page)).toEqual([]);
    await button.click();
    await page
      .getByRole("heading", { name: /Conversas|Conversations/ })
      .first()
      .waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("takes a customer from the bot to Comercial, answers as Ana, and sees it read", async () => {
    const phone = await phoneOf(page);
    if (locale === "pt-BR") {
      await phone.getByRole("textbox").first().press("Enter");
      await phone.getByRole("button", { name: "Comercial", exact: true }).last().click();
      await phone.getByRole("button", { name: "Atendimento", exact: true }).last().click();
      const row = page.getByRole("row").filter({ hasText: "+55" }).first();
      await row.click();
    } else {
      // the conversation of the first language is Ana's own by now
      await page.getByRole("link", { name: /Mine/ }).first().click();
      await page.getByRole("row").filter({ hasText: "+55" }).first().click();
    }
    const text = `Resposta ${locale} ${Date.now()}`;
    await page.locator("textarea").first().fill(text);
    await page.keyboard.press("Enter");
    await phone.getByText(text).waitFor();
    // the phone shows it, so the ticks turn blue
    await page.getByRole("article", { name: new RegExp(`${text}, (Lida|Read)$`) }).waitFor();
    expect(await findings(page)).toEqual([]);
  });
});
