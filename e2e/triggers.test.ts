import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  page = await openWindow(browser);
  await enter(page, desk, "Helena", "/settings/triggers");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** What the bot answers to somebody who never wrote before. */
async function firstAnswer(index: number, words: string): Promise<string> {
  const person = { id: `person-${index}`, name: `Cliente ${index}`, waId: `551191111000${index}` };
  desk.sim.addUser(person);
  desk.sim.sendAsUser(person.id, { type: "text", text: words });
  return vi.waitFor(
    () => {
      const answer = desk.sim.messages(person.id).find(({ direction }) => direction === "out");
      if (!answer) throw new Error(`${person.name} waits for the bot after "${words}"`);
      return JSON.stringify(answer.content);
    },
    { timeout: 15_000, interval: 50 },
  );
}

const WORD = "Horário";
const TEXT = "Abrimos das 8h às 18h. Para ouvir de novo, digite 9.";
const verdict = () => page.getByRole("region", { name: "Verificação do rascunho" });
const publish = () => page.getByRole("button", { name: "Publicar", exact: true });

describe("a trigger made by keyboard alone", () => {
  it("is told what is wrong with it while it is written", async () => {
    await page.getByRole("list", { name: "Gatilhos, na ordem da lista" }).waitFor();
    await verdict().getByText("Nenhuma armadilha").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("n");
    await vi.waitFor(async () => expect(await focused(page)).toBe("Descrição"));
    await page.keyboard.type(WORD);
    await tabTo(page, "Resposta esperada do cliente");
    await page.keyboard.type(WORD);
    await page.keyboard.press("Enter");
    await tabTo(page, "Mensagem");
    await page.keyboard.type(TEXT);
    await tabTo(page, "Palavras-chave separadas por vírgula");
    await page.keyboard.type("Endereço,");
    const told = page.getByRole("region", { name: "O que o verificador diz" });
    await told.getByText("oferece “Endereço”, e ninguém responde").waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("is saved into the draft, which does not speak yet", async () => {
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: WORD }).waitFor();
    await tabTo(page, "Gatilhos Conversas", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText("1 alteração não publicada").waitFor();
    expect(await firstAnswer(0, WORD)).toContain("Loja Girassol");
  });

  it("is not published while it has an error, which one click repairs", async () => {
    await verdict().getByText("1 erro").waitFor();
    await publish().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Corrija estes erros antes de publicar").waitFor();
    expect(await dialog.getByRole("button", { name: "Publicar agora" }).isDisabled()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await tabTo(page, "Reparar");
    await page.keyboard.press("Enter");
    await page.getByText(`“${WORD}” reparado no rascunho.`).waitFor();
    await verdict().getByText("1 erro").waitFor({ state: "detached" });
    // taken back, and done again
    await page.keyboard.press("Control+z");
    await verdict().getByText("1 erro").waitFor();
    await page.keyboard.press("Control+Shift+z");
    await verdict().getByText("1 erro").waitFor({ state: "detached" });
    await verdict().getByText("pede o número 9, e ninguém responde a ele").waitFor();
  });

  it("speaks to the next customer once it is published with its warning", async () => {
    await tabTo(page, "Publicar", "Shift+Tab");
    await page.keyboard.press("Enter");
    await vi.waitFor(async () => expect(await focused(page)).toBe("Nota"));
    await page.keyboard.type(`${WORD} ✓`);
    await tabTo(page, "Publicar mesmo com estes avisos");
    await page.keyboard.press("Space");
    await tabTo(page, "Publicar agora");
    await page.keyboard.press("Enter");
    await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
    expect(await firstAnswer(1, "HORARIO!")).toContain("Abrimos das 8h às 18h.");
    expect(await firstAnswer(2, "oi")).toContain("Comercial");
  });

  it("changes its place by the arrows of its handle, and back by Ctrl+Z", async () => {
    const handle = "Mover Horário, posição 11";
    await tabTo(page, handle);
    await page.keyboard.press("ArrowUp");
    await page.getByText("1 alteração não publicada").waitFor();
    await vi.waitFor(async () => expect(await focused(page)).toBe("Mover Horário, posição 10"));
    await page.keyboard.press("Control+z");
    await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
  });

  it("shows the case of a warning on the test phone", async () => {
    await verdict().getByRole("link", { name: "Ver no telefone de teste" }).first().click();
    await page.waitForURL(/\/settings\/triggers\/test/u);
    await page.getByText("Abrimos das 8h às 18h.").first().waitFor();
  });
});

it("may be looked at by a supervisor, who is told whom to ask", async () => {
  const other = await openWindow(browser);
  await enter(other, desk, "Rita", "/settings/triggers");
  await other.getByText("Peça a um administrador").waitFor();
  await other.getByRole("link", { name: WORD, exact: true }).first().waitFor();
  expect(await other.getByRole("link", { name: "Novo Gatilho WhatsApp" }).count()).toBe(0);
  expect(await other.getByRole("switch").count()).toBe(0);
  expect(await other.getByRole("button", { name: "Reparar" }).count()).toBe(0);
  expect(await findings(other)).toEqual([]);
  await other.getByRole("link", { name: WORD, exact: true }).first().click();
  expect(await other.getByLabel("Descrição", { exact: true }).isDisabled()).toBe(true);
  expect(await findings(other)).toEqual([]);
  await other.context().close();
});
