import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused } from "./keyboard.ts";
import { countRenders, rendersOf } from "./renders.ts";

let desk: RunningDesk;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  page = await openWindow(browser, { locale: "en-US" });
  await enter(page, desk, "Helena", "/settings/triggers/flow");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const go = (path: string) => page.goto(`${desk.url}/settings/triggers${path}`);

/** The text of what the browser saves after a click on this. */
async function saved(menu: string, item: string): Promise<{ name: string; text: string }> {
  await page.getByRole("button", { name: menu, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: item }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "latin1") };
}

describe("the drawn flow", () => {
  it("is walked by the arrow keys, and Enter opens a trigger", async () => {
    const start = page.getByRole("img", { name: /^Start/ });
    await start.waitFor();
    expect(await findings(page)).toEqual([]);
    await start.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toMatch(/^Boas-vindas, Principal, menu/);
    await expect.poll(() => focused(page)).toContain("Leads to: ");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toMatch(/^Ir para o/);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => focused(page)).toMatch(/^Boas-vindas/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Boas-vindas" }).waitFor();
  });

  it("is saved as SVG and as PNG", async () => {
    await go("/flow");
    const svg = await saved("Download", "Download SVG");
    expect(svg.name).toMatch(/\.svg$/u);
    expect(svg.text).toContain("Menu comercial");
    expect(svg.text).not.toContain("var(--");
    const png = await saved("Download", "Download PNG");
    expect(png.text.slice(1, 4)).toBe("PNG");
  });

  it("has a list that tells the same", async () => {
    await page.getByRole("link", { name: "List", exact: true }).last().click();
    const list = page.getByRole("list", { name: "Flow of the bot" });
    await list.getByRole("heading", { name: /^Boas-vindas, Principal, menu/ }).waitFor();
    expect(await findings(page)).toEqual([]);
    await list.getByRole("button", { name: "Ir para o Comercial" }).first().click();
    await expect.poll(() => focused(page)).toContain("Ir para o Comercial");
  });
});

let file = { name: "", text: "" };

describe("files and versions", () => {
  it("saves the draft as a file", async () => {
    await go("");
    file = await saved("File", "Export to a file");
    expect(file.name).toMatch(/\.balcao\.json$/u);
    expect(JSON.parse(file.text)).toMatchObject({ format: "balcao-bot", firstContactTeam: "Principal" });
    expect(await findings(page)).toEqual([]);
  });

  it("looks at an example, says who is who, and takes it for the draft", async () => {
    await go("/import");
    await page.getByRole("navigation", { name: /ready example/ }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page
      .getByRole("link", { name: /^3/ })
      .or(page.getByRole("link", { name: /Clínica/ }))
      .first()
      .click();
    await page.getByText("Who is who").waitFor();
    expect(await findings(page)).toEqual([]);
    const replace = page.getByRole("button", { name: "Replace the draft" });
    await replace.click();
    await page.getByText("Choose a team for each name.").waitFor();
    await page.getByRole("combobox", { name: "“Financeiro” is" }).selectOption("Principal");
    await replace.click();
    await page.getByText("The draft is now").waitFor();
    await page.getByText(/changes not published/).waitFor();
  });

  it("refuses a file that is no bot, and brings the saved one back", async () => {
    await go("/import");
    const field = page.locator("input[type=file]");
    const asFile = (text: string) => ({
      name: "bot.json",
      mimeType: "application/json",
      buffer: Buffer.from(text, "latin1"),
    });
    await field.setInputFiles(asFile("no bot"));
    await page.getByRole("alert").getByText("This file is no Balcão bot").waitFor();
    await field.setInputFiles(asFile(file.text));
    await page.getByRole("button", { name: "Replace the draft" }).click();
    await page.getByText("The draft is now").waitFor();
    await page.getByRole("link", { name: "Boas-vindas", exact: true }).first().waitFor();
  });

  it("compares with what is published, and restores it", async () => {
    await page.getByRole("link", { name: "Versions" }).click();
    await page.getByRole("heading", { level: 1, name: "Versions" }).waitFor();
    await page.getByText("Removed").or(page.getByText("Deleted")).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Restore version 1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore into the draft" }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Restore into the draft" }).click();
    await page.getByText("The draft is now version 1.").waitFor();
    await page.getByText("Both are the same.").waitFor();
  });
});

describe("a letter in a trigger's form", () => {
  /** Components rendered for each of some letters in Mensagem, nothing else changing meanwhile. */
  async function rendersOfLetters(): Promise<number> {
    await go("");
    await page.getByRole("link", { name: "Boas-vindas", exact: true }).first().click();
    const field = page.locator('[data-path="action.text"]');
    await field.focus();
    // the first letter also brings the bar that saves
    await page.keyboard.type("a");
    await page.getByRole("button", { name: "Discard" }).waitFor();
    const before = await rendersOf(page);
    await page.keyboard.type(LETTERS);
    const text = page.getByRole("region", { name: "On the customer's phone" });
    await text.getByText(LETTERS).waitFor();
    const renders = (await rendersOf(page)) - before;
    await page.getByRole("button", { name: "Discard" }).click();
    return renders / LETTERS.length;
  }
  const LETTERS = "we answer today";

  it("draws no more of a bot of 200 triggers than of a small one", async () => {
    await countRenders(page);
    await page.reload();
    const few = await rendersOfLetters();
    const bot = JSON.parse(file.text) as { triggers: Record<string, unknown>[] };
    const [first = {}] = bot.triggers;
    const more = Array.from({ length: 200 - bot.triggers.length }, (_, index) => ({
      ...first,
      description: `More ${index}`,
      fires: "on_message",
      expectedReply: [`word ${index}`],
    }));
    const made = await page.request.post(`${desk.url}/api/bot/file`, {
      headers: { origin: desk.url },
      data: { file: { ...bot, triggers: [...bot.triggers, ...more] }, teams: {} },
    });
    expect(made.status()).toBe(200);
    const many = await rendersOfLetters();
    expect(few).toBeGreaterThan(5);
    expect(many).toBeLessThan(MOST);
    expect(many).toBeLessThan(few * 1.5);
  });
  /** The field, what stands around it, and what follows from it: the rest of the form has no part in it. */
  const MOST = 130;
});
