import { changeTemplate } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let helena: Page;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80], templateReviewMs: 0 });
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "e o meu pedido?");
  helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/templates");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** one point */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const chip = (page: Page, text: string) => page.getByText(text, { exact: true });
/** Meta tells whole seconds of what it did. */
const meta = (name: string, change: Parameters<typeof changeTemplate>[2]): void => {
  desk.sim.advance(2000);
  changeTemplate(desk.sim, name, change);
};

it("a template is written by keyboard alone, corrected where it breaks a rule, and goes to review", async () => {
  await tabTo(helena, "Novo template");
  await helena.keyboard.press("Enter");
  await helena.getByRole("heading", { level: 1, name: "Novo template" }).waitFor();
  await tabTo(helena, /^Título/);
  await helena.keyboard.type("Pedido a caminho");
  await helena.getByText("Nome na Meta: pedido_a_caminho").waitFor();
  await tabTo(helena, /^Mensagem/);
  await helena.keyboard.type("Oi, {{1}}. O seu pedido ");
  await tabTo(helena, /^Inserir variável/);
  await helena.keyboard.press("Enter");
  await expect.poll(() => focused(helena)).toMatch(/^Mensagem/);
  await helena.keyboard.type(" saiu para entrega hoje.");
  const body = helena.getByRole("textbox", { name: "Mensagem", exact: true });
  expect(await body.inputValue()).toBe("Oi, {{1}}. O seu pedido {{2}} saiu para entrega hoje.");
  await tabTo(helena, "Resposta rápida");
  await helena.keyboard.press("Enter");
  await helena.keyboard.type("Recebi");
  await tabTo(helena, "Abrir endereço");
  await helena.keyboard.press("Enter");
  await helena.keyboard.type("Rastrear");
  await tabTo(helena, "Endereço");
  await helena.keyboard.type("https://wa.me/{{1}}");
  await tabTo(helena, "Campo 1 da mensagem");
  await helena.keyboard.type("Lia");
  await tabTo(helena, "Campo 2 da mensagem");
  await helena.keyboard.type("A-77");
  await tabTo(helena, "Final do botão “Rastrear”");
  await helena.keyboard.type("A77");
  await helena.keyboard.press("Control+s");
  await helena.getByText("O WhatsApp não aceita wa.me nem encurtadores de endereço.").first().waitFor();
  // the field that is wrong has the cursor; nothing went to Meta
  await expect.poll(() => focused(helena)).toBe("Endereço");
  expect([...desk.sim.world.templates.values()].flat()).toHaveLength(4);
  expect(await findings(helena)).toEqual([]);
  await helena.keyboard.press("Control+a");
  await helena.keyboard.type("https://loja.example/r/{{1}}");
  const preview = helena.getByRole("region", { name: "Prévia da mensagem" });
  await preview.getByText("Oi, Lia. O seu pedido A-77 saiu para entrega hoje.").waitFor();
  await helena.keyboard.press("Control+s");
  await helena.getByRole("heading", { level: 1, name: "pedido_a_caminho" }).waitFor();
  await chip(helena, "Em análise").waitFor();
  expect(await findings(helena)).toEqual([]);
  meta("pedido_a_caminho", { status: "APPROVED" });
  await chip(helena, "Aprovado").waitFor();
});

it("what was approved is sent as it was shown, by the team that may choose it", async () => {
  const teams = helena.getByRole("group", { name: "Equipes que podem escolhê-lo" });
  await teams.getByRole("checkbox", { name: "Comercial" }).check();
  await helena.getByRole("textbox", { name: "Anotações" }).fill("Para a expedição.");
  await helena.getByRole("button", { name: "Salvar" }).click();
  await helena.getByText("Salvo", { exact: true }).waitFor();
  const ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").press("Escape");
  await ana.keyboard.press("m");
  await ana.getByRole("textbox", { name: "Buscar template" }).fill("caminho");
  await ana.keyboard.press("Enter");
  await ana.getByRole("textbox", { name: "Campo 2 da mensagem" }).fill("B-12");
  await ana.getByRole("textbox", { name: "Final do botão “Rastrear”" }).fill("B12");
  const shown = "Oi, Lia. O seu pedido B-12 saiu para entrega hoje.";
  await ana.getByRole("region", { name: "Prévia da mensagem" }).getByText(shown).waitFor();
  await ana.keyboard.press("Enter");
  await ana.frameLocator("iframe").getByText(shown).waitFor();
  await ana.context().close();
  const paula = await openWindow(browser);
  await enter(paula, desk, "Paula");
  const names = await paula.evaluate(async () => {
    const list = (await (await fetch("/api/templates")).json()) as { items: { name: string }[] };
    return list.items.map(({ name }) => name);
  });
  expect(names).toContain("pedido_enviado");
  expect(names).not.toContain("pedido_a_caminho");
  await paula.context().close();
});

it("what stops with a paused template is told on every page of the settings, and on its own", async () => {
  const settings = await helena.evaluate(async () => {
    const known = (await (await fetch("/api/settings/whatsapp")).json()) as Record<string, unknown>;
    const { updatedAt: _at, holidays: _days, ...rest } = known;
    const messages = rest["autoMessages"] as Record<string, Record<string, unknown>>;
    const template = {
      name: "pedido_a_caminho",
      language: "pt_BR",
      values: { "body.1": "{{contato.primeiro_nome|cliente}}", "body.2": "A", "button.1": "A" },
    };
    const manual_closing = { ...messages["manual_closing"], enabled: true, text: "Até logo.", template };
    return { ...rest, autoMessages: { ...messages, manual_closing } };
  });
  const saved = await helena.request.put(`${desk.url}/api/settings/whatsapp`, {
    data: settings,
    headers: { origin: desk.url },
  });
  expect(saved.status()).toBe(200);
  await helena.goto(`${desk.url}/settings/templates`);
  await helena.getByRole("row").filter({ hasText: "pedido_a_caminho" }).waitFor();
  expect(await helena.getByRole("status", { name: /estes templates agora/ }).count()).toBe(0);
  meta("pedido_a_caminho", { status: "PAUSED", reason: "FIRST_PAUSE", quality: "RED" });
  const notice = helena.getByRole("status", { name: /estes templates agora/ });
  await notice.getByText(/Mensagem automática: .*encerramento manual/i).waitFor();
  await helena.getByRole("link", { name: /^Template de Envio.*há algo a corrigir/ }).waitFor();
  expect(await findings(helena)).toEqual([]);
  // on every other screen of who oversees a band tells it, until it is put away
  const rita = await openWindow(browser);
  await enter(rita, desk, "Rita");
  const band = rita.getByRole("status").filter({ hasText: "A Meta não aceita um template agora" });
  await band.getByText(/pedido_a_caminho/).waitFor();
  expect(await findings(rita)).toEqual([]);
  // what is repaired is told no longer, and what breaks again is
  const put = (data: unknown) =>
    helena.request.put(`${desk.url}/api/settings/whatsapp`, { data, headers: { origin: desk.url } });
  const messages = (settings as { autoMessages: Record<string, object> }).autoMessages;
  const without = { ...messages["manual_closing"], template: null };
  const version = ((await saved.json()) as { version: number }).version;
  const repaired = { ...settings, version, autoMessages: { ...messages, manual_closing: without } };
  expect((await put(repaired)).status()).toBe(200);
  await band.waitFor({ state: "detached" });
  expect((await put({ ...settings, version: version + 1 })).status()).toBe(200);
  await band.getByText(/pedido_a_caminho/).waitFor();
  await band.getByRole("button", { name: "Ocultar este aviso" }).click();
  await band.waitFor({ state: "detached" });
  await rita.context().close();
  await notice.getByRole("link", { name: "pedido_a_caminho" }).click();
  await helena.getByText("primeira pausa por baixa qualidade, por 3 horas").waitFor();
  await helena.getByText("Enquanto a Meta não o aprovar, nada disto é enviado.").waitFor();
  desk.sim.advance(2000);
  await helena.getByRole("button", { name: "Pedir fim da pausa" }).click();
  await chip(helena, "Aprovado").waitFor();
  meta("pedido_a_caminho", { coming: { category: "MARKETING", at: desk.sim.now() + 86_400_000 } });
  await helena.getByText(/A Meta anunciou outra categoria: Marketing, a partir de/).waitFor();
});

it("a refusal is told in Meta's words, and the template is copied, edited and deleted", async () => {
  const window = await openWindow(browser, { locale: "en-US" });
  await enter(window, desk, "Helena", "/settings/templates");
  const row = window.getByRole("row").filter({ hasText: "pedido_a_caminho" });
  await row.getByRole("link").click();
  await window.getByRole("button", { name: "Copy as new" }).click();
  await window.getByRole("textbox", { name: "Title" }).fill("Order on its way");
  await window.getByRole("textbox", { name: "Footer" }).fill("Loja Girassol");
  await window.getByRole("combobox", { name: "Header", exact: true }).selectOption("Image");
  await window.getByRole("button", { name: "Submit for review" }).click();
  await window.getByText("Upload an example file: Meta judges the template by it.").first().waitFor();
  await window
    .getByLabel("Example file")
    .setInputFiles({ name: "foto.png", mimeType: "image/png", buffer: Buffer.from(PNG, "base64") });
  await window.getByText("foto.png is at Meta").waitFor();
  await window.getByRole("button", { name: "Copy code" }).click();
  await window.getByRole("textbox", { name: "Code to copy" }).fill("BLUE10");
  const preview = window.getByRole("region", { name: "Preview of the message" });
  await preview.getByText("Copy code").waitFor();
  await preview.getByText("Image").waitFor();
  expect(await findings(window)).toEqual([]);
  await window.getByRole("button", { name: "Submit for review" }).click();
  await window.getByRole("heading", { level: 1, name: "order_on_its_way" }).waitFor();
  await window.getByText("Cannot be edited: its status is in review.").waitFor();
  meta("order_on_its_way", {
    status: "REJECTED",
    reason: "INVALID_FORMAT",
    detail: "The example is missing.",
  });
  await window.getByText(/The example is missing\./).waitFor();
  expect(await findings(window)).toEqual([]);
  await window.getByRole("button", { name: "Edit", exact: true }).click();
  // the file of its header is the one that Meta has
  await window.getByText("The file that Meta has already stays").waitFor();
  await window.getByRole("textbox", { name: "Footer" }).fill("Loja Girassol, São Paulo");
  await window.getByRole("button", { name: "Submit for review" }).click();
  await chip(window, "In review").waitFor();
  // a name that was used a moment ago: only Meta knows
  desk.sim.advance(2000);
  await window.getByRole("button", { name: "Delete" }).click();
  const dialog = window.getByRole("dialog");
  expect(await findings(window)).toEqual([]);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await chip(window, "Being deleted").waitFor();
  desk.sim.advance(70_000);
  await window.getByText("This template is not there any more").waitFor();
  await window.goto(`${desk.url}/settings/templates/new`);
  await window.getByRole("textbox", { name: "Title" }).fill("Order on its way");
  await window.getByRole("textbox", { name: "Message", exact: true }).fill("Your order is on its way today.");
  await window.getByRole("button", { name: "Submit for review" }).click();
  await window.getByRole("alert").filter({ hasText: "2388023" }).waitFor();
  await window.context().close();
});

it("a carousel's cards are added, moved and removed by keyboard, and a code to sign in needs no words", async () => {
  await helena.goto(`${desk.url}/settings/templates/new`);
  await helena.getByRole("textbox", { name: "Título" }).fill("Vasos de volta");
  await helena.getByRole("radio", { name: "Carrossel" }).check();
  await helena.getByRole("textbox", { name: "Mensagem", exact: true }).fill("Estes vasos voltaram.");
  const cards = helena.getByRole("listitem", { name: /^Cartão \d$/ });
  const text = (card: number) => cards.nth(card).getByRole("textbox", { name: "Texto do cartão" });
  const preview = helena.getByRole("region", { name: "Prévia da mensagem" });
  await helena.getByRole("button", { name: "Cartão", exact: true }).press("Enter");
  await expect.poll(() => focused(helena)).toBe("Escolher arquivo (Cartão 3)");
  await text(2).fill("O vaso azul.");
  await helena.getByRole("button", { name: "Subir Cartão 3" }).press("Enter");
  await expect.poll(() => text(1).inputValue()).toBe("O vaso azul.");
  await helena.getByRole("button", { name: "Remover Cartão 3" }).press("Enter");
  expect(await preview.getByText("O vaso azul.").count()).toBe(1);
  await helena.keyboard.press("Control+s");
  await helena.getByText("Envie um arquivo de exemplo: a Meta avalia o template com ele.").first().waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("radio", { name: "Autenticação" }).check();
  await preview.getByText("é seu código de verificação. Para sua segurança, não o compartilhe.").waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.keyboard.press("Control+s");
  await helena.getByRole("heading", { level: 1, name: "vasos_de_volta" }).waitFor();
  await preview.getByText("Copiar código").waitFor();
});

it("what is known of the contact and of their ticket is filled in, or put in from a menu", async () => {
  const ana = await openWindow(browser);
  await enter(ana, desk, "Ana", "/conversations?tab=mine");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").waitFor();
  const conversationId = ana.url().split("/conversations/")[1]?.split(/[?#]/)[0] ?? "";
  const teamId = await ana.evaluate(async () => {
    const me = (await (await fetch("/api/me")).json()) as { teamIds: string[] };
    return me.teamIds[0];
  });
  const opened = await ana.request.post(`${desk.url}/api/tickets`, {
    data: { key: "templates-editor-1", conversationId, title: "Troca de tamanho", teamId },
    headers: { origin: desk.url },
  });
  expect(opened.status()).toBeLessThan(300);
  const { number } = ((await opened.json()) as { ticket?: { number: number } }).ticket ?? { number: 0 };
  const { accounts } = (await (await helena.request.get(`${desk.url}/api/templates`)).json()) as {
    accounts: { wabaId: string }[];
  };
  const draft = {
    name: "chamado_respondido",
    language: "pt_BR",
    category: "UTILITY",
    parameterFormat: "NAMED",
    header: null,
    body: "Oi, {{nome}}. O chamado {{numero_chamado}} foi respondido, veja: {{resposta}} e conte conosco.",
    footer: "",
    buttons: [],
    samples: { "body.nome": "Lia", "body.numero_chamado": "#87", "body.resposta": "trocado" },
  };
  const made = await helena.request.post(`${desk.url}/api/templates`, {
    data: { wabaId: accounts[0]?.wabaId, draft },
    headers: { origin: desk.url },
  });
  expect(made.status()).toBe(201);
  meta("chamado_respondido", { status: "APPROVED" });
  await helena.goto(`${desk.url}/settings/templates?q=respondido&state=APPROVED`);
  await helena.getByRole("row").filter({ hasText: "chamado_respondido" }).waitFor();
  expect(await helena.getByRole("row").count()).toBe(2);
  await ana.locator("[data-composer]").press("Escape");
  await ana.keyboard.press("m");
  await ana.getByRole("textbox", { name: "Buscar template" }).fill("respondido");
  await ana.keyboard.press("Enter");
  const field = (name: string) => ana.getByRole("textbox", { name: `Campo ${name} da mensagem` });
  await expect.poll(() => field("nome").inputValue()).toBe("Lia");
  await expect.poll(() => field("numero_chamado").inputValue()).toBe(`#${number}`);
  await ana.getByRole("button", { name: "Inserir o que se sabe: Campo resposta da mensagem" }).click();
  await ana.getByRole("menuitem", { name: /^Título do chamado/ }).click();
  await expect.poll(() => field("resposta").inputValue()).toBe("Troca de tamanho");
  expect(await findings(ana)).toEqual([]);
  await ana.context().close();
});
