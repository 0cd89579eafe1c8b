import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let helena: Page;
let ana: Page;

// room for list, thread, contact and phone
const viewport = { width: 1760, height: 1000 };

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "tem desconto?");
  helena = await openWindow(browser, { viewport });
  await enter(helena, desk, "Helena", "/settings/fields");
  ana = await openWindow(browser, { viewport, locale: "en-US", colorScheme: "dark" });
  await enter(ana, desk, "Ana");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const panel = (page: Page) => page.getByRole("region", { name: /^(Dados do contato|Contact details)$/ });

it("fields are defined by keyboard, filled in place, and seen by the colleague", async () => {
  await tabTo(helena, "Novo campo");
  await helena.keyboard.press("Enter");
  const dialog = helena.getByRole("dialog");
  await dialog.waitFor();
  await expect.poll(() => focused(helena)).toContain("Nome do campo");
  await helena.keyboard.type("Aniversário");
  await dialog.getByLabel("Tipo").selectOption("Data");
  expect(await findings(helena)).toEqual([]);
  await tabTo(helena, "Salvar campo");
  await helena.keyboard.press("Enter");
  await helena.getByRole("rowheader", { name: "Aniversário" }).waitFor();
  await helena.getByRole("button", { name: "Novo campo" }).click();
  await dialog.getByLabel("Nome do campo").fill("Plano");
  await dialog.getByLabel("Tipo").selectOption("Lista");
  await dialog.getByLabel("Opções, uma por linha").fill("Ouro\nPrata");
  await dialog.getByRole("button", { name: "Salvar campo" }).click();
  await helena.getByRole("button", { name: "Subir Plano" }).click();
  await expect
    .poll(() => helena.getByRole("rowheader").allTextContents())
    .toEqual(["PlanoOuro · Prata", "Aniversário"]);
  expect(await findings(helena)).toEqual([]);

  await helena.goto(`${desk.url}/conversations?tab=all`);
  for (const page of [helena, ana]) {
    await page.getByRole("row").filter({ hasText: "Lia Prado" }).click();
    await panel(page).getByText("Aniversário").waitFor();
  }
  await panel(ana).getByRole("button", { name: "Edit: Plano" }).press("Enter");
  await expect.poll(() => focused(ana)).toBe("Plano");
  await ana.keyboard.press("ArrowDown");
  await ana.keyboard.press("Enter");
  await panel(helena).getByRole("button", { name: "Ouro" }).waitFor();
  await expect.poll(() => focused(ana)).toContain("Ouro");
  // two at once: the second is told, and decides
  await panel(ana).getByRole("button", { name: "Edit: Plano" }).press("Enter");
  await panel(helena).getByRole("button", { name: "Editar: Plano" }).press("Enter");
  await panel(helena).getByLabel("Plano", { exact: true }).selectOption("Prata");
  await helena.keyboard.press("Enter");
  await panel(helena).getByRole("button", { name: "Prata" }).waitFor();
  await panel(ana).getByLabel("Plano", { exact: true }).selectOption("");
  await ana.keyboard.press("Enter");
  await panel(ana).getByRole("alert").filter({ hasText: "“Prata” now" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
  await panel(ana).getByRole("button", { name: "Prata" }).waitFor();
});

it("an e-mail is written in place, refused when it is none, and seen by the colleague", async () => {
  await panel(helena).getByRole("button", { name: "Editar: E-mail" }).press("Enter");
  await expect.poll(() => focused(helena)).toBe("E-mail");
  await helena.keyboard.type("lia@");
  await helena.keyboard.press("Enter");
  await panel(helena).getByText("Escreva um e-mail completo", { exact: false }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await panel(helena).getByLabel("E-mail", { exact: true }).fill("Lia@Example.com");
  await helena.keyboard.press("Enter");
  await panel(helena).getByText("informado, sem confirmação").waitFor();
  await panel(ana).getByText("lia@example.com").waitFor();
  await panel(ana).getByText("as given, not confirmed").waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("name, organisation, labels and notes are kept in place, with Enter and Escape", async () => {
  const name = panel(ana).getByRole("button", { name: "Edit: Contact's name" });
  await name.press("Enter");
  await ana.keyboard.type("Nobody");
  await ana.keyboard.press("Escape");
  await expect.poll(() => panel(ana).getByText("Nobody").count()).toBe(0);
  await name.press("Enter");
  await ana.keyboard.type("Lia da Padaria");
  await ana.keyboard.press("Enter");
  await helena.getByRole("row").filter({ hasText: "Lia da Padaria" }).waitFor();
  await expect.poll(() => focused(ana)).toContain("Lia da Padaria");

  await panel(ana).getByRole("button", { name: "Choose organisation" }).press("Enter");
  const dialog = ana.getByRole("dialog");
  await expect.poll(() => focused(ana)).toBe("Search by name or domain");
  await ana.keyboard.type("Padaria São João");
  await dialog.getByText("No organisation of that name.").waitFor();
  expect(await findings(ana)).toEqual([]);
  await dialog.getByRole("button", { name: "New organisation" }).press("Enter");
  await expect.poll(() => dialog.getByLabel("Name").inputValue()).toBe("Padaria São João");
  await dialog.getByLabel("Domain").fill("saojoao.com.br");
  await ana.keyboard.press("Enter");
  await panel(helena).getByText("saojoao.com.br").waitFor();

  const picker = helena.getByRole("dialog", { name: "Etiquetas do contato" });
  await panel(helena).getByRole("button", { name: "Escolher etiquetas" }).press("Enter");
  await expect.poll(() => focused(helena)).toBe("Buscar ou criar etiqueta");
  await helena.keyboard.type("VIP");
  await helena.keyboard.press("Enter");
  await picker.getByRole("checkbox", { name: "VIP", checked: true }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.keyboard.press("Enter");
  await picker.waitFor({ state: "hidden" });
  await panel(ana).getByText("VIP").waitFor();
  await expect.poll(() => focused(helena)).toBe("Escolher etiquetas");

  await panel(ana).getByRole("textbox", { name: "Write a note about the customer" }).focus();
  await ana.keyboard.type("Só atende de manhã");
  await ana.keyboard.press("Enter");
  await panel(helena).getByText("Só atende de manhã").waitFor();
  expect(await findings(helena)).toEqual([]);
});

it("two contacts of one person are merged with a cause, and separated again", async () => {
  desk.sim.addUser({ id: "lia2", name: "Lia (trabalho)", waId: "5511987650000" });
  desk.sim.sendAsUser("lia2", { type: "text", text: "sou eu de novo" });
  const row = (text: string) => helena.getByRole("row").filter({ hasText: text });
  await helena.goto(`${desk.url}/conversations?tab=bot`);
  await row("98765-0000").waitFor();
  await helena.goto(`${desk.url}/conversations?tab=new`);
  await row("Lia Prado").click();
  await panel(helena).getByRole("button", { name: "Unir outro contato a este" }).press("Enter");
  const dialog = helena.getByRole("dialog");
  await expect.poll(() => focused(helena)).toBe("Buscar por nome ou telefone");
  await helena.keyboard.type("8765-0000");
  await dialog.getByRole("radio").first().waitFor();
  await helena.keyboard.press("ArrowDown");
  await helena.keyboard.press("Space");
  await dialog.getByRole("row", { name: /^Telefone / }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Motivo" }).focus();
  await helena.keyboard.type("o telefone do trabalho");
  await tabTo(helena, "Unir contatos");
  await helena.keyboard.press("Enter");
  await panel(helena).getByText("+55 (11) 98765-0000").first().waitFor();
  await panel(ana).getByText("o telefone do trabalho").waitFor();
  await panel(helena).getByRole("button", { name: "Desfazer união" }).press("Enter");
  await dialog.getByText("ficam com este contato").waitFor();
  expect(await findings(helena)).toEqual([]);
  await dialog.getByRole("button", { name: "Desfazer união" }).press("Enter");
  await panel(helena).getByText("+55 (11) 98765-0000").waitFor({ state: "hidden" });
  await panel(ana).getByText("o telefone do trabalho").waitFor({ state: "hidden" });
});
