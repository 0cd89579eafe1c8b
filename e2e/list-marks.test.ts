import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { fieldIn, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let rita: Page;
let maria: Customer;
let joao: Customer;
let caio: Customer;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  const person = (id: string, name: string, waId: string) =>
    customerInComercial(desk, { id, name, waId }, "oi");
  maria = await person("maria", "Maria Souza", "5511970000001");
  joao = await person("joao", "João Lima", "5511970000002");
  caio = await person("caio", "Caio Reis", "5511970000003");
  rita = await openWindow(browser);
  await enter(rita, desk, "Rita");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const rowOf = (page: Page, customer: Customer) => page.getByRole("row").filter({ hasText: customer.name });
const said = (page: Page, text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
const press = async (page: Page, ...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** The dialog is there, and has the keyboard. */
const opens = (page: Page, name: string) =>
  page.getByRole("dialog", { name }).and(page.locator(":focus-within")).waitFor();

const opened = (page: Page, customer: Customer) =>
  page.locator("[role=row][aria-current=true]").filter({ hasText: customer.name }).waitFor();

/** The keyboard on a customer's row of the list, nothing opened. */
async function stand(page: Page, customer: Customer): Promise<void> {
  await rowOf(page, customer).focus();
}

it("marks one conversation by keyboard: label, priority, unread, and puts it aside until it is time", async () => {
  await press(rita, "1");
  await stand(rita, maria);
  await press(rita, "Enter", "l");
  await opens(rita, "Etiquetas");
  expect(await findings(rita)).toEqual([]);
  await rita.keyboard.type("VIP");
  await press(rita, "Enter");
  await rita.getByRole("checkbox", { name: "VIP", checked: true }).waitFor();
  await press(rita, "Enter");
  await said(rita, "Etiquetas alteradas").waitFor();
  await press(rita, "Shift+P");
  await opens(rita, "Prioridade");
  await press(rita, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "Enter");
  await rita.getByRole("row", { name: /prioridade Urgente.*etiquetas: VIP/ }).waitFor();
  await rita
    .getByText(/Prioridade: Nenhuma → Urgente por Rita/)
    .first()
    .waitFor();

  // hers, so it is read; and unread again because she says so
  await press(rita, "a");
  await said(rita, "agora é sua").waitFor();
  await press(rita, "2");
  await rowOf(rita, maria).waitFor();
  await rita.getByRole("row", { name: /Maria Souza.*não lida/ }).waitFor({ state: "detached" });
  await press(rita, "u");
  await rita.getByRole("row", { name: /Maria Souza.*1 não lida/ }).waitFor();

  await press(rita, "z");
  await opens(rita, "Adiar");
  expect(await findings(rita)).toEqual([]);
  await press(rita, "Enter");
  await rowOf(rita, maria).waitFor({ state: "detached" });
  await tabTo(rita, "Adiadas1", "Shift+Tab");
  await press(rita, "Enter");
  await rita.getByRole("row", { name: /Maria Souza.*adiada até/ }).waitFor();
  await maria.say("e o meu boleto?");
  await rowOf(rita, maria).waitFor({ state: "detached" });
  await press(rita, "2");
  await rowOf(rita, maria).waitFor();
});

it("chooses several and acts on all of them at once, with one way back", async () => {
  await press(rita, "1");
  await stand(rita, joao);
  await press(rita, "x", "Shift+J");
  const bar = rita.getByRole("toolbar", { name: "Conversas selecionadas" });
  await bar.getByText("2 selecionadas").waitFor();
  expect(await findings(rita)).toEqual([]);
  await press(rita, "p");
  await said(rita, "2 conversas marcadas como pendentes").waitFor();
  await bar.waitFor({ state: "detached" });
  for (const customer of [joao, caio])
    await rita.getByRole("row", { name: new RegExp(`${customer.name}.*pendente`) }).waitFor();
  await press(rita, "F6", "Enter");
  await rita
    .getByRole("row", { name: /pendente/ })
    .first()
    .waitFor({ state: "detached" });

  await stand(rita, joao);
  await press(rita, "x", "Shift+J", "l");
  await opens(rita, "Etiquetas");
  await rita.keyboard.type("vip");
  await press(rita, "Enter", "Enter");
  await said(rita, "Etiquetas alteradas em 2 conversas").waitFor();
});

it("narrows the list down in the address, and keeps that as a view", async () => {
  await tabTo(rita, "Mais filtros", "Shift+Tab");
  await press(rita, "Enter");
  await rita.getByRole("group", { name: "Mais filtros" }).waitFor();
  await rita.getByRole("combobox", { name: "Etiqueta" }).focus();
  await rita.keyboard.type("V");
  await rita.waitForURL(/label=/);
  await rowOf(rita, joao).waitFor();
  await rita.reload();
  await rowOf(rita, joao).waitFor();
  await tabTo(rita, "Salvar visão");
  await press(rita, "Enter");
  await opens(rita, "Nova visão");
  expect(await findings(rita)).toEqual([]);
  await rita.keyboard.type("Clientes VIP");
  await press(rita, "Enter");
  await rita.getByRole("link", { name: "Clientes VIP" }).waitFor();
  await tabTo(rita, "Limpar filtros");
  await press(rita, "Enter");
  await rita.waitForURL((url) => !url.search.includes("label"));
  // by the palette
  await press(rita, "Control+k");
  await fieldIn(rita.getByRole("dialog"));
  await rita.keyboard.type("clientes vip");
  await rita.getByRole("button", { name: "Clientes VIP" }).waitFor();
  await press(rita, "Enter");
  await rita.waitForURL(/view=/);
  await rowOf(rita, joao).waitFor();
});

it("resolves and goes on, in English too", async () => {
  const ana = await openWindow(browser, { locale: "en-US" });
  await enter(ana, desk, "Ana");
  await stand(ana, joao);
  await press(ana, "Enter");
  await opened(ana, joao);
  await ana.getByRole("button", { name: "Mark as resolved" }).waitFor();
  await press(ana, "Shift+E");
  await opened(ana, caio);
  await said(ana, "Marked as resolved").waitFor();
  await rowOf(ana, joao).waitFor({ state: "detached" });
  await stand(ana, caio);
  await press(ana, "x");
  await ana.getByText("1 selected").waitFor();
  expect(await findings(ana)).toEqual([]);
  await press(ana, "Escape");
  await ana.getByText("1 selected").waitFor({ state: "detached" });
});
