import { mkdirSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let context: BrowserContext;
let ana: Page;
let lia: Customer;

const SHOTS = process.env["E2E_SHOTS"];
const shot = async (page: Page, name: string): Promise<void> => {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

const open = async (page: Page): Promise<void> => {
  await page.getByRole("row").filter({ hasText: lia.name }).click();
  await page.locator("[data-composer]").waitFor();
};
const bubble = (page: Page, text: string, state = "") =>
  page.getByRole("article", { name: new RegExp(`${state}$`) }).filter({ hasText: text });
async function write(page: Page, text: string): Promise<void> {
  await page.locator("[data-composer]").fill(text);
  await page.locator("[data-composer]").press("Enter");
}
const said = (text: string): number => lia.received().filter((words) => words.includes(text)).length;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "oi de novo",
  );
  ana = await openWindow(browser);
  context = ana.context();
  await enter(ana, desk, "Ana");
  await open(ana);
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

it("a part of the program that does not come while the line is down comes when it is back", async () => {
  const page = await openWindow(browser);
  const isPart = /\/assets\/(conversation-view|composer|chosen)[^/]*\.(js|css)$/u;
  const asked: string[] = [];
  await page.route(isPart, (route) => {
    asked.push(route.request().url());
    return route.abort("internetdisconnected");
  });
  await enter(page, desk, "Ana");
  await page.getByRole("row").filter({ hasText: lia.name }).click();
  await expect.poll(() => asked.some((url) => url.endsWith(".css"))).toBe(true);
  await page.unroute(isPart);
  await page.locator("[data-composer]").waitFor();
  // with its styles: they were refused too
  const unstyled = (): Promise<string[]> =>
    page
      .locator("link[rel=stylesheet]")
      .evaluateAll((links) => links.filter((link) => !(link as HTMLLinkElement).sheet).map(String));
  await expect.poll(unstyled).toEqual([]);
  await page.context().close();
});

it("what is written without connection outlives its tab, and goes once and in order when it is back", async () => {
  const other = await context.newPage();
  await other.goto(ana.url());
  await other.locator("[data-composer]").waitFor();
  // what opens later is fetched once the first screen stands
  await other.waitForFunction(() => performance.now() > 3_500);
  await other.waitForLoadState("networkidle");
  await context.setOffline(true);
  await ana.getByRole("status").filter({ hasText: "Sem conexão" }).waitFor();
  for (const text of ["primeira", "segunda", "terceira"]) await write(ana, text);
  await ana
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: "lista.txt", mimeType: "text/plain", buffer: Buffer.from("12 vasos") });
  await ana.getByRole("list", { name: "Arquivos a enviar" }).getByText("lista.txt").waitFor();
  await ana.locator("[data-composer]").press("Enter");
  await ana.getByRole("status").filter({ hasText: "4 aguardam" }).waitFor();
  // the other tab shows them as well
  for (const text of ["primeira", "segunda", "terceira", "lista.txt"]) await bubble(other, text).waitFor();
  expect(await findings(other)).toEqual([]);
  await shot(other, "offline");
  // gone without a word, as a tab that crashes
  await ana.close();
  await write(other, "quarta");
  await context.setOffline(false);
  await expect.poll(() => said("quarta")).toBe(1);
  const order = ["primeira", "segunda", "terceira", "lista.txt", "quarta"];
  expect(order.map(said)).toEqual([1, 1, 1, 1, 1]);
  const places = order.map((text) => lia.received().findIndex((words) => words.includes(text)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  await bubble(other, "quarta", "(Entregue|Lida)").waitFor();
  await other.reload();
  for (const text of order) await bubble(other, text, "(Entregue|Lida)").waitFor();
  ana = other;
});

it("a refused message stays with its reason, to be tried again or thrown away", async () => {
  const path = "**/api/conversations/*/messages";
  const problem = { type: "about:blank", title: "Assuma a conversa para responder.", status: 403 };
  await context.route(path, (route) =>
    route.fulfill({
      status: 403,
      contentType: "application/problem+json",
      body: JSON.stringify({ ...problem, code: "not_yours" }),
    }),
  );
  await write(ana, "recusada um");
  await write(ana, "recusada dois");
  await expect.poll(() => ana.getByText("Assuma a conversa para responder.").count()).toBe(2);
  await ana.reload();
  await expect.poll(() => ana.getByText("Assuma a conversa para responder.").count()).toBe(2);
  await shot(ana, "refused");
  expect(await findings(ana)).toEqual([]);
  await context.unroute(path);
  const refused = ana.getByRole("alert").filter({ hasText: "Assuma a conversa" });
  await refused.first().getByRole("button", { name: "Descartar" }).click();
  await expect.poll(() => bubble(ana, "recusada um").count()).toBe(0);
  await refused.getByRole("button", { name: "Tentar de novo" }).click();
  await bubble(ana, "recusada dois", "(Entregue|Lida)").waitFor();
  expect([said("recusada um"), said("recusada dois")]).toEqual([0, 1]);
});

it("signing out with messages unsent asks, and what is kept goes with the next sign-in of the same person", async () => {
  const path = "**/api/conversations/*/messages";
  await context.route(path, (route) => route.abort());
  await write(ana, "guardada");
  const leave = async (): Promise<void> => {
    await ana.getByRole("button", { name: /^Perfil de/ }).click();
    await ana.getByRole("menuitem", { name: "Sair" }).click();
  };
  await leave();
  const dialog = ana.getByRole("dialog", { name: "Sair com mensagens por enviar?" });
  await dialog.getByText("1 mensagem ainda não foi enviada").waitFor();
  await shot(ana, "sign-out");
  expect(await findings(ana)).toEqual([]);
  await dialog.getByRole("button", { name: "Guardar e sair" }).click();
  await ana.waitForURL(/sign-in/u);
  await context.unroute(path);
  // another person of the same browser has nothing to do with it
  await enter(ana, desk, "Helena", "/conversations?tab=others");
  await ana.getByRole("row").filter({ hasText: lia.name }).first().waitFor();
  expect(said("guardada")).toBe(0);
  await leave();
  await ana.waitForURL(/sign-in/u);
  await enter(ana, desk, "Ana");
  await expect.poll(() => said("guardada")).toBe(1);
});

it("nothing goes out under the name of another who signed in beside an old tab", async () => {
  const path = "**/api/conversations/*/messages";
  const signIn = async (page: Page, name: string): Promise<void> => {
    await page.goto(`${desk.url}/sign-in`);
    await page
      .getByRole("button", { name: new RegExp(`^${name}`) })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: "Conversas" }).waitFor();
  };
  await ana.goto(`${desk.url}/conversations?tab=mine`);
  await open(ana);
  await ana.route(path, (route) => route.abort());
  await write(ana, "palavra de Ana");
  await bubble(ana, "palavra de Ana").waitFor();
  const beside = await context.newPage();
  await signIn(beside, "Helena");
  await ana.unroute(path);
  await ana.waitForURL(/sign-in/u);
  expect(said("palavra de Ana")).toBe(0);
  await signIn(ana, "Ana");
  await expect.poll(() => said("palavra de Ana")).toBe(1);
});
