import { changeTemplate } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  page = await openWindow(browser);
  await enter(page, desk, "Helena");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const BACK = "promo_volta (pt_BR)";
const place = () => page.getByRole("textbox", { name: "Campo 1 da mensagem" });

/** Chooses the template and fills its one place with the customer's first name, by keyboard. */
async function choose(field: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).selectOption({ label: BACK });
  await page.getByRole("button", { name: "Inserir variável: Campo 1 da mensagem" }).press("Enter");
  await page.getByRole("menuitem", { name: /^Primeiro nome do cliente/u }).press("Enter");
  await expect.poll(() => place().inputValue()).toBe("{{contato.primeiro_nome|cliente}}");
}

it("a company speaks after 24 hours, by templates behind its texts, and hears of it when one is paused", async () => {
  await page.goto(`${desk.url}/settings/general/whatsapp`);
  await page
    .getByRole("textbox", { name: "Tempo de inatividade para o encerramento da conversa" })
    .fill("48");
  const closing = "Template depois de 24 h (Encerramento por inatividade)";
  await page.getByText("este texto não chega ao cliente").first().waitFor();
  await choose(closing);
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Salvar" }).click();
  await page.getByText("Salvo.").waitFor();
  await page.reload();
  await place().waitFor();
  await expect
    .poll(() => page.getByRole("combobox", { name: closing, exact: true }).inputValue())
    .toContain("promo_volta");

  await page.goto(`${desk.url}/settings/triggers/new`);
  await page.getByRole("textbox", { name: "Descrição" }).fill("Ainda precisa?");
  await page.getByRole("radio", { name: "No silêncio do cliente" }).press("Space");
  await page.getByRole("textbox", { name: "Horas" }).fill("25");
  await page.getByRole("textbox", { name: "Mensagem", exact: true }).fill("Ainda precisa de ajuda?");
  const told = page.getByRole("region", { name: "O que o verificador diz" });
  await told.getByText("não há template atrás dela").waitFor();
  await choose("Template depois de 24 h");
  const shown = page.getByRole("region", { name: "No celular do cliente" });
  await shown.getByText("Maria, sentimos sua falta.").waitFor();
  await told.waitFor({ state: "hidden" });
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Control+s");
  await page.getByText("“Ainda precisa?” salvo no rascunho").waitFor();

  await page.goto(`${desk.url}/settings/triggers/test`);
  const phone = page.getByRole("region", { name: "Telefone do cliente" });
  await phone.getByRole("textbox", { name: "Mensagem" }).fill("oi");
  await page.keyboard.press("Enter");
  for (const wait of ["+24 h", "+1 h", "+1 h"]) await page.getByRole("button", { name: wait }).click();
  await phone.getByText("sentimos sua falta.").waitFor();
  await phone.getByRole("button", { name: "Por quê?" }).last().click();
  await page.getByText("A janela de 24 h estava fechada: foi enviado o template.").waitFor();

  await page.getByRole("link", { name: "Lista", exact: true }).click();
  await page.getByText("Depois de 24 h: template promo_volta").waitFor();
  await page.getByRole("button", { name: "Publicar" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publicar agora" }).click();
  await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
  changeTemplate(desk.sim, "promo_volta", { status: "PAUSED" });
  const alarm = page.getByRole("alert").filter({ hasText: "está pausado pela Meta" });
  await alarm.waitFor();
  expect(await findings(page)).toEqual([]);

  // so does what is said by the settings, and the menu leads to both
  await page.getByRole("link", { name: /^Gatilhos Conversas\s*, há algo a corrigir$/u }).waitFor();
  await page.getByRole("link", { name: /^Configurações Gerais do Sistema\s*, há algo a corrigir$/u }).click();
  const broken = page.getByRole("alert").filter({ hasText: "promo_volta (pt_BR)" });
  await broken.getByText("Este template não está aprovado pela Meta").waitFor();
  expect(await findings(page)).toEqual([]);
  await broken.getByRole("button", { name: "Encerramento por inatividade" }).press("Enter");
  expect(
    await page.evaluate(() => document.activeElement?.closest("[data-path]")?.getAttribute("data-path")),
  ).toBe("autoMessages.inactivity_closing.template");
  changeTemplate(desk.sim, "promo_volta", { status: "APPROVED" });
  await broken.waitFor({ state: "detached" });
});
