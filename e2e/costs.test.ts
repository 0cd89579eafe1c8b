import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let helena: Page;
let ana: Page;

/** Two replies of the month are free; Ana has answered Lia several times. */
beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ freeServiceMessages: 2 });
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "tem desconto?");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/costs");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

it("what was counted is shown by number, and costs nothing as long as there are no prices", async () => {
  await helena.getByRole("heading", { level: 1, name: "Custos" }).waitFor();
  await helena.getByText("ainda não tem preços", { exact: false }).waitFor();
  expect(await findings(helena)).toEqual([]);
});

it("prices and a budget are set by keyboard, and the month adds up", async () => {
  await helena.getByRole("link", { name: "Preços e orçamento" }).press("Enter");
  await tabTo(helena, "Novo preço");
  await helena.keyboard.press("Enter");
  const row = helena.getByRole("group", { name: /^Preço de/ });
  await row.getByLabel("Categoria").selectOption("Atendimento (respostas livres)");
  await row.getByLabel("Por mensagem").fill("0,5");
  await helena.getByLabel("Orçamento do mês").fill("1");
  await helena.keyboard.press("Control+s");
  await helena.getByText("Informe o dia.").first().waitFor();
  expect(await findings(helena)).toEqual([]);
  await row.getByLabel("Vale a partir de").fill("2026-01-01");
  await helena.keyboard.press("Control+s");
  await helena.getByText("Salvo.", { exact: true }).waitFor();
  await helena.getByRole("link", { name: "Uso do mês" }).press("Enter");
  const service = helena.getByRole("row").filter({ hasText: "Cobrada" });
  await service.filter({ hasText: "Atendimento" }).waitFor();
  await helena.getByText(/\d+% do orçamento de R\$\s1,00/).waitFor();
  await helena.getByRole("heading", { name: "Conversas que mais custaram" }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("button", { name: /^Mês anterior/ }).press("Enter");
  await helena.getByText("Nada contado neste mês").waitFor();
  expect(await findings(helena)).toEqual([]);
});

it("whoever writes line by line is told what that costs, and what waits unsent can be joined", async () => {
  const field = ana.locator("[data-composer]");
  for (const line of ["oi", "tudo bem?", "tem sim"]) {
    await field.fill(line);
    await field.press("Enter");
  }
  await ana.getByText("3 mensagens curtas = 3 cobranças", { exact: false }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.context().setOffline(true);
  await ana.getByRole("status").filter({ hasText: "Sem conexão" }).waitFor();
  for (const line of ["posso", "fazer", "dez por cento"]) {
    await field.fill(line);
    await field.press("Enter");
  }
  await ana.getByRole("button", { name: "Juntar em uma" }).press("Enter");
  await ana.getByRole("article", { name: /fazer\s+dez por cento/ }).waitFor();
  await ana.context().setOffline(false);
  await expect
    .poll(() => JSON.stringify(desk.sim.messages("lia").map(({ content }) => content)), { timeout: 30_000 })
    .toContain(String.raw`fazer\ndez por cento`);
});
