import { localTime } from "@balcao/core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

const HOUR = 3_600_000;
const soon = { timeout: 10_000 };
let desk: RunningDesk;
let browser: Browser;
let lia: Customer;
let ana: Page;
let rita: Page;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "chega quando?",
  );
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").waitFor();
  rita = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(rita, desk, "Rita");
  await rita.getByRole("row").filter({ hasText: "Lia Prado" }).click();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const field = (page: Page) => page.locator("[data-composer]");
const waiting = (page: Page) =>
  page.getByRole("region", { name: /mensage(m|ns) agendada|scheduled message/ });
const dialog = () => ana.getByRole("dialog", { name: "Agendar envio" });

/** Fills in a moment so many hours from now, on the company's clock, with the dialog open, and takes it. */
async function choose(hours: number): Promise<void> {
  const { date, minutes } = localTime(desk.sim.now() + hours * HOUR, "America/Sao_Paulo");
  const two = (value: number): string => String(value).padStart(2, "0");
  await dialog().getByLabel("Data").fill(date);
  await dialog()
    .getByLabel("Hora")
    .fill(`${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
  await dialog().getByRole("button", { name: "Agendar", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
}
async function write(text: string): Promise<void> {
  await field(ana).fill(text);
  await field(ana).press("Control+Shift+Enter");
  await dialog()
    .getByRole("button", { name: /^Amanhã às 09:00/ })
    .waitFor();
}

it("a message for later is written by keyboard, seen by colleagues, changed in the field, and goes out by itself", async () => {
  await write("Chega *amanhã*?");
  expect(await findings(ana)).toEqual([]);
  await choose(3);
  await waiting(ana).getByText("Agendada: ").waitFor();
  expect(await field(ana).inputValue()).toBe("");
  // the one who looks on sees it at once, in the thread and in the list
  await waiting(rita).getByText("Chega amanhã?").waitFor();
  await rita
    .getByRole("row")
    .filter({ hasText: "Lia Prado" })
    .getByTitle(/^message scheduled for /)
    .waitFor();
  for (const page of [ana, rita]) expect(await findings(page)).toEqual([]);

  await field(ana).press("Escape");
  await ana.keyboard.press("s");
  await expect.poll(() => focused(ana), soon).toBe("Editar: volta para o campo");
  await ana.keyboard.press("Enter");
  await expect.poll(() => field(ana).inputValue(), soon).toBe("Chega *amanhã*?");
  await waiting(rita).waitFor({ state: "detached" });
  await write("Chegou *hoje*?");
  await tabTo(ana, /^No horário de antes/);
  await ana.keyboard.press("Enter");
  await waiting(rita).getByText("Chegou hoje?").waitFor();
  expect(lia.received().join()).not.toContain("hoje");
  desk.sim.advance(3 * HOUR + 60_000);
  await expect.poll(() => lia.received().at(-1), soon).toContain("Chegou *hoje*?");
  for (const page of [ana, rita]) await waiting(page).waitFor({ state: "detached" });
});

it("what was only for silence stays unsent when the customer writes", async () => {
  await write("Ainda quer?");
  await dialog().getByLabel("Não enviar se o cliente escrever antes").check();
  await choose(5);
  await waiting(ana).getByText("Não sai se o cliente escrever antes.").waitFor();
  lia.say("quero sim");
  await waiting(ana).getByText("Não enviada: o cliente escreveu antes.").waitFor();
  await ana.getByRole("link", { name: /Minhas/ }).click();
  await ana.getByRole("row").getByTitle("mensagem agendada não enviada").waitFor();
  expect(await findings(ana)).toEqual([]);
  await waiting(ana).getByRole("button", { name: "Descartar" }).click();
  await waiting(ana).waitFor({ state: "detached" });
});

it("after the window closed nothing is sent, its author is told, and a template is scheduled in its place", async () => {
  await write("Segue o boleto");
  await choose(30);
  await waiting(ana).getByText("A janela fecha antes: só sai se o cliente escrever.").waitFor();
  desk.sim.advance(31 * HOUR);
  await ana
    .getByText("+55 (11) 98765-4321: Mensagem agendada não enviada: a janela de 24 h estava fechada")
    .waitFor();
  await waiting(ana).getByText("Segue o boleto").waitFor();
  expect(lia.received().join()).not.toContain("boleto");
  expect(await findings(ana)).toEqual([]);
  await waiting(ana).getByRole("button", { name: "Enviar um template" }).click();
  const templates = ana.getByRole("dialog", { name: "Enviar Template de Mensagens após 24hs" });
  await templates.getByRole("textbox", { name: "Buscar template" }).fill("retomar");
  await ana.keyboard.press("Enter");
  await templates.getByRole("button", { name: "Agendar…" }).click();
  await dialog()
    .getByRole("button", { name: /^Amanhã às 09:00/ })
    .click();
  const planned = waiting(ana).getByRole("listitem").filter({ hasText: "Agendada: " });
  await planned.waitFor();
  await planned.getByRole("button", { name: "Cancelar o agendamento" }).click();
  await planned.waitFor({ state: "detached" });
  await ana.getByRole("button", { name: "Desfazer" }).click();
  await planned.waitFor();
  await ana.setViewportSize({ width: 390, height: 844 });
  await planned.waitFor();
  expect(await findings(ana)).toEqual([]);

  // all of one's own, from wherever one is: what was not sent comes first
  await ana.keyboard.press("g");
  await ana.keyboard.press("a");
  const own = ana.getByRole("dialog", { name: "Minhas mensagens agendadas" });
  await own
    .getByRole("link")
    .first()
    .getByText("Não enviada: a janela de atendimento estava fechada.")
    .waitFor();
  expect(await own.getByRole("link").count()).toBe(2);
  expect(await findings(ana)).toEqual([]);
  await own.getByRole("link").first().press("Enter");
  await own.waitFor({ state: "detached" });
});
