import { BotFile } from "@balcao/api";
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import guide from "../server/src/modules/bot/examples/guide.json" with { type: "json" };
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { typeTrigger } from "./guide.ts";
import { focused, tabTo } from "./keyboard.ts";

const { triggers } = BotFile.parse(guide);
const [welcome, toComercial] = triggers as [BotFile["triggers"][number], BotFile["triggers"][number]];

let desk: RunningDesk;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk({ withBot: false });
  browser = await startBrowser();
  page = await openWindow(browser);
  await enter(page, desk, "Helena", "/settings/triggers");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const verdict = () => page.getByRole("region", { name: "Verificação do rascunho" });
const publish = () => page.getByRole("button", { name: "Publicar", exact: true });

/** The draft as the file that a person would keep of it. */
async function exported(from: Page, menu: string, item: string): Promise<BotFile> {
  await from.getByRole("button", { name: menu, exact: true }).click();
  const [download] = await Promise.all([
    from.waitForEvent("download"),
    from.getByRole("menuitem", { name: item }).click(),
  ]);
  return JSON.parse(await readFile(await download.path(), "utf8")) as BotFile;
}

async function save(description: string): Promise<void> {
  await page.keyboard.press("Control+s");
  await page.getByRole("heading", { level: 1, name: description, exact: true }).waitFor();
}

async function backToList(): Promise<void> {
  await tabTo(page, "Gatilhos Conversas", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Gatilhos, na ordem da lista" }).waitFor();
}

/** A customer's phone: says this, and waits until so many messages of the company are there. Gives what they hold. */
async function says(person: string, words: string, answers: number): Promise<string[]> {
  desk.sim.sendAsUser(person, { type: "text", text: words });
  const heard = () => desk.sim.messages(person).filter(({ direction }) => direction === "out");
  await expect
    .poll(() => heard().length, { message: `${person} waits for the bot after "${words}"` })
    .toBeGreaterThanOrEqual(answers);
  return heard().map(({ content }) => JSON.stringify(content));
}

describe("the guide's example, built from nothing by keyboard alone", () => {
  it("is told what is wrong with its first trigger while it is written", async () => {
    await page.getByText("Ainda não há gatilhos").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("n");
    await typeTrigger(page, welcome);
    const told = page.getByRole("region", { name: "O que o verificador diz" });
    await told.getByText("oferece “Comercial”, e ninguém responde").waitFor();
    expect(await findings(page)).toEqual([]);
    await save(welcome.description);
  });

  it("goes on to the answer of an option, which is begun already", async () => {
    await tabTo(page, "Criar a resposta de Comercial");
    await page.keyboard.press("Enter");
    await typeTrigger(page, toComercial, { isBegun: true });
    // a question put to the form as it stands, before anything is saved
    await tabTo(page, "Cliente escreve", "Shift+Tab");
    await page.keyboard.type("COMERCIAL!");
    await page.getByText("responde: este gatilho (casou “Comercial”)").waitFor();
    await page.getByText(/responde: Boas-vindas \(aceita qualquer mensagem\)/u).waitFor();
    await expect.poll(() => page.title()).toMatch(/^● /u);
    await save(toComercial.description);
    await backToList();
  });

  it("is not published while an option leads nowhere", async () => {
    await verdict().getByText("1 erro").waitFor();
    await tabTo(page, "Publicar");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Corrija estes erros antes de publicar").waitFor();
    await expect.poll(() => dialog.getByRole("button", { name: "Publicar agora" }).isDisabled()).toBe(true);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  it("is typed to its end, and nothing is left to say against it", async () => {
    for (const trigger of triggers.slice(2)) {
      await page.keyboard.press("n");
      await typeTrigger(page, trigger);
      await save(trigger.description);
    }
    await backToList();
    await verdict().getByText("Nenhuma armadilha").waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("is published by keyboard", async () => {
    await tabTo(page, "Publicar");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Nota");
    await page.keyboard.type("O exemplo do guia");
    await tabTo(page, "Publicar agora");
    await page.keyboard.press("Enter");
    await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
  });
});

describe("it answers as chatbot.md, section 7, says", () => {
  it("on the customers' phones, until a person of Comercial takes over", async () => {
    desk.sim.addUser({ id: "caio", name: "Caio Reis", waId: "5511922220002" });
    expect(await says("caio", "oi", 1)).toEqual([expect.stringMatching(/button.*Comercial.*Suporte/u)]);
    expect((await says("caio", "COMERCIAL!", 2)).at(-1)).toMatch(/Você está no.*Atendimento.*Orçamento/u);
    expect((await says("caio", "Atendimento", 3)).at(-1)).toContain("Um analista já vai atender você");
    await page.goto(`${desk.url}/conversations`);
    await page.getByRole("row").filter({ hasText: "Caio Reis" }).first().click();
    await page
      .getByText(/Principal → Comercial/u)
      .first()
      .waitFor();
    await page.getByRole("textbox", { name: "Mensagem" }).fill("Oi, Caio, sou a Helena.");
    await page.keyboard.press("Enter");
    await expect.poll(() => JSON.stringify(desk.sim.messages("caio"))).toContain("sou a Helena");
    desk.sim.sendAsUser("caio", { type: "text", text: "Comercial" });
    await page
      .getByRole("article", { name: /Comercial/u })
      .last()
      .waitFor();
    expect(desk.sim.messages("caio").filter(({ direction }) => direction === "out")).toHaveLength(4);
  });

  it("to who begins with the word of an option: the menu, since nobody ever spoke before", async () => {
    desk.sim.addUser({ id: "davi", name: "Davi Luz", waId: "5511922220003" });
    const [first] = await says("davi", "comercial", 1);
    expect(first).toMatch(/Com quem você quer falar/u);
  });

  const phone = () => page.getByRole("region", { name: "Telefone do cliente" });
  const write = async (text: string): Promise<void> => {
    await phone().getByRole("textbox", { name: "Mensagem" }).fill(text);
    await page.keyboard.press("Enter");
  };

  it("two hours later by the tester's clock, where only the reply decides", async () => {
    await page.goto(`${desk.url}/settings/triggers/test`);
    await phone().waitFor();
    const clock = page.getByRole("region", { name: "Relógio do teste" });
    await write("oi");
    await clock.getByRole("button", { name: "+1 h" }).click();
    await clock.getByRole("button", { name: "+1 h" }).click();
    await write("Comercial");
    await page.getByText("Principal → Comercial").waitFor();
    await phone().getByText("Você está no").waitFor();
    await page.getByRole("region", { name: "Por quê?" }).getByText("Ir para o Comercial").first().waitFor();
  });

  it("and hands a voice message over to Principal after saying twice what it understands", async () => {
    await page.getByRole("button", { name: "Cliente novo" }).click();
    await write("oi");
    const audio = phone().getByRole("button", { name: "Enviar mensagem de voz" });
    await audio.click();
    await audio.click();
    const clock = page.getByRole("region", { name: "Relógio do teste" });
    await clock.getByText("Em Principal, com o bot.").waitFor();
    await audio.click();
    await clock.getByText("Em Principal, esperando as pessoas da equipe.").waitFor();
  });
});

describe("the list", () => {
  it("changes a place by the arrows of its handle, and back by Ctrl+Z", async () => {
    await page.goto(`${desk.url}/settings/triggers`);
    await page.getByRole("list", { name: "Gatilhos, na ordem da lista" }).waitFor();
    await tabTo(page, "Mover Ir para o Suporte, posição 3");
    await page.keyboard.press("ArrowUp");
    await page.getByText("1 alteração não publicada").waitFor();
    await expect.poll(() => focused(page)).toBe("Mover Ir para o Suporte, posição 2");
    await page.keyboard.press("Control+z");
    await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
    await expect.poll(() => publish().count()).toBe(0);
  });

  it("tells who answers a word, in each team that waits for it", async () => {
    await page.getByRole("searchbox").fill("quem responde a atendimento?");
    const panel = page.getByRole("region", { name: "Quem responde a “atendimento”?" });
    await panel.getByText("responde: Comercial: atendimento").waitFor();
    await panel.getByText("responde: Suporte: atendimento").waitFor();
    await page.getByText("2 gatilhos", { exact: true }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("may be looked at by a supervisor, who is told whom to ask", async () => {
    const other = await openWindow(browser);
    await enter(other, desk, "Rita", "/settings/triggers");
    await other.getByText("Peça a um administrador").waitFor();
    await other.getByRole("link", { name: welcome.description, exact: true }).first().waitFor();
    await expect.poll(() => other.getByRole("link", { name: "Novo Gatilho WhatsApp" }).count()).toBe(0);
    await expect.poll(() => other.getByRole("switch").count()).toBe(0);
    await expect.poll(() => other.getByRole("button", { name: "Reparar" }).count()).toBe(0);
    expect(await findings(other)).toEqual([]);
    await other.getByRole("link", { name: welcome.description, exact: true }).first().click();
    await expect.poll(() => other.getByLabel("Descrição", { exact: true }).isDisabled()).toBe(true);
    await other.context().close();
  });
});

it("is the very bot that the ready example brings to an empty desk, in English", async () => {
  const typed = await exported(page, "Arquivo", "Exportar para um arquivo");
  const empty = await startDesk({ withBot: false });
  try {
    const other = await openWindow(browser, { locale: "en-US" });
    await enter(other, empty, "Helena", "/settings/triggers");
    await other.getByText("There are no triggers yet").waitFor();
    await other
      .getByRole("navigation", { name: /ready example/ })
      .getByRole("link")
      .first()
      .click();
    await other.getByRole("button", { name: "Replace the draft" }).click();
    await other.getByText("The draft is now").waitFor();
    await other.getByText("No trap: every path of the draft was walked.").waitFor();
    expect(await exported(other, "File", "Export to a file")).toEqual(typed);
    expect(typed.triggers).toEqual(triggers);
    await other.context().close();
  } finally {
    await empty.stop();
  }
});
