import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDesk, type RunningDesk } from "./desk.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: FLAGS,
  });
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Findings of axe on the desk itself; the phone is another page with its own tests. */
async function findings(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

const phoneOf = async (page: Page) => {
  const frame = page.frameLocator("iframe");
  await frame.getByRole("textbox").first().waitFor();
  return frame;
};

describe.each([
  { locale: "pt-BR", person: "Lia", ana: /Ana/ },
  { locale: "en-US", person: "Lia", ana: /Ana/ },
])("the main job in $locale", ({ locale, ana }) => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await browser.newContext({
      locale,
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
  });
  afterAll(() => context.close());

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
    await page.getByText(text).first().waitFor();
    expect(await findings(page)).toEqual([]);
  });
});
