import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { fieldIn, focused, pressInTurn, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  const lia = { id: "lia", name: "Lia Prado", waId: "5511987654321" };
  await customerInComercial(desk, lia, "o boleto não abre");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  await message(ana).waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const message = (page: Page) => page.getByRole("article", { name: /o boleto não abre/ });
const dialog = (page: Page) => page.getByRole("dialog");
/** The keyboard on what Lia wrote last. */
async function toMessage(): Promise<void> {
  await ana
    .locator("[data-entry]")
    .filter({ has: message(ana) })
    .focus();
}
const told = (page: Page, text: string) => page.getByText(text, { exact: true });

it("Criar novo chamado: from the selected messages, filled in, by keyboard alone", async () => {
  await toMessage();
  await ana.keyboard.press("Space");
  const bar = ana.getByRole("toolbar", { name: "Mensagens selecionadas" });
  await bar.getByText("1 mensagem").waitFor();
  await bar.getByRole("button", { name: "Vincular mensagens selecionadas" }).waitFor();
  await bar.getByRole("button", { name: "Criar novo chamado" }).waitFor();
  await ana.keyboard.press("Shift+T");
  await dialog(ana).getByRole("heading", { name: "Criar novo chamado" }).waitFor();
  const title = dialog(ana).getByLabel("Título");
  await expect.poll(() => title.inputValue()).toBe("o boleto não abre");
  await expect.poll(() => dialog(ana).getByLabel("Descrição").inputValue()).toBe("o boleto não abre");
  await expect
    .poll(() => dialog(ana).getByLabel("Equipe").locator("option:checked").textContent())
    .toBe("Comercial");
  expect(await findings(ana)).toEqual([]);
  await expect.poll(() => title.evaluate((field) => field === document.activeElement)).toBe(true);
  await ana.keyboard.press("Control+a");
  await ana.keyboard.type("Boleto vencido");
  await ana.keyboard.press("Enter");
  await told(ana, "Chamado #1 criado.").waitFor();
  await message(ana).getByRole("link", { name: "Chamado #1: Boleto vencido" }).waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("with no message selected asks first, and leads back to selecting or on without", async () => {
  await toMessage();
  await ana.keyboard.press("Shift+T");
  const question = "Nenhuma mensagem selecionada. Criar o chamado sem mensagens?";
  await dialog(ana).getByText(question).waitFor();
  expect(await findings(ana)).toEqual([]);
  await tabTo(ana, "Selecionar mensagens");
  await ana.keyboard.press("Enter");
  await dialog(ana).waitFor({ state: "detached" });
  await ana.keyboard.press("Shift+T");
  await dialog(ana).getByText(question).waitFor();
  await tabTo(ana, "Criar sem mensagens");
  await ana.keyboard.press("Enter");
  const title = dialog(ana).getByLabel("Título");
  await expect.poll(() => title.evaluate((field) => field === document.activeElement)).toBe(true);
  await expect.poll(() => title.inputValue()).toBe("");
  await ana.keyboard.type("Visita técnica");
  await ana.keyboard.press("Enter");
  await told(ana, "Chamado #2 criado.").waitFor();
});

it("is named from the first moment that it is on the page", async () => {
  await toMessage();
  const heard = ana.evaluate(
    () =>
      new Promise((resolve) => {
        new MutationObserver((_changes, observer) => {
          const drawn = document.querySelector("[role=dialog]");
          if (!drawn) return;
          observer.disconnect();
          resolve(drawn.getAttribute("aria-label"));
        }).observe(document.body, { childList: true, subtree: true });
      }),
  );
  await ana.keyboard.press("Shift+T");
  expect(await heard).toBe("Criar novo chamado");
  // its keyboard comes a moment later, and Esc before that would be the conversation's
  await ana.locator("[role=dialog]:focus-within").waitFor();
  await ana.keyboard.press("Escape");
  await dialog(ana).waitFor({ state: "detached" });
});

it("Vincular mensagens selecionadas: unknown numbers are refused at once, the title stands there before Salvar", async () => {
  await toMessage();
  await ana.keyboard.press("t");
  await ana.getByText("Selecione mensagens primeiro", { exact: false }).waitFor();
  await toMessage();
  await ana.keyboard.press("Space");
  await ana.keyboard.press("t");
  await dialog(ana).getByLabel("Nº do chamado").waitFor();
  const save = dialog(ana).getByRole("button", { name: "Salvar" });
  await ana.keyboard.type("99");
  await dialog(ana).getByText("O chamado #99 não existe ou não é da sua equipe.").waitFor();
  await expect.poll(() => save.isEnabled()).toBe(false);
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Control+a");
  await ana.keyboard.type("2");
  await dialog(ana).getByText("#2 Visita técnica").waitFor();
  await expect.poll(() => save.isEnabled()).toBe(true);
  await ana.keyboard.press("Enter");
  await told(ana, "1 mensagem vinculada ao chamado #2.").waitFor();
  await message(ana).getByRole("link", { name: "Chamado #2: Visita técnica" }).waitFor();
  await expect
    .poll(() =>
      message(ana)
        .getByRole("link", { name: /^Chamado #/ })
        .count(),
    )
    .toBe(2);
});

it("Chamados: list, page, comment, the very message, unlinking that leaves history", async () => {
  await toMessage();
  await pressInTurn(ana, "g", "t");
  await ana.getByRole("heading", { level: 1, name: "Chamados" }).waitFor();
  await ana.getByRole("link", { name: "Visita técnica" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("j");
  await ana.keyboard.press("j");
  await expect.poll(() => focused(ana)).toContain("Boleto vencido");
  await ana.keyboard.press("k");
  await ana.keyboard.press("Enter");
  await ana.getByRole("heading", { level: 1, name: "Chamado #2 Visita técnica" }).waitFor();
  const activity = ana.getByRole("region", { name: "Atividade" });
  await activity.getByText("o boleto não abre").waitFor();
  expect(await findings(ana)).toEqual([]);
  await tabTo(ana, "Comentário interno");
  await ana.keyboard.type("Paga por Pix");
  await ana.keyboard.press("Control+Enter");
  await activity.getByRole("listitem").filter({ hasText: "Paga por Pix" }).waitFor();

  const show = activity.getByRole("link", { name: /^Ver na conversa a mensagem de / });
  await show.press("Enter");
  await expect.poll(() => focused(ana)).toContain("o boleto não abre");
  const chip = message(ana).getByRole("link", { name: /^Chamado #2/ });
  await chip.press("Enter");
  await activity.getByRole("button", { name: /^Desvincular a mensagem de / }).press("Enter");
  await activity.getByText("Ana Beatriz Lopes desvinculou 1 mensagem").waitFor();
  await expect.poll(() => show.count()).toBe(0);
});

it("is seen live in English, opened by #number in the palette, and not there for another team", async () => {
  const rita = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(rita, desk, "Rita");
  await rita.keyboard.press("Control+k");
  await fieldIn(dialog(rita));
  await rita.keyboard.type("#1");
  await rita.getByRole("button", { name: "#1 Boleto vencido" }).waitFor();
  await rita.keyboard.press("Enter");
  await rita.getByRole("heading", { level: 1, name: "Ticket #1 Boleto vencido" }).waitFor();
  await rita.getByText("o boleto não abre").first().waitFor();
  expect(await findings(rita)).toEqual([]);
  await ana.goto(`${desk.url}/tickets/1`);
  await tabTo(ana, "Status");
  await ana.keyboard.type("Aguardando");
  await rita.getByText("Ana Beatriz Lopes changed the status from Aberto to Aguardando cliente").waitFor();
  await ana.getByRole("button", { name: "Fechar chamado" }).press("Enter");
  await rita.getByText("This ticket is closed.").waitFor();
  expect(await findings(rita)).toEqual([]);
  await rita.setViewportSize({ width: 390, height: 844 });
  const data = rita.getByRole("complementary", { name: "Ticket data" });
  await data.getByText("Fechado", { exact: true }).waitFor();
  const topOf = (name: string): Promise<number> =>
    rita.getByRole("heading", { name, exact: true }).evaluate((one) => one.getBoundingClientRect().top);
  expect(await topOf("Ticket data")).toBeLessThan(await topOf("Activity"));
  expect(await findings(rita)).toEqual([]);
  await tabTo(rita, /^Ticket data/);
  await rita.keyboard.press("Enter");
  await data.getByLabel("Status").waitFor();
  expect(await findings(rita)).toEqual([]);
  await rita.context().close();

  const diego = await openWindow(browser, { viewport: { width: 390, height: 844 } });
  await enter(diego, desk, "Diego", "/tickets/1");
  await diego.getByRole("heading", { level: 1, name: "Chamado 1 não encontrado" }).waitFor();
  await expect.poll(() => diego.getByText("Boleto vencido").count()).toBe(0);
  expect(await findings(diego)).toEqual([]);
});

it("Criar novo chamado: with labels, the account's own fields and files from its beginning", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena");
  const post = (path: string, data: object) =>
    helena.request.post(`${desk.url}${path}`, { headers: { origin: desk.url }, data });
  const field = { subject: "ticket", options: [], requiredOnClose: true };
  for (const answer of [
    await post("/api/labels", { name: "Cobrança", color: "#b45309" }),
    await post("/api/fields", { ...field, label: "Pedido", kind: "number" }),
  ])
    expect(answer.ok()).toBe(true);
  await helena.context().close();

  await ana.goto(`${desk.url}/conversations`);
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  await toMessage();
  await ana.keyboard.press("Shift+T");
  await dialog(ana).getByRole("button", { name: "Criar sem mensagens" }).press("Enter");
  await dialog(ana).getByLabel("Título").fill("Com tudo");
  await dialog(ana).getByLabel("Pedido").fill("doze");
  await dialog(ana).getByLabel("Cobrança").press("Space");
  await dialog(ana)
    .locator("input[type=file]")
    .setInputFiles({ name: "boleto.txt", mimeType: "text/plain", buffer: Buffer.from("34191.79001") });
  await dialog(ana).getByRole("button", { name: "Remover boleto.txt" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await tabTo(ana, "Criar chamado");
  await ana.keyboard.press("Enter");
  await dialog(ana).getByText("Informe um número.").waitFor();
  expect(await findings(ana)).toEqual([]);
  await dialog(ana).getByLabel("Pedido").fill("1.042");
  await ana.keyboard.press("Enter");
  await ana.getByRole("button", { name: "Abrir", exact: true }).press("Enter");
  await ana.getByRole("heading", { level: 1, name: /Com tudo/ }).waitFor();
  const data = ana.getByRole("complementary", { name: "Dados do chamado" });
  await data.getByText("1.042").waitFor();
  await data.getByText("Cobrança").waitFor();
  await ana.getByRole("link", { name: "boleto.txt" }).waitFor();
  expect(await findings(ana)).toEqual([]);
});
