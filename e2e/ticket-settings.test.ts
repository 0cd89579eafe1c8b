import type { TicketChoices } from "@balcao/api";
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

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "o boleto não abre",
  );
  helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/tickets");
  ana = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  const message = ana.getByRole("article", { name: /o boleto não abre/ });
  await ana.locator("[data-entry]").filter({ has: message }).focus();
  await ana.keyboard.press("Shift+T");
  await ana.getByRole("button", { name: "Create without messages" }).click();
  await ana.getByRole("dialog").getByLabel("Title").fill("Boleto");
  await ana.keyboard.press("Enter");
  await ana.getByText("Ticket #1 created.").waitFor();
  await ana.goto(`${desk.url}/tickets/1`);
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const dialog = (page: Page) => page.getByRole("dialog");
const rows = (page: Page) => page.getByRole("rowheader").allTextContents();
const facts = () => ana.getByRole("complementary", { name: "Ticket data" });

it("statuses: added by keyboard, put in another place, and chosen at once by the colleague", async () => {
  await helena.getByRole("heading", { level: 1, name: "Chamados" }).waitFor();
  await expect
    .poll(() => rows(helena))
    .toEqual(["Aberto", "Em atendimento", "Aguardando cliente", "Resolvido", "Fechado"]);
  expect(await findings(helena)).toEqual([]);
  await tabTo(helena, "Novo status");
  await helena.keyboard.press("Enter");
  await expect.poll(() => focused(helena)).toContain("Nome");
  const name = dialog(helena).getByLabel("Nome");
  await helena.keyboard.press("Enter");
  await expect
    .poll(() => name.evaluate((field: HTMLInputElement) => field.validationMessage))
    .toBe("Preencha este campo.");
  await helena.keyboard.type("No laboratório");
  await dialog(helena).getByLabel("Significado").selectOption("Em trabalho");
  await dialog(helena).getByLabel("ciano").check();
  expect(await findings(helena)).toEqual([]);
  await tabTo(helena, "Salvar");
  await helena.keyboard.press("Enter");
  await helena.getByRole("rowheader", { name: "No laboratório" }).waitFor();
  const up = helena.getByRole("button", { name: "Subir No laboratório" });
  await up.press("Enter");
  await expect.poll(() => rows(helena)).toContain("No laboratório");
  await expect.poll(async () => (await rows(helena)).indexOf("No laboratório")).toBe(4);
  await up.press("Enter");
  await expect.poll(async () => (await rows(helena)).indexOf("No laboratório")).toBe(3);
  // at the very top the keyboard still is where it was
  for (let place = 2; place >= 0; place--) {
    await helena.keyboard.press("Enter");
    await expect.poll(async () => (await rows(helena)).indexOf("No laboratório")).toBe(place);
  }
  await expect.poll(() => focused(helena)).toBe("Subir No laboratório");
  await helena.keyboard.press("Enter");
  const down = helena.getByRole("button", { name: "Descer No laboratório" });
  await down.press("Enter");
  await expect.poll(async () => (await rows(helena)).indexOf("No laboratório")).toBe(1);
  // pressed three times before the server has answered once: no step is lost
  let answered = 0;
  await helena.route("**/api/ticket-statuses/order", async (route) => {
    const response = await route.fetch();
    await expect.poll(() => rows(helena)).toEqual(atTheEnd);
    await route.fulfill({ response });
    answered += 1;
  });
  const atTheEnd = [
    "Aberto",
    "Em atendimento",
    "Aguardando cliente",
    "Resolvido",
    "No laboratório",
    "Fechado",
  ];
  for (let press = 0; press < 3; press++) await down.press("Enter");
  // moves of before may still be among them, each waits for the one before it
  await expect.poll(() => answered).toBeGreaterThanOrEqual(3);
  const saved = async (): Promise<string[]> => {
    const answer = await helena.request.get(`${desk.url}/api/ticket-choices`);
    return ((await answer.json()) as TicketChoices).statuses.map(({ name }) => name);
  };
  await expect.poll(saved).toEqual(atTheEnd);
  await helena.unroute("**/api/ticket-statuses/order");
  await helena.reload();
  await helena.getByRole("rowheader", { name: "No laboratório" }).waitFor();
  expect(await rows(helena)).toEqual(atTheEnd);
  await facts().getByLabel("Status").selectOption("No laboratório");
  await ana.getByText("changed the status from Aberto to No laboratório").waitFor();
});

it("the last status in which tickets begin cannot be switched off, and says why", async () => {
  await helena.getByRole("button", { name: "Editar Aberto" }).click();
  await dialog(helena).getByLabel("Ativo").press("Space");
  await dialog(helena).getByRole("button", { name: "Salvar" }).click();
  await dialog(helena)
    .getByText("Os chamados precisam de ao menos um status ativo", { exact: false })
    .waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.keyboard.press("Escape");
  await dialog(helena).waitFor({ state: "detached" });
});

it("categories stand in a tree, types in a list; a ticket takes both, and a due date", async () => {
  await helena.getByRole("link", { name: "Categorias" }).click();
  await helena.getByText("Nenhuma categoria").waitFor();
  expect(await findings(helena)).toEqual([]);
  for (const [name, parent] of [
    ["Cobrança", "Nenhuma (no topo)"],
    ["Boleto", "Cobrança"],
  ] as const) {
    await helena.getByRole("button", { name: "Nova categoria" }).click();
    await dialog(helena).getByLabel("Nome").fill(name);
    await dialog(helena).getByLabel("Dentro de").selectOption(parent);
    await dialog(helena).getByRole("button", { name: "Salvar" }).click();
    await helena.getByRole("rowheader", { name, exact: true }).waitFor();
  }
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("link", { name: "Tipos" }).click();
  await helena.getByRole("button", { name: "Novo tipo" }).click();
  await dialog(helena).getByLabel("Nome").fill("Dúvida");
  await helena.keyboard.press("Enter");
  await helena.getByRole("rowheader", { name: "Dúvida" }).waitFor();
  expect(await findings(helena)).toEqual([]);

  await facts().getByLabel("Category").selectOption("Cobrança › Boleto");
  await ana.getByText("changed the category to Cobrança › Boleto").waitFor();
  await facts().getByLabel("Type").selectOption("Dúvida");
  await ana.getByText("changed the type to Dúvida").waitFor();
  const due = facts().getByLabel("Due");
  await due.fill("2030-12-01T18:00");
  await due.press("Enter");
  await ana.getByText("set it due on 12/1/30", { exact: false }).waitFor();
  await due.fill("2020-12-01T18:00");
  await due.press("Enter");
  await facts().getByText("Past its due date").waitFor();
  expect(await findings(ana)).toEqual([]);
});
