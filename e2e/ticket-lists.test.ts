import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { pressInTurn } from "./keyboard.ts";

type Named = { id: string; name: string };
type Status = Named & { color: string; version: number };
let desk: RunningDesk;
let browser: Browser;
let helena: Page;
let statuses: Status[];
const COUNT = 60;

/** What Helena's own session asks of the server. */
async function ask<T>(method: string, path: string, data?: object): Promise<T> {
  const answer = await helena.request.fetch(`${desk.url}${path}`, {
    method,
    headers: { origin: desk.url },
    ...(data ? { data } : {}),
  });
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "o boleto não abre",
  );
  helena = await openWindow(browser);
  await enter(helena, desk, "Helena");
  const { items: conversations } = await ask<{ items: Named[] }>("GET", "/api/conversations?tab=all");
  const { items: teams } = await ask<{ items: Named[] }>("GET", "/api/teams");
  ({ statuses } = await ask<{ statuses: Status[] }>("GET", "/api/ticket-choices"));
  for (let n = 1; n <= COUNT; n++) {
    desk.sim.advance(1_000);
    await ask("POST", "/api/tickets", {
      key: `ticket-lists-${n}`,
      conversationId: conversations[0]?.id,
      title: n === 30 ? "Geladeira parada" : `Pedido ${n}`,
      teamId: teams.find(({ name }) => name === (n % 2 === 0 ? "Comercial" : "Suporte"))?.id,
      priority: n % 5,
    });
  }
  await helena.keyboard.press("Escape");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const grid = (page: Page) => page.getByRole("grid", { name: "Chamados em tabela" });
const rowOf = (page: Page, number: number) =>
  grid(page)
    .getByRole("row")
    .filter({ hasText: `#${number}` });
const told = (page: Page, text: string) => page.getByText(text, { exact: true });
const column = (page: Page, name: string) => page.getByRole("region", { name });
const focusedRow = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.closest("[role=row]")?.querySelector("a")?.textContent ?? null);

it("the table: rows by their order, sorted by its heads, by keyboard alone", async () => {
  await pressInTurn(helena, "g", "t");
  await rowOf(helena, COUNT).waitFor();
  expect(await findings(helena)).toEqual([]);
  // only what is in sight is in the page, and the end of the list is reached all the same
  expect(await grid(helena).getByRole("row").count()).toBeLessThan(COUNT);
  await helena.keyboard.press("j");
  await expect.poll(() => focusedRow(helena)).toBe(`Pedido ${COUNT}`);
  // the last one known asks for the next page
  await expect
    .poll(async () => {
      await helena.keyboard.press("End");
      return focusedRow(helena);
    })
    .toBe("Pedido 1");
  await helena.getByRole("columnheader", { name: "Nº" }).getByRole("button").press("Enter");
  await helena.getByRole("columnheader", { name: "Nº" }).getByRole("button").press("Enter");
  await expect.poll(() => helena.url()).toContain("sort=created");
  await expect
    .poll(() => grid(helena).getByRole("columnheader", { name: "Nº" }).getAttribute("aria-sort"))
    .toBe("ascending");
  await rowOf(helena, 1).first().waitFor();
  await helena.goBack();
  await helena.goBack();
  await expect.poll(() => helena.url()).not.toContain("sort");

  await helena.keyboard.press("/");
  await helena.keyboard.type("geladeiras");
  await rowOf(helena, 30).waitFor();
  await expect.poll(() => grid(helena).getByRole("row").count()).toBe(2);
  await rowOf(helena, 30).focus();
  await helena.keyboard.press("o");
  await helena.getByRole("heading", { level: 1, name: "Chamado #30 Geladeira parada" }).waitFor();
  await helena.goBack();
  // who comes back finds the keyboard where it was
  await expect.poll(() => focusedRow(helena)).toBe("Geladeira parada");
});

it("filters stand in the address, and are kept as a view with its number", async () => {
  await helena.goto(`${desk.url}/tickets`);
  await rowOf(helena, COUNT).waitFor();
  await helena.getByRole("combobox", { name: "Prioridade", exact: true }).selectOption({ label: "Urgente" });
  await expect.poll(() => helena.url()).toContain("priority=4");
  await expect.poll(() => grid(helena).getByRole("row").count()).toBe(COUNT / 5 + 1);
  await helena.getByRole("button", { name: "Salvar visão" }).press("Enter");
  const dialog = helena.getByRole("dialog");
  await dialog.getByLabel("Nome").fill("Urgentes");
  await dialog.getByLabel("Nome").press("Enter");
  const view = helena.getByRole("link", { name: "Urgentes 12" });
  await view.waitFor();
  await expect.poll(() => view.getAttribute("aria-current")).toBe("page");
  await helena.getByRole("link", { name: /^Em aberto/ }).press("Enter");
  await expect.poll(() => helena.url()).not.toContain("priority");
  await expect.poll(() => view.getAttribute("aria-current")).toBeNull();
  await helena.reload();
  await helena.getByRole("link", { name: "Urgentes 12" }).press("Enter");
  await expect.poll(() => grid(helena).getByRole("row").count()).toBe(COUNT / 5 + 1);
});

it("one act on many: X and Shift+J choose, refusals are told by number, the rest has a way back", async () => {
  await ask("POST", `/api/tickets/acts`, {
    act: { type: "status", statusId: statuses.find(({ name }) => name === "Fechado")?.id },
    items: [{ id: (await ask<Named>("GET", "/api/tickets/by-number/58")).id, key: "close-58-by-hand" }],
  });
  await helena.goto(`${desk.url}/tickets?progress=all&sort=created`);
  await rowOf(helena, COUNT).waitFor();
  await helena.keyboard.press("j");
  await helena.keyboard.press("x");
  await helena.keyboard.press("Shift+J");
  await helena.keyboard.press("Shift+J");
  const bar = helena.getByRole("toolbar", { name: "Chamados selecionados" });
  await bar.getByText("3 selecionados").waitFor();
  expect(await findings(helena)).toEqual([]);
  await bar.getByRole("button", { name: "Desfazer a seleção" }).click();
  await bar.waitFor({ state: "detached" });
  await helena.getByRole("checkbox", { name: "Selecionar o chamado #60" }).click();
  await helena.getByRole("checkbox", { name: "Selecionar o chamado #58" }).click({ modifiers: ["Shift"] });
  await bar.getByText("3 selecionados").waitFor();
  await bar.getByRole("button", { name: "Mudar prioridade" }).press("Enter");
  await helena.getByRole("menuitem", { name: "Alta" }).press("Enter");
  await told(helena, "Prioridade de 2 chamados: Alta").waitFor();
  await helena.getByText(/1 não mudou\. #58: /).waitFor();
  await rowOf(helena, 60).getByText("Alta").waitFor();
  await helena.getByRole("button", { name: "Desfazer", exact: true }).press("Enter");
  await expect.poll(() => rowOf(helena, 60).getByText("Alta").count()).toBe(0);
});

it("is seen live by a colleague, who sees nothing of another team's", async () => {
  const ana = await openWindow(browser);
  await enter(ana, desk, "Ana", "/tickets");
  await rowOf(ana, 60).waitFor();
  expect(await rowOf(ana, 59).count()).toBe(0);
  const id = (await ask<Named>("GET", "/api/tickets/by-number/60")).id;
  const act = { type: "status", statusId: statuses[1]?.id };
  await ask("POST", `/api/tickets/${id}/acts`, { key: "live-status-60", act });
  await rowOf(ana, 60).getByText("Em atendimento").waitFor();
  const { items: teams } = await ask<{ items: Named[] }>("GET", "/api/teams");
  const away = { type: "move", teamId: teams.find(({ name }) => name === "Suporte")?.id };
  await ask("POST", `/api/tickets/${id}/acts`, { key: "live-move-60", act: away });
  await expect.poll(() => rowOf(ana, 60).count()).toBe(0);
  await ana.getByRole("link", { name: "Em aberto 28" }).waitFor();
  await ana.context().close();
});

/** In the menu that was opened: it takes the keyboard to its first entry when it stands, whatever had it before. */
async function moveTo(page: Page, status: string): Promise<void> {
  await page.locator("[role=menu] :focus, [role=menu]:focus").first().waitFor();
  await page.getByRole("menuitem", { name: status }).press("Enter");
}

it("the board: dragged by mouse, moved by menu and by Shift with an arrow, asked at the limit", async () => {
  await helena.goto(`${desk.url}/tickets`);
  await helena.getByRole("link", { name: "Quadro" }).press("Enter");
  const open = column(helena, "Aberto");
  const work = column(helena, "Em atendimento");
  await open.getByRole("link", { name: "Pedido 59" }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await open.getByRole("link", { name: "Pedido 59" }).dragTo(work);
  await work.getByRole("link", { name: "Pedido 59" }).waitFor();
  await told(helena, "Status: Em atendimento").waitFor();
  await work.getByText("2", { exact: true }).waitFor();

  await work.getByRole("link", { name: "Pedido 59" }).focus();
  await helena.keyboard.press("Shift+ArrowRight");
  const waiting = column(helena, "Aguardando cliente");
  await waiting.getByRole("link", { name: "Pedido 59" }).waitFor();
  await expect.poll(() => helena.evaluate(() => document.activeElement?.textContent)).toBe("Pedido 59");

  const status = statuses[1];
  if (!status) throw new Error("no status");
  await ask("PUT", `/api/ticket-statuses/${status.id}`, { ...pick(status), active: true, most: 1 });
  await work.getByText("1 / 1").waitFor();
  await helena.keyboard.press("m");
  await moveTo(helena, "Em atendimento");
  const dialog = helena.getByRole("dialog", { name: "Em atendimento está no limite" });
  await dialog.waitFor();
  expect(await findings(helena)).toEqual([]);
  await dialog.getByRole("button", { name: "Deixar onde está" }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  expect(await waiting.getByRole("link", { name: "Pedido 59" }).count()).toBe(1);
  await waiting.getByRole("button", { name: "Mover #59 para…" }).press("Enter");
  await moveTo(helena, "Em atendimento");
  await dialog.getByRole("button", { name: "Mover mesmo assim" }).press("Enter");
  await work.getByRole("link", { name: "Pedido 59" }).waitFor();
  await work.getByRole("img", { name: "Acima do limite de 1" }).waitFor();
  expect(await findings(helena)).toEqual([]);
});

const pick = ({ name, color, version }: Status) => ({ name, color, version });

it("the board is live, and what fails or is empty says so with the one thing to do about it", async () => {
  await helena.goto(`${desk.url}/tickets?as=board`);
  const open = column(helena, "Aberto");
  await open.getByRole("link", { name: "Pedido 54" }).waitFor();
  const { id } = await ask<Named>("GET", "/api/tickets/by-number/54");
  const act = { type: "status", statusId: statuses.find(({ name }) => name === "Resolvido")?.id };
  await ask("POST", `/api/tickets/${id}/acts`, { key: "live-board-54", act });
  const done = column(helena, "Resolvido");
  await done.getByRole("link", { name: "Pedido 54" }).waitFor();
  await done.getByText("1", { exact: true }).waitFor();
  await expect.poll(() => open.getByRole("link", { name: "Pedido 54" }).count()).toBe(0);

  await helena.route("**/api/tickets?*", (route) =>
    route.fulfill({ status: 500, json: { code: "internal" } }),
  );
  await helena.goto(`${desk.url}/tickets?priority=3`);
  const again = helena.getByRole("alert").getByRole("button", { name: "Tentar de novo" });
  await again.waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.unroute("**/api/tickets?*");
  await again.press("Enter");
  await rowOf(helena, 53).waitFor();
  await helena.getByRole("searchbox").fill("nada disso existe");
  await told(helena, "Nenhum chamado encontrado").waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("button", { name: "Limpar filtros" }).last().press("Enter");
  await rowOf(helena, 59).waitFor();
});

it("in English, dark, on a phone: cards, and columns to swipe through", async () => {
  const phone = await openWindow(browser, {
    locale: "en-US",
    colorScheme: "dark",
    viewport: { width: 390, height: 780 },
  });
  await enter(phone, desk, "Rita", "/tickets");
  await phone.getByRole("grid", { name: "Tickets as a table" }).getByText("#59").waitFor();
  expect(await findings(phone)).toEqual([]);
  expect(
    await phone.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth),
  ).toBe(false);
  await phone.getByRole("link", { name: "Board" }).click();
  await phone.getByRole("group", { name: "Board of tickets" }).waitFor();
  await phone.getByRole("region", { name: "Aberto" }).getByRole("listitem").first().waitFor();
  expect(await findings(phone)).toEqual([]);
  await phone.context().close();
});
