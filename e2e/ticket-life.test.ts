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

/** Ana makes tickets #1 and #2 of what Lia wrote. */
beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "o boleto não abre",
  );
  helena = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(helena, desk, "Helena", "/settings/fields/tickets");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  const message = ana.getByRole("article", { name: /o boleto não abre/ });
  const entry = ana.locator("[data-entry]").filter({ has: message });
  for (const [number, title] of [
    [1, "Boleto não abre"],
    [2, "Segunda via"],
  ] as const) {
    await entry.focus();
    await ana.keyboard.press("Space");
    await ana.getByRole("toolbar", { name: "Mensagens selecionadas" }).waitFor();
    await ana.keyboard.press("Shift+T");
    await dialog(ana).getByLabel("Título").fill(title);
    await ana.keyboard.press("Enter");
    await ana.getByText(`Chamado #${number} criado.`).waitFor();
  }
  await ana.goto(`${desk.url}/tickets/1`);
  await heading(ana, "Chamado #1 Boleto não abre").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const dialog = (page: Page) => page.getByRole("dialog");
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const data = () => ana.getByRole("complementary", { name: "Dados do chamado" });
const activity = () => ana.getByRole("region", { name: "Atividade" });
const act = async (name: string): Promise<void> => {
  await ana.getByRole("button", { name: "Mais ações" }).click();
  await ana.getByRole("menuitem", { name }).click();
};

it("a field that is required to close keeps the ticket open, by name, until it is filled in", async () => {
  await helena.getByText("No fields").waitFor();
  await helena.getByRole("button", { name: "New field" }).click();
  await dialog(helena).getByLabel("Name of the field").fill("Causa");
  await dialog(helena).getByLabel("Required to resolve or close").press("Space");
  expect(await findings(helena)).toEqual([]);
  await dialog(helena).getByRole("button", { name: "Save field" }).click();
  await helena.getByRole("rowheader", { name: "Causa required to close" }).waitFor();
  expect(await findings(helena)).toEqual([]);

  await data().getByText("obrigatório para fechar").waitFor();
  await tabTo(ana, "Fechar chamado");
  await ana.keyboard.press("Enter");
  await ana.getByText(/^Preencha os campos obrigatórios .* Causa$/u).waitFor();
  expect(await findings(ana)).toEqual([]);
  await data().getByRole("button", { name: "Editar: Causa" }).press("Enter");
  await expect.poll(() => focused(ana)).toBe("Causa");
  await ana.keyboard.type("Código vencido");
  await ana.keyboard.press("Enter");
  await activity().getByText("Ana Beatriz Lopes preencheu Causa").waitFor();
  await expect.poll(() => data().getByText("obrigatório para fechar").count()).toBe(0);
});

it("keys take it over, close it and open it again, and are listed", async () => {
  await heading(ana, "Chamado #1 Boleto não abre").click();
  await ana.keyboard.press("a");
  await activity().getByText("Ana Beatriz Lopes tornou Ana Beatriz Lopes responsável").waitFor();
  await ana.keyboard.press("e");
  await activity().getByText("Ana Beatriz Lopes mudou o status de Aberto para Fechado").waitFor();
  await ana.getByRole("button", { name: "Reabrir chamado" }).waitFor();
  await ana.keyboard.press("e");
  await activity().getByText("Ana Beatriz Lopes mudou o status de Fechado para Aberto").waitFor();
  await ana.keyboard.press("?");
  await dialog(ana).getByRole("heading", { name: "Chamado aberto" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
  await dialog(ana).waitFor({ state: "detached" });
  await ana.keyboard.press("l");
  await dialog(ana).getByRole("heading", { name: "Etiquetas" }).waitFor();
  await ana.keyboard.press("Escape");
  await dialog(ana).waitFor({ state: "detached" });
});

it("labels and followers are chosen, seen live by the colleague", async () => {
  await helena.goto(`${desk.url}/tickets/1`);
  await heading(helena, "Ticket #1 Boleto não abre").waitFor();
  await helena.getByRole("button", { name: "Choose labels" }).click();
  await dialog(helena).getByPlaceholder(/./u).first().fill("VIP");
  await dialog(helena).getByRole("button", { name: /VIP/u }).click();
  await dialog(helena).getByRole("checkbox", { name: "VIP", checked: true }).waitFor();
  await dialog(helena).getByRole("button", { name: "Apply" }).click();
  await data().getByText("VIP").waitFor();
  await activity().getByText("Helena Duarte mudou as etiquetas: +VIP").waitFor();
  // who made it follows it by herself, and may leave and come back
  await tabTo(ana, "Deixar de seguir");
  await ana.keyboard.press("Enter");
  await helena.getByText(/changed the followers: [-−–]Ana Beatriz Lopes/u).waitFor();
  await tabTo(ana, "Seguir");
  await ana.keyboard.press("Enter");
  await helena.getByText("changed the followers: +Ana Beatriz Lopes").waitFor();
  await ana.getByRole("button", { name: "Escolher seguidores" }).click();
  await dialog(ana).getByLabel("Rita", { exact: false }).check();
  expect(await findings(ana)).toEqual([]);
  await dialog(ana).getByRole("button", { name: "Aplicar" }).click();
  await activity()
    .getByText(/mudou os seguidores: \+Rita/u)
    .waitFor();
});

it("description and comments take WhatsApp's marks; a public comment is told from an internal one", async () => {
  await ana.getByRole("button", { name: "Editar", exact: true }).focus();
  await ana.keyboard.press("d");
  await expect.poll(() => focused(ana)).toContain("Título");
  const description = ana.getByLabel("Descrição", { exact: true }).and(ana.locator("textarea"));
  await description.fill("Não abre desde ontem <b>aqui</b>");
  await description.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(4, 8));
  await description.press("Control+b");
  await expect.poll(() => description.inputValue()).toBe("Não *abre* desde ontem <b>aqui</b>");
  await ana.getByText("Prévia:").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.getByRole("button", { name: "Salvar" }).click();
  await description.waitFor({ state: "detached" });
  const shown = ana.getByRole("region", { name: "Descrição" });
  await shown.locator("strong", { hasText: "abre" }).waitFor();
  await shown.getByText("<b>aqui</b>").waitFor();

  await ana.keyboard.press("n");
  await expect.poll(() => focused(ana)).toBe("Comentário interno");
  await ana.keyboard.type("Só entre nós");
  await ana.keyboard.press("Control+Enter");
  await activity().getByText("Comentário interno de Ana Beatriz Lopes").waitFor();
  await ana.getByRole("radio", { name: "Público" }).press("Space");
  await tabTo(ana, "Comentário público");
  await ana.keyboard.type("Já _resolvemos_");
  await ana.keyboard.press("Control+Enter");
  await activity().getByText("Comentário público de Ana Beatriz Lopes").waitFor();
  await activity().locator("em", { hasText: "resolvemos" }).waitFor();
  await helena.getByText("Public comment by Ana Beatriz Lopes").waitFor();
  expect(await findings(ana)).toEqual([]);
  expect(await findings(helena)).toEqual([]);
});

it("files are attached, seen by the colleague, and removed; what WhatsApp would not take is refused", async () => {
  const files = ana.getByRole("region", { name: "Anexos" });
  const chosen = ana.waitForEvent("filechooser");
  await files.getByRole("button", { name: "Anexar arquivo" }).press("Enter");
  await (
    await chosen
  ).setFiles([
    { name: "tela.png", mimeType: "image/png", buffer: PNG },
    { name: "x.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("MZ") },
  ]);
  await files.getByRole("link", { name: "tela.png" }).waitFor();
  await ana.getByText(/^x\.exe: O WhatsApp não aceita este tipo/u).waitFor();
  expect(await findings(ana)).toEqual([]);
  await helena.getByRole("region", { name: "Attachments" }).getByRole("link", { name: "tela.png" }).waitFor();
  await activity().getByText("Ana Beatriz Lopes anexou um arquivo").waitFor();
  await files.getByRole("button", { name: "Remover tela.png" }).press("Enter");
  await activity().getByText("Ana Beatriz Lopes removeu um anexo").waitFor();
  await helena.getByText("No attachments", { exact: false }).waitFor();
});

it("is related to another by its number, which is shown before it is saved", async () => {
  await act("Relacionar com outro chamado");
  await expect.poll(() => focused(ana)).toContain("Nº do chamado");
  await ana.keyboard.type("1");
  await dialog(ana).getByText("É este mesmo chamado. Escolha outro.").waitFor();
  await ana.keyboard.press("Control+a");
  await ana.keyboard.type("2");
  await dialog(ana).getByText("#2 Segunda via").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  const related = ana.getByRole("region", { name: "Chamados relacionados" });
  await related.getByRole("link", { name: "#2 Segunda via" }).waitFor();
  await helena.getByRole("region", { name: "Related tickets" }).waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("is cloned, and merged into another, to which it leads", async () => {
  await act("Duplicar chamado");
  await heading(ana, "Chamado #3 Boleto não abre").waitFor();
  await activity().getByText("Ana Beatriz Lopes criou o chamado a partir do #1").waitFor();
  await ana.goto(`${desk.url}/tickets/2`);
  await heading(ana, "Chamado #2 Segunda via").waitFor();
  await tabTo(ana, "Comentário interno");
  await ana.keyboard.type("Cliente avisada");
  await ana.keyboard.press("Control+Enter");
  await activity().getByRole("listitem").filter({ hasText: "Cliente avisada" }).waitFor();
  await act("Unir a outro chamado");
  await ana.keyboard.type("1");
  await dialog(ana).getByText("#1 Boleto não abre").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await heading(ana, "Chamado #1 Boleto não abre").waitFor();
  await activity().getByText("Ana Beatriz Lopes uniu o chamado #2 a este").waitFor();
  await activity().getByText("Cliente avisada").waitFor();
  await helena.getByText("Ana Beatriz Lopes merged ticket #2 into this one").waitFor();
  await ana.goto(`${desk.url}/tickets/2`);
  await heading(ana, "Chamado #2 Segunda via").waitFor();
  expect(await findings(ana)).toEqual([]);
  await expect.poll(() => ana.getByRole("button", { name: "Reabrir chamado" }).count()).toBe(0);
  await tabTo(ana, "Chamado #1");
  await ana.keyboard.press("Enter");
  await heading(ana, "Chamado #1 Boleto não abre").waitFor();
  await act("Relacionar com outro chamado");
  await ana.keyboard.type("2");
  await dialog(ana).getByText("O chamado #2 foi unido ao #1. Use o #1.").waitFor();
  await expect.poll(() => dialog(ana).getByRole("button", { name: "Relacionar" }).isEnabled()).toBe(false);
});
