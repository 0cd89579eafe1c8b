import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused } from "./keyboard.ts";
import { clickTool } from "./pointer.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let maria: Customer;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [5, 10], deliveredDelayMs: [10, 20] });
  browser = await startBrowser();
  maria = await customerInComercial(
    desk,
    { id: "maria", name: "Maria Souza", waId: "5511970000001" },
    "o boleto não abre",
  );
  ana = await openWindow(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "o boleto não abre" }).click();
  await bubble(ana, "o boleto não abre").waitFor();
  maria.say("diz que está vencido");
  await bubble(ana, "diz que está vencido").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const bubble = (page: Page, text: string) => page.getByRole("article", { name: new RegExp(text) });
const bar = (page: Page) => page.getByRole("toolbar", { name: "Mensagens selecionadas" });

describe("choosing messages", () => {
  it("goes by keyboard: Space, Shift and the arrows, C for a copy, Esc to let them go", async () => {
    await ana.locator("[data-entry]", { has: bubble(ana, "está vencido") }).focus();
    await ana.keyboard.press("Space");
    await bar(ana).getByText("1 mensagem", { exact: true }).waitFor();
    await ana.keyboard.press("Shift+ArrowUp");
    await bar(ana).getByText("2 mensagens", { exact: true }).waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.keyboard.press("c");
    await expect
      .poll(() => ana.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/^\[.+\] .+: o boleto não abre\n\[.+\] .+: diz que está vencido$/u);
    await ana.keyboard.press("Escape");
    await bar(ana).waitFor({ state: "detached" });
    // Esc let go of the messages, not of the conversation
    expect(ana.url()).toMatch(/conversations\/[0-9a-f-]{36}/u);
  });

  it("goes by pointer: the box left of a bubble, with Shift all in between", async () => {
    await clickTool(bubble(ana, "Atendimento"), bubble(ana, "Atendimento").getByRole("checkbox"), bar(ana));
    await bubble(ana, "está vencido")
      .getByRole("checkbox")
      .click({ modifiers: ["Shift"] });
    const chosen = await ana.getByRole("log").getByRole("checkbox", { checked: true }).count();
    expect(chosen).toBeGreaterThanOrEqual(3);
    await bar(ana).getByText(`${chosen} mensagens`, { exact: true }).waitFor();
    await expect
      .poll(() => bar(ana).getByRole("button").allTextContents())
      .toEqual([" Vincular mensagens selecionadas", " Criar novo chamado", " Copiar", " Imprimir", ""]);
    await bar(ana).getByRole("button", { name: "Limpar a seleção" }).click();
  });
});

describe("printing a conversation", () => {
  it("shows the paper, records it, and the digest on it can be made again from the text", async () => {
    await ana.getByRole("button", { name: "Mais ações" }).click();
    const opened = ana.waitForEvent("popup");
    await ana.getByRole("menuitem", { name: "Imprimir ou salvar em PDF" }).click();
    const paper = await opened;
    await paper.addInitScript(() => {
      window.print = () => document.body.setAttribute("data-printed", "");
    });
    await paper.reload();
    const sheet = paper.getByRole("article");
    await sheet.getByText("Prévia").waitFor();
    await expect
      .poll(() => sheet.getByRole("listitem").allTextContents())
      .toContainEqual(expect.stringContaining("diz que está vencido"));
    expect(await findings(paper)).toEqual([]);
    await paper.getByRole("button", { name: "Imprimir" }).click();
    await paper.locator("body[data-printed]").waitFor();
    const digest = await sheet.locator("code").textContent();
    const { text } = (await paper.evaluate(async () => {
      const id = location.pathname.split("/")[2];
      const upTo = /nº (\d+)/u.exec(document.querySelector("footer")?.textContent ?? "")?.[1];
      return (await fetch(`/api/conversations/${id}/transcript?upTo=${upTo}`)).json();
    })) as { text: string };
    expect(createHash("sha256").update(text).digest("hex")).toBe(digest);
    await paper.close();
    await ana.getByText(`Conversa impressa por Ana`, { exact: false }).waitFor();
    await ana.getByText(digest?.slice(0, 12) ?? "", { exact: false }).waitFor();
  });
});

describe("Espiar", () => {
  it("lets who oversees read what a colleague answers, and nothing changes until they take it", async () => {
    await ana.keyboard.press("a");
    await ana.getByText("A conversa agora é sua").waitFor();
    await ana.keyboard.press("Escape");
    await ana.keyboard.press("2");
    maria.say("e agora?");
    await ana.getByRole("row", { name: /1 não lida/ }).waitFor();

    const rita = await openWindow(browser);
    await enter(rita, desk, "Rita", "/conversations?tab=others");
    const row = rita.getByRole("row").filter({ hasText: "e agora?" });
    await row.click();
    await bubble(rita, "e agora\\?").waitFor();
    await rita.getByText("Espiando — nada muda para o cliente").waitFor();
    await expect.poll(() => rita.locator("[data-composer]").count()).toBe(0);
    expect(await findings(rita)).toEqual([]);

    await rita.getByRole("button", { name: "Sair", exact: true }).click();
    await rita.locator("[data-composer]").waitFor();
    await rita.keyboard.press("Escape");
    await row.click();
    await rita.getByText("Espiando — nada muda para o cliente").waitFor();
    // still unread for the one who answers, after all that reading
    await ana.getByRole("row", { name: /1 não lida/ }).waitFor();
    await rita.getByRole("button", { name: "Assumir" }).click();
    await rita.getByText("Espiando").waitFor({ state: "detached" });
    await rita.locator("[data-composer]").waitFor();

    await rita.keyboard.press("f");
    const dialog = rita.getByRole("dialog");
    await expect.poll(() => focused(rita)).toBe("Buscar equipe");
    await dialog.getByRole("radio", { name: /^Suporte/ }).click();
    await dialog.getByText("O cliente recebe: “Você será atendido pela equipe Suporte.”").waitFor();
    await rita.keyboard.press("Escape");

    await rita.getByRole("button", { name: "Mais ações" }).click();
    await rita.getByRole("menuitem", { name: "Atribuir" }).click();
    await dialog.getByRole("radio", { name: /^Ana/ }).click();
    await dialog.getByRole("button", { name: "Atribuir" }).click();
    await ana.getByRole("row").filter({ hasText: "e agora?" }).click();
    // it had left Ana's reach and is back, with all that happened meanwhile
    await ana.getByText("Rita Campos assumiu a conversa").waitFor();
    await ana.getByText("Rita Campos passou esta conversa para você").waitFor();
    await ana.getByRole("button", { name: "Aceitar" }).click();
    await rita.getByText("Aceita por Ana Beatriz Lopes").waitFor();
    await ana.getByText("Rita Campos passou").waitFor({ state: "detached" });
    await rita.context().close();
  });
});

describe("blocking a contact", () => {
  it("asks first, shows it, holds at WhatsApp too, and ends when asked", async () => {
    const page = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
    await enter(page, desk, "Rita", "/conversations?tab=others");
    await page.getByRole("row").filter({ hasText: "e agora?" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Block contact" }).click();
    const dialog = page.getByRole("dialog", { name: /^Block / });
    await dialog.getByText("nobody is notified").waitFor();
    await dialog.getByRole("button", { name: "Block contact" }).click();
    await page.getByText("Contact blocked by Rita Campos").waitFor();
    const section = page.getByRole("region", { name: /Conversation with/ });
    await section.getByText("Blocked", { exact: true }).waitFor();
    await expect.poll(() => page.locator("[data-composer]").count()).toBe(0);
    expect(await findings(page)).toEqual([]);

    await page.keyboard.press("i");
    const panel = page.getByRole("region", { name: "Contact details" });
    await panel.getByText("Blocked on WhatsApp too").waitFor();
    expect(desk.sim.numbers()[0]?.blockedUsers).toHaveLength(1);
    expect(await findings(page)).toEqual([]);
    // it does not get through any more
    maria.say("me respondam");
    await page.goto(`${desk.url}/conversations?tab=ended`);
    const row = page.getByRole("row").filter({ hasText: "e agora?" });
    await row.waitFor();
    await expect.poll(() => row.getAttribute("aria-label")).not.toContain("unread");
    await row.click();
    await section.getByRole("button", { name: "Unblock contact" }).first().click();
    await page.getByText("Contact unblocked by Rita Campos").waitFor();
    await expect.poll(() => desk.sim.numbers()[0]?.blockedUsers).toEqual([]);
    maria.say("obrigada");
    await bubble(page, "obrigada").waitFor();
    await page.context().close();
  });
});
