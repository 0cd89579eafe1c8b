import type { Conversation } from "@balcao/api";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { GUIDE_WORDS, type GuideWords } from "./guide-words.ts";
import { fieldIn, focused, tabTo } from "./keyboard.ts";

/*
 * The chapter "Conversas" of the guide, row by row, by keyboard alone, in both languages, light and dark. What each row says stands in
 * the name of its test. Where templates are kept, a chapter of its own, is in templates.test.ts.
 */

const HOUR = 3_600_000;

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** From wherever the keyboard is onto the row of this customer, and into its messages. */
async function openRow(page: Page, customer: Customer): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: customer.name });
  await row.waitFor();
  // the list is one stop, on the row where one was last
  await tabTo(page, /, (Comercial|Suporte), /);
  let before = await focused(page);
  await expect
    .poll(async () => {
      const isThere = await row.evaluate((one) => one === document.activeElement);
      const now = await focused(page);
      // from the top, also when keys that came before the focus had followed led past it
      if (!isThere) await page.keyboard.press(now === before ? "Home" : "ArrowDown");
      before = now;
      return isThere;
    })
    .toBe(true);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.hasAttribute("data-entry"));
}

/** What has these words, reached by Tab (what lies behind, by Shift+Tab) and pressed by Enter. */
async function press(page: Page, name: string | RegExp, way: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await tabTo(page, name, way);
  await page.keyboard.press("Enter");
}

const lastMessage = (page: Page): Locator => page.getByRole("article", { name: /ainda não abre/ });

/** Up from the empty field to what the customer wrote last, and chosen. */
async function chooseLast(page: Page, words: GuideWords): Promise<void> {
  await tabTo(page, words.field);
  const inFocus = (): Promise<string> =>
    page.evaluate(() => {
      const place = document.activeElement;
      return place?.hasAttribute("data-entry")
        ? `${place.getAttribute("data-entry")} ${place.textContent}`
        : "";
    });
  for (let place = ""; !place.includes("ainda não abre"); place = await inFocus()) {
    await page.keyboard.press("ArrowUp");
    // the focus follows with the next frame: another key before that would lead too far
    await expect.poll(inFocus).not.toBe(place);
  }
  await page.keyboard.press("Space");
  await page.getByRole("toolbar", { name: words.selected }).waitFor();
}

describe.each(["pt-BR", "en"] as const)("the guide's Conversas in %s, by keyboard", (locale) => {
  const words = GUIDE_WORDS[locale];
  const isFirst = locale === "pt-BR";
  let ana: Page;
  let diego: Page;
  let customer: Customer;
  const conversation = (page: Page): Locator => page.getByRole("region", { name: words.region });

  beforeAll(async () => {
    customer = await customerInComercial(
      desk,
      isFirst
        ? { id: "nina", name: "Nina Alves", waId: "5511970000011" }
        : { id: "otto", name: "Otto Braga", waId: "5511970000012" },
      "o boleto não abre",
    );
    const window = { locale, colorScheme: isFirst ? "light" : "dark" } as const;
    ana = await openWindow(browser, window);
    await enter(ana, desk, "Ana");
    diego = await openWindow(browser, window);
    await enter(diego, desk, "Diego");
  });
  afterAll(async () => {
    await ana.context().close();
    await diego.context().close();
  });

  it("is reached by the balloon beside the profile picture and by the menu", async () => {
    for (const [way, back] of [
      [words.balloon, "Tab"],
      [words.menu, "Shift+Tab"],
    ] as const) {
      await press(ana, words.settings, back);
      await ana.waitForURL(/\/settings/);
      await press(ana, way);
      await ana.getByRole("heading", { level: 1, name: words.title }).waitFor();
    }
    expect(await findings(ana)).toEqual([]);
  });

  it("lists customers by number, and only those of one's own teams", async () => {
    const row = ana.getByRole("row").filter({ hasText: customer.name });
    await row.getByText(isFirst ? "+55 (11) 97000-0011" : "+55 (11) 97000-0012").waitFor();
    await row.getByText(`~${customer.name}`).waitFor();
    await expect.poll(() => diego.getByRole("row").filter({ hasText: customer.name }).count()).toBe(0);
  });

  it("marks as pending and as resolved: its notification is gone until the customer writes", async () => {
    await ana.getByRole("link", { name: words.unread }).waitFor();
    await openRow(ana, customer);
    await press(ana, words.pending, "Shift+Tab");
    await conversation(ana).getByText(words.isPending, { exact: true }).waitFor();
    expect(await findings(ana)).toEqual([]);
    await press(ana, words.resolve);
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor();
    await ana.getByRole("link", { name: words.none }).waitFor();
    // marked so by mistake, and rightly again
    await press(ana, words.pending, "Shift+Tab");
    await conversation(ana).getByText(words.isPending, { exact: true }).waitFor();
    const now = async (): Promise<Conversation> => {
      const answer = await ana.request.get(`${desk.url}/api${new URL(ana.url()).pathname}`);
      return (await answer.json()) as Conversation;
    };
    // what the customer says while it is on its way was seen by nobody, and is not resolved with the rest
    await ana.route(
      "**/status",
      async (route) => {
        customer.say("só mais uma coisa");
        await expect.poll(async () => (await now()).unread).toBeGreaterThan(0);
        await route.continue();
      },
      { times: 1 },
    );
    await press(ana, words.resolve);
    await ana.getByRole("alert").filter({ hasText: words.newer }).waitFor();
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor({ state: "detached" });
    await press(ana, words.anyway);
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor();
    // the screen is ahead of the server
    await expect.poll(async () => (await now()).status).toBe("resolved");
    customer.say("ainda não abre");
    await ana.getByRole("link", { name: words.unread }).waitFor();
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor({ state: "detached" });
    await ana.getByRole("button", { name: words.pending }).waitFor();
  });

  it("shows a customer by the name that the company registered", async () => {
    await press(ana, words.panel, "Shift+Tab");
    const panel = ana.getByRole("dialog", { name: words.panel });
    await panel.getByRole("button", { name: words.edit }).waitFor();
    expect(await findings(ana)).toEqual([]);
    await press(ana, /^\+55 \(11\) 97000-00\d\d$/);
    await fieldIn(panel.getByRole("textbox", { name: words.name }));
    await ana.keyboard.press("Control+a");
    await ana.keyboard.type(`${customer.name} da Silva`);
    await ana.keyboard.press("Enter");
    await ana.getByRole("row", { name: new RegExp(`^${customer.name} da Silva, `) }).waitFor();
    await ana.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await expect.poll(() => focused(ana)).toBe(words.panel);
  });

  it("creates a ticket from no message only when told so, and links selected messages with it", async () => {
    await press(ana, words.create);
    const dialog = ana.getByRole("dialog", { name: words.create });
    await dialog.getByText(words.noneSelected).waitFor();
    expect(await findings(ana)).toEqual([]);
    await tabTo(ana, words.without);
    await ana.keyboard.press("Enter");
    await fieldIn(dialog.getByRole("textbox").first());
    expect(await findings(ana)).toEqual([]);
    await ana.keyboard.type(`Boleto de ${customer.name}`);
    await ana.keyboard.press("Enter");
    const told = ana.getByText(words.created);
    await told.waitFor();
    const number = words.created.exec((await told.textContent()) ?? "")?.[1] ?? "";

    await chooseLast(ana, words);
    await press(ana, words.link);
    await fieldIn(ana.getByRole("dialog", { name: words.link }).getByLabel(words.number));
    await ana.keyboard.type(number);
    await ana.getByRole("dialog").getByText(`#${number} Boleto de ${customer.name}`).waitFor();
    expect(await findings(ana)).toEqual([]);
    await tabTo(ana, words.save);
    await ana.keyboard.press("Enter");
    await lastMessage(ana)
      .getByRole("link", { name: words.ticket(number) })
      .waitFor();
  });

  it("creates a ticket from selected messages", async () => {
    await chooseLast(ana, words);
    await press(ana, words.create);
    const dialog = ana.getByRole("dialog", { name: words.create });
    const title = dialog.getByRole("textbox").first();
    await fieldIn(title);
    expect(await title.inputValue()).toBe("ainda não abre");
    await ana.keyboard.press("Enter");
    const told = ana.getByText(words.created);
    await told.last().waitFor();
    await lastMessage(ana)
      .getByRole("link", { name: /: ainda não abre$/ })
      .waitFor();
    expect(await findings(ana)).toEqual([]);
  });

  it("forwards to another team, where it is then; here its history of forwardings is shown and hidden", async () => {
    await press(ana, words.forward, "Shift+Tab");
    const dialog = ana.getByRole("dialog", { name: words.forward });
    await dialog.waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.keyboard.type("Suporte");
    await ana.keyboard.press("Enter");
    await dialog.getByRole("radio", { name: /Suporte/, checked: true }).waitFor();
    await tabTo(ana, "OK");
    await ana.keyboard.press("Enter");
    await ana.getByText(words.gone).first().waitFor();
    await expect.poll(() => ana.getByRole("row").filter({ hasText: customer.name }).count()).toBe(0);

    await openRow(diego, customer);
    const line = diego.getByRole("log", { name: words.thread }).getByText(words.forwarded);
    await line.waitFor();
    await press(diego, words.hide, "Shift+Tab");
    await line.waitFor({ state: "detached" });
    expect(await findings(diego)).toEqual([]);
    await press(diego, words.show);
    await line.waitFor();
  });

  it("after 24 hours sends a template that was looked at before", async () => {
    desk.sim.advance(25 * HOUR);
    await diego.getByText(words.closed).waitFor();
    await press(diego, words.template);
    const dialog = diego.getByRole("dialog", { name: words.template });
    await fieldIn(dialog.getByRole("textbox", { name: words.search }));
    await diego.keyboard.type("retomar");
    await diego.keyboard.press("Enter");
    const shown = dialog.getByRole("region", { name: words.preview });
    await shown.getByRole("button").or(shown.locator("p")).first().waitFor();
    expect(await findings(diego)).toEqual([]);
    await diego.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => customer.received().at(-1)).toContain("retomar_atendimento");
  });
});
