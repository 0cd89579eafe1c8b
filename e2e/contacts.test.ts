import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let rita: Page;
let ana: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "tem desconto?");
  rita = await openWindow(browser);
  await enter(rita, desk, "Rita");
  ana = await openWindow(browser, {
    locale: "en-US",
    colorScheme: "dark",
    viewport: { width: 390, height: 844 },
  });
  await enter(ana, desk, "Ana", "/contacts");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const dialog = (page: Page) => page.getByRole("dialog");
const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** As who has no registered name is shown. */
const PHONE = "+55 (11) 98765-4321";

const FILE = [
  "Nome;Celular;E-mail;Empresa;Observação",
  "Zilda Ramos;11 98765-0111;zilda@girassol.com.br;Girassol;cliente antiga",
  "Sem telefone;;;;",
  "'=Fórmula;(11) 98765-0112;;Girassol;",
  "Lia da Silva;11 98765-4321;;;",
].join("\r\n");

it("a file is chosen, its columns seen, and taken in, each bad line told by number and reason", async () => {
  await rita.keyboard.press("g");
  await rita.keyboard.press("p");
  await rita.getByRole("heading", { name: "Contatos" }).waitFor();
  await row(rita, "Lia Prado").waitFor();
  expect(await findings(rita)).toEqual([]);
  await tabTo(rita, "Importar");
  await rita.keyboard.press("Enter");
  await rita.getByRole("heading", { name: "Importar contatos" }).waitFor();
  const file = { name: "clientes.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${FILE}`) };
  await rita.locator("input[type=file]").setInputFiles(file);
  const column = (name: string) => rita.getByLabel(`O que é a coluna ${name}`, { exact: true });
  await column("Celular").waitFor();
  const meant = async (name: string): Promise<string | null> =>
    column(name).locator("option:checked").textContent();
  expect(await Promise.all(["Nome", "Celular", "Empresa", "Observação"].map(meant))).toEqual([
    "Nome",
    "Telefone",
    "Organização",
    "Não importar",
  ]);
  expect(await findings(rita)).toEqual([]);
  await column("Celular").selectOption("Não importar");
  await rita.getByText("Escolha a coluna do telefone.").waitFor();
  await expect
    .poll(() => rita.getByRole("button", { name: "Importar", exact: true }).isEnabled())
    .toBe(false);
  await column("Celular").selectOption("Telefone");
  await rita.getByLabel("Deixar o contato como está").check();
  await tabTo(rita, "Importar");
  await rita.keyboard.press("Enter");
  await rita.getByText("Concluída.", { exact: false }).waitFor();
  const said = "2 contatos criados · nenhum atualizado · 1 mantido como estava · 1 linha recusada";
  await rita.getByText(said, { exact: false }).waitFor();
  await rita.getByRole("button", { name: "Ver as linhas recusadas" }).press("Enter");
  await rita.getByText("Linha 3, Telefone: está em branco.").waitFor();
  expect(await findings(rita)).toEqual([]);
});

it("the list is walked by keyboard, searched and narrowed down, and leads to a person", async () => {
  await rita.keyboard.press("g");
  await rita.keyboard.press("p");
  await row(rita, "Zilda Ramos").waitFor();
  await expect
    .poll(() => rita.getByRole("rowheader").locator("a").allTextContents())
    .toEqual(["=Fórmula", "Zilda Ramos", PHONE]);
  await rita.keyboard.press("j");
  await expect.poll(() => focused(rita)).toContain("=Fórmula");
  await rita.keyboard.press("End");
  await expect.poll(() => focused(rita)).toContain(PHONE);
  await rita.keyboard.press("/");
  await expect.poll(() => focused(rita)).toContain("Buscar por nome");
  await rita.keyboard.type("1187654321");
  await expect.poll(() => rita.getByRole("rowheader").locator("a").allTextContents()).toEqual([PHONE]);
  await expect.poll(() => new URL(rita.url()).search).toContain("q=");
  await row(rita, PHONE).press("Enter");
  await rita.getByRole("heading", { level: 1, name: PHONE }).waitFor();
  await rita.getByRole("link", { name: /Comercial/ }).waitFor();
  expect(await findings(rita)).toEqual([]);
  await rita.getByRole("button", { name: "Editar: Nome do contato" }).press("Enter");
  await rita.keyboard.type("Lia Prado Nunes");
  await rita.keyboard.press("Enter");
  await rita.getByRole("heading", { level: 1, name: "Lia Prado Nunes" }).waitFor();
  // on a phone, in English, the colleague's list hears of it
  await row(ana, "Lia Prado Nunes").waitFor();
  expect(await findings(ana)).toEqual([]);
  await rita.getByRole("link", { name: /Comercial/ }).press("Enter");
  await rita.getByRole("article", { name: /tem desconto/ }).waitFor();
});

it("on a phone all that can be done with the list stands in sight", async () => {
  for (const locale of ["pt-BR", "en-US"]) {
    const phone = await openWindow(browser, { locale, viewport: { width: 390, height: 844 } });
    await enter(phone, desk, "Rita", "/contacts");
    const acts = phone.locator("header").filter({ has: phone.getByRole("heading", { level: 1 }) });
    const add = acts.getByRole("button", { name: /Novo contato|New contact/ });
    await add.waitFor();
    const boxes = await acts
      .getByRole("link")
      .or(add)
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(boxes).toHaveLength(5);
    for (const { left, right } of boxes) expect(left >= 0 && right <= 390).toBe(true);
    await phone.context().close();
  }
});

it("an export holds what the list holds, safe from formulas", async () => {
  await rita.goto(`${desk.url}/contacts?q=formula`);
  await row(rita, "=Fórmula").waitFor();
  const [download] = await Promise.all([
    rita.waitForEvent("download"),
    rita.getByRole("link", { name: "Exportar CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^contatos-\d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain(`\r\n"'=Fórmula";"'+55 (11) 98765-0112";"";"Girassol";`);
  expect(text.trimEnd().split("\r\n")).toHaveLength(2);
  // an agent neither exports nor imports
  expect(await ana.getByRole("link", { name: /Export|Import/ }).count()).toBe(0);
});

it("an organisation has its people, and is deleted once it is said where they go", async () => {
  await rita.goto(`${desk.url}/contacts/organisations`);
  await row(rita, "Girassol").getByText("2 contatos").waitFor();
  expect(await findings(rita)).toEqual([]);
  await rita.keyboard.press("j");
  await rita.keyboard.press("Enter");
  await rita.getByRole("heading", { name: "Girassol" }).waitFor();
  await rita.getByRole("link", { name: "Zilda Ramos" }).waitFor();
  expect(await findings(rita)).toEqual([]);
  await tabTo(rita, "Editar organização");
  await rita.keyboard.press("Enter");
  await dialog(rita).getByLabel("Domínio").fill("girassol.com.br");
  await rita.keyboard.press("Enter");
  await rita.getByText("girassol.com.br", { exact: true }).waitFor();
  await dialog(rita).waitFor({ state: "detached" });
  await rita.getByRole("button", { name: "Excluir organização" }).press("Enter");
  await dialog(rita).getByText("O que acontece com os 2 contatos dela?").waitFor();
  const confirm = dialog(rita).getByRole("button", { name: "Excluir organização" });
  await expect.poll(() => confirm.isEnabled()).toBe(false);
  expect(await findings(rita)).toEqual([]);
  await dialog(rita).getByLabel("Ficam sem organização").check();
  await confirm.press("Enter");
  await rita.getByText("Organização excluída.").waitFor();
  await rita.getByText("Nenhuma organização", { exact: true }).waitFor();
});

it("a contact is made by name and phone; one who is there is led to", async () => {
  await ana.getByRole("button", { name: "New contact" }).press("Enter");
  await expect.poll(() => focused(ana)).toContain("Name");
  await ana.keyboard.type("Caio Reis");
  await dialog(ana).getByLabel("Phone").fill("123");
  await ana.keyboard.press("Enter");
  await dialog(ana).getByText("Give the phone with its area code", { exact: false }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await dialog(ana).getByLabel("Phone").fill("11 98765-0199");
  await ana.keyboard.press("Enter");
  await ana.getByRole("heading", { level: 1, name: "Caio Reis" }).waitFor();
  expect(await findings(ana)).toEqual([]);
});
