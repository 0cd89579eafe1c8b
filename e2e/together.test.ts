import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let bruno: Page;

const row = (page: Page) => page.getByRole("row").filter({ hasText: "Lia Prado" });

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "e o meu pedido?");
  [ana, bruno] = await Promise.all([openWindow(browser), openWindow(browser, { locale: "en-US" })]);
  await Promise.all([enter(ana, desk, "Ana"), enter(bruno, desk, "Bruno")]);
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

it("colleagues see who looks and who types, in the head and in the row; it wears off by itself", async () => {
  await row(ana).click();
  await row(bruno).click();
  await ana.getByText("Bruno está vendo").waitFor();
  await bruno.getByText("Ana is viewing").waitFor();
  await ana.locator("[data-composer]").pressSequentially("Já verif");
  await bruno.getByRole("banner").or(bruno.locator("header")).getByText("Ana is typing…").first().waitFor();
  await row(bruno).getByText("Ana is typing…").waitFor();
  expect(await findings(bruno)).toEqual([]);
  if (process.env["SHOTS"]) await bruno.screenshot({ path: "/tmp/h3/typing.png" });
  await bruno.getByText("Ana is viewing").waitFor();
  expect(await row(bruno).getByText("Ana is typing…").count()).toBe(0);
});
