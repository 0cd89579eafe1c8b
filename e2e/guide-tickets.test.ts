import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { GUIDE_WORDS } from "./guide-words.ts";
import { clickTool } from "./pointer.ts";

/*
 * The guide's three ways from messages to a ticket, by mouse alone but for what is typed, in both languages, light and dark. By keyboard
 * alone they are in guide-conversations.test.ts.
 */

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

describe.each(["pt-BR", "en"] as const)("the guide's ways to a ticket in %s, by mouse", (locale) => {
  const words = GUIDE_WORDS[locale];
  const isFirst = locale === "pt-BR";
  let ana: Page;
  let customer: Customer;
  /** what the ticket created last is called by */
  let number: string;
  const dialog = (name: string): Locator => ana.getByRole("dialog", { name });
  const button = (within: Locator | Page, name: string): Locator =>
    within.getByRole("button", { name, exact: true });
  const message = (text: RegExp): Locator => ana.getByRole("article", { name: text });
  const bar = (): Locator => ana.getByRole("toolbar", { name: words.selected });
  const choose = (text: RegExp): Promise<void> =>
    clickTool(
      message(text),
      message(text).getByRole("checkbox"),
      message(text).getByRole("checkbox", { checked: true }),
    );
  const numberTold = async (): Promise<string> => {
    const told = ana.getByText(words.created).last();
    await told.waitFor();
    return words.created.exec((await told.textContent()) ?? "")?.[1] ?? "";
  };

  beforeAll(async () => {
    customer = await customerInComercial(
      desk,
      isFirst
        ? { id: "nina", name: "Nina Alves", waId: "5511970000011" }
        : { id: "otto", name: "Otto Braga", waId: "5511970000012" },
      "o boleto não abre",
    );
    customer.say("nem no computador");
    ana = await openWindow(browser, { locale, colorScheme: isFirst ? "light" : "dark" });
    await enter(ana, desk, "Ana");
    await ana.getByRole("row").filter({ hasText: customer.name }).click();
    await message(/nem no computador/).waitFor();
  });
  afterAll(async () => {
    await ana.context().close();
  });

  it("creates a ticket without messages only when told so", async () => {
    await button(ana, words.create).click();
    await dialog(words.create).getByText(words.noneSelected).waitFor();
    expect(await findings(ana)).toEqual([]);
    // back to selecting: every message shows its box, not only the one under the pointer
    await button(dialog(words.create), words.choose).click();
    await dialog(words.create).waitFor({ state: "detached" });
    const box = message(/o boleto não abre/).getByRole("checkbox");
    await expect.poll(() => box.evaluate((one) => getComputedStyle(one).opacity)).toBe("1");
    await button(ana, words.create).click();
    await button(dialog(words.create), words.without).click();
    const title = dialog(words.create).getByRole("textbox", { name: words.ticketTitle });
    await expect.poll(() => title.inputValue()).toBe("");
    await title.click();
    await ana.keyboard.type(`Boleto de ${customer.name}`);
    await button(dialog(words.create), words.createSave).click();
    number = await numberTold();
    expect(await ana.getByRole("link", { name: words.ticket(number) }).count()).toBe(0);
  });

  it("links selected messages with it by its number, whose title is shown before", async () => {
    await choose(/o boleto não abre/);
    await choose(/nem no computador/);
    await button(bar(), words.link).click();
    await dialog(words.link).getByRole("textbox", { name: words.number }).click();
    await expect.poll(() => button(dialog(words.link), words.save).isEnabled()).toBe(false);
    await ana.keyboard.type(number);
    await dialog(words.link).getByText(`#${number} Boleto de ${customer.name}`).waitFor();
    expect(await findings(ana)).toEqual([]);
    await button(dialog(words.link), words.save).click();
    await dialog(words.link).waitFor({ state: "detached" });
    for (const text of [/o boleto não abre/, /nem no computador/]) {
      await message(text)
        .getByRole("link", { name: words.ticket(number) })
        .waitFor();
    }
    await bar().waitFor({ state: "detached" });
  });

  it("creates a ticket from selected messages, which lead to it", async () => {
    await choose(/nem no computador/);
    await button(bar(), words.create).click();
    const title = dialog(words.create).getByRole("textbox", { name: words.ticketTitle });
    await expect.poll(() => title.inputValue()).toBe("nem no computador");
    expect(await findings(ana)).toEqual([]);
    await button(dialog(words.create), words.createSave).click();
    await dialog(words.create).waitFor({ state: "detached" });
    const mark = message(/nem no computador/).getByRole("link", { name: /: nem no computador$/ });
    await mark.click();
    await ana.getByRole("heading", { level: 1, name: /nem no computador$/ }).waitFor();
    expect(await findings(ana)).toEqual([]);
  });
});
