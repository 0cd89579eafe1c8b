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
  await bruno.getByText("Ana is viewing").waitFor();
  expect(await row(bruno).getByText("Ana is typing…").count()).toBe(0);
});

it("sending asks when a colleague types or answered meanwhile; Enter goes back to the text", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena", new URL(ana.url()).pathname);
  await ana.getByText("Bruno e Helena estão vendo").or(ana.getByText("Helena e Bruno estão vendo")).waitFor();
  const field = ana.locator("[data-composer]");
  await field.fill("Já verifico, Lia");
  await field.press("Enter");
  // nobody else typed: it went, and the conversation is hers
  await ana.getByText("Atendente: Ana Beatriz Lopes").waitFor();
  await field.pressSequentially("Seu pedido");
  await helena.locator("[data-composer]").pressSequentially("Oi, Lia! Sai hoje.");
  await ana.locator("header").getByText("Helena está digitando…").waitFor();
  await field.press("Enter");
  const typing = ana.getByRole("dialog", { name: "Helena está digitando uma resposta" });
  await typing.getByRole("button", { name: "Voltar ao texto" }).waitFor();
  await ana.keyboard.press("Enter");
  await typing.waitFor({ state: "detached" });
  expect(await field.inputValue()).toBe("Seu pedido");

  // what Ana typed before wears off: then nothing holds Helena back
  await helena.locator("header").getByText("Ana está vendo").waitFor();
  await helena.locator("[data-composer]").press("Enter");
  await ana.getByRole("article", { name: /Oi, Lia! Sai hoje\./ }).waitFor();
  await field.press("Enter");
  const answered = ana.getByRole("dialog", { name: /^Helena respondeu há \d+ s$/ });
  await answered.getByText("Oi, Lia! Sai hoje.").waitFor();
  expect(await findings(ana)).toEqual([]);
  await answered.getByRole("button", { name: "Enviar mesmo assim" }).click();
  await ana.getByRole("article", { name: /Seu pedido/ }).waitFor();
  await helena.context().close();
  // who spies is seen by nobody
  await ana.locator("header").getByText("Helena está vendo").waitFor({ state: "detached" });
  const rita = await openWindow(browser);
  await enter(rita, desk, "Rita", new URL(ana.url()).pathname);
  await rita.locator("header").getByText("Ana está vendo").waitFor();
  expect(await ana.locator("header").getByText("Rita").count()).toBe(0);
  await rita.context().close();
});
