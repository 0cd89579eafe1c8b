import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

const HOUR = 3_600_000;
let desk: RunningDesk;
let browser: Browser;
let helena: Page;
let ana: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  helena = await openWindow(browser);
  const lia = { id: "lia", name: "Lia Prado", waId: "5511987654321" };
  await customerInComercial(desk, lia, "o boleto não abre");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const dialog = (page: Page) => page.getByRole("dialog");
const told = (page: Page, text: string) => page.getByText(text, { exact: true });
/** What a row of the policies says. */
const policy = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

it("Feriados: the national ones with this year's date, own dates, all by keyboard; a date twice is told", async () => {
  await enter(helena, desk, "Helena", "/settings/general/whatsapp");
  await tabTo(helena, "Feriados");
  await helena.keyboard.press("Enter");
  const carnival = helena.getByRole("switch", { name: "Carnaval" });
  await carnival.waitFor();
  const year = new Date(desk.sim.now()).getUTCFullYear();
  await helena.getByText(`25 de dezembro de ${year}`, { exact: false }).waitFor();
  await expect.poll(() => helena.getByRole("switch", { name: "Natal" }).isChecked()).toBe(true);
  await expect.poll(() => carnival.isChecked()).toBe(false);
  expect(await findings(helena)).toEqual([]);
  await carnival.press("Space");
  await expect.poll(() => carnival.isChecked()).toBe(true);
  for (const name of ["Aniversário da cidade", "Outra vez"]) {
    await tabTo(helena, "+ Nova data");
    await helena.keyboard.press("Enter");
    await helena.getByLabel("Data", { exact: true }).last().fill(`${year}-01-25`);
    await helena.getByLabel("Nome", { exact: true }).last().fill(name);
  }
  await helena.keyboard.press("Control+s");
  await told(helena, "Esta data já está na lista.").first().waitFor();
  await helena.getByRole("button", { name: "Remover Outra vez" }).press("Enter");
  await helena.keyboard.press("Control+s");
  await told(helena, "Salvo.").waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.reload();
  await expect
    .poll(() => helena.getByLabel("Nome", { exact: true }).inputValue())
    .toBe("Aniversário da cidade");
  await expect.poll(() => carnival.isChecked()).toBe(true);
});

it("SLA: policies made and ordered by keyboard; one that is never reached says why", async () => {
  await helena.goto(`${desk.url}/settings/tickets/sla`);
  await helena.getByText("Nenhuma política de SLA").waitFor();
  await tabTo(helena, "Nova política");
  await helena.keyboard.press("Enter");
  await expect.poll(() => focused(helena)).toMatch(/^Nome/);
  await helena.keyboard.type("Padrão");
  const save = dialog(helena).getByRole("button", { name: "Salvar" });
  const first = dialog(helena).getByLabel("1ª resposta");
  await first.fill("uma hora");
  await dialog(helena).getByText("Informe horas e minutos, como 1:30.").waitFor();
  await expect.poll(() => save.isEnabled()).toBe(true);
  await first.fill("1:00");
  expect(await findings(helena)).toEqual([]);
  await first.press("Enter");
  await told(helena, "Padrão criado").waitFor();
  await policy(helena, "Padrão").getByText("Todos os chamados").waitFor();
  await policy(helena, "Padrão").getByText("8h00").waitFor();

  await helena.getByRole("button", { name: "Nova política" }).click();
  await dialog(helena).getByLabel(/^Nome/).fill("Urgentes");
  await dialog(helena).getByLabel("1ª resposta").fill("0:15");
  await dialog(helena).getByLabel("Urgente", { exact: true }).check();
  await save.click();
  await told(helena, "Urgentes criado").waitFor();
  // above the one for all, where it can be reached
  await expect.poll(() => helena.getByRole("row").nth(1).textContent()).toContain("Urgentes");
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("button", { name: "Descer Urgentes" }).press("Enter");
  await policy(helena, "Urgentes").getByText("Nunca usada: Padrão, acima, vale para todos").waitFor();
  await helena.getByRole("button", { name: "Subir Urgentes" }).press("Enter");
  await expect.poll(() => helena.getByText("Nunca usada", { exact: false }).count()).toBe(0);
});

it("a ticket shows what is promised, warns and tells what is late live, and stands still while it waits", async () => {
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  await ana.getByRole("article", { name: /o boleto não abre/ }).waitFor();
  await ana.keyboard.press("Shift+T");
  await dialog(ana).getByRole("button", { name: "Criar sem mensagens" }).click();
  await dialog(ana).getByLabel("Título").fill("Boleto vencido");
  await ana.keyboard.press("Enter");
  await told(ana, "Chamado #1 criado.").waitFor();
  await ana.goto(`${desk.url}/tickets/1`);
  const data = ana.getByRole("complementary", { name: "Dados do chamado" });
  await data.getByText("SLA Padrão").waitFor();
  await data.getByText(/^1ª resposta (1h00|59 min)/).waitFor();
  await data.getByText(/^Solução (8h00|7h59)/).waitFor();
  expect(await findings(ana)).toEqual([]);

  const rita = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(rita, desk, "Rita", "/tickets/1");
  await rita.getByText(/^First answer (59|58) min|^First answer 1h00/).waitFor();
  desk.sim.advance(2 * HOUR);
  await rita.getByText("SLA breached: the first answer was due by", { exact: false }).waitFor();
  await ana.getByText("SLA estourado: a 1ª resposta era até", { exact: false }).waitFor();
  await ana.reload();
  await data.getByText(/^1ª resposta atrasada há (1h|59 min)/).waitFor();
  expect(await findings(rita)).toEqual([]);

  await tabTo(ana, "Status");
  await ana.keyboard.type("Aguardando");
  await data.getByText(/^Solução em pausa, faltam [56]h/).waitFor();
  await rita.getByText(/^Solution paused, [56]h/).waitFor();
  expect(await findings(ana)).toEqual([]);
  await rita.context().close();
});
