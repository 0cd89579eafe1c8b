import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { fieldIn } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let maria: Customer;
let joao: Customer;
let caio: Customer;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  maria = await customerInComercial(
    desk,
    { id: "maria", name: "Maria Souza", waId: "5511970000001" },
    "boleto não abre",
  );
  joao = await customerInComercial(
    desk,
    { id: "joao", name: "João Lima", waId: "5511970000002" },
    "quero 12 vasos",
  );
  caio = await customerInComercial(desk, { id: "caio", name: "Caio Reis", waId: "553188880003" }, "bom dia");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** On a machine that does nothing else it takes a tenth of this. */
const AT_ONCE_MS = 5_000;
/** More than a screen holds; with what was said before, more than a page of a thread. */
const LINES = 40;

const rowOf = (page: Page, customer: Customer) => page.getByRole("row").filter({ hasText: customer.name });
const bubble = (page: Page, text: string, state = "") =>
  page.getByRole("article", { name: new RegExp(`${text}.*${state}$`) }).last();

async function open(page: Page, customer: Customer): Promise<void> {
  await page.getByRole("searchbox").fill(customer.name);
  // below it stands what was said with these words
  await rowOf(page, customer).first().click();
  await page.getByRole("log", { name: /Mensagens com/ }).waitFor();
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator("[data-composer]").fill(text);
  await page.locator("[data-composer]").press("Enter");
}

describe("the job by keyboard alone", () => {
  it("opens, answers, forwards and resolves", async () => {
    await rowOf(ana, maria).waitFor();
    // the first waiting one, and its messages
    await ana.keyboard.press("j");
    await ana.getByRole("log", { name: /Mensagens com/ }).waitFor();
    await bubble(ana, "boleto não abre").waitFor();
    await ana.keyboard.press("r");
    await ana.keyboard.type("Já verifico, Maria.");
    await ana.keyboard.press("Enter");
    await bubble(ana, "Já verifico, Maria.", "Entregue").waitFor();
    expect(maria.received().at(-1)).toContain("Já verifico, Maria.");

    await ana.keyboard.press("Escape");
    await ana.keyboard.press("f");
    await fieldIn(ana.getByRole("dialog"));
    await ana.keyboard.type("suporte");
    await ana.keyboard.press("Enter");
    await ana.getByRole("radio", { name: /Suporte/, checked: true }).waitFor();
    await ana.keyboard.press("Enter");
    // Suporte is not Ana's team: she sees it as it was, and that it went
    await ana.getByText("não está mais ao seu alcance").first().waitFor();
    expect(await findings(ana)).toEqual([]);

    await ana.keyboard.press("Escape");
    await ana.getByRole("link", { name: /Novas/ }).waitFor();
    await rowOf(ana, maria).waitFor({ state: "detached" });
    await ana.keyboard.press("j");
    await bubble(ana, "quero 12 vasos").waitFor();
    await ana.keyboard.press("e");
    await ana.getByRole("status").filter({ hasText: "resolvida" }).waitFor();
    await ana.keyboard.press("F6");
    await ana.keyboard.press("Enter");
    // Desfazer
    await rowOf(ana, joao).waitFor();
  });

  it("does nothing behind a palette that is still on its way", async () => {
    await open(ana, joao);
    await ana.keyboard.press("Control+k");
    await ana.keyboard.press("e");
    await ana.getByRole("dialog").waitFor();
    await ana.keyboard.press("Escape");
    await ana.getByRole("dialog").waitFor({ state: "detached" });
    await ana.getByRole("button", { name: "Marcar como resolvida" }).waitFor();
  });
});

describe("two browsers", () => {
  it("see each other's changes at once", async () => {
    const rita = await openWindow(browser);
    await enter(rita, desk, "Rita");
    await open(rita, joao);
    await open(ana, joao);
    await write(ana, "São 12 iguais?");
    await bubble(ana, "São 12 iguais\\?", "Entregue").waitFor();
    await bubble(rita, "São 12 iguais\\?").waitFor({ timeout: AT_ONCE_MS });
    // whoever answers first becomes responsible, and the other one is told
    await rita.getByText("Ana Beatriz Lopes está atendendo").waitFor({ timeout: AT_ONCE_MS });
    await rita.keyboard.press("p");
    await ana
      .getByRole("region", { name: /Conversa com/ })
      .getByText("Pendente", { exact: true })
      .waitFor();
    await rita.context().close();
  });
});

describe("a bad network", () => {
  it("loses nothing: what was written waits, what came in is there, all in order", async () => {
    await open(ana, caio);
    await ana.context().setOffline(true);
    await ana.getByText("Sem conexão").waitFor();
    for (const text of ["chegou 1", "chegou 2", "chegou 3"]) caio.say(text);
    await write(ana, "escrita 1");
    await write(ana, "escrita 2");
    await bubble(ana, "escrita 2", "Aguardando envio").waitFor();
    await ana.context().setOffline(false);
    await ana.getByText("Sem conexão").waitFor({ state: "detached" });
    await bubble(ana, "escrita 2", "Entregue").waitFor();
    await bubble(ana, "chegou 3").waitFor();
    const said = await ana
      .getByRole("article")
      .evaluateAll((all) => all.map((one) => /(chegou|escrita) \d/u.exec(one.textContent)?.[0]));
    expect(said.filter((text) => text !== undefined)).toEqual([
      "chegou 1",
      "chegou 2",
      "chegou 3",
      "escrita 1",
      "escrita 2",
    ]);
    expect(caio.received().filter((text) => text.includes("escrita"))).toHaveLength(2);
  });

  it("keeps what waits over a closed window", async () => {
    await ana.context().setOffline(true);
    await write(ana, "escrita antes de fechar");
    await bubble(ana, "escrita antes de fechar", "Aguardando envio").waitFor();
    const address = ana.url();
    await ana.goto("about:blank");
    await ana.context().setOffline(false);
    await ana.goto(address);
    await bubble(ana, "escrita antes de fechar", "Entregue").waitFor();
  });
});

describe("what WhatsApp says", () => {
  it("shows why a message failed and what to do, and sends it again when asked", async () => {
    await open(ana, joao);
    desk.sim.addGraphFault({ kind: 131_026, count: 1, on: "messages" });
    await write(ana, "esta não vai");
    await bubble(ana, "esta não vai", "Falhou").waitFor();
    await ana.getByText(/O número não tem WhatsApp.*Ligue ou use outro canal/).waitFor();
    await ana.getByText("Código 131026").waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.getByRole("button", { name: "Tentar de novo" }).click();
    await bubble(ana, "esta não vai", "Entregue").waitFor();
    // the first one stays as it was, and is not offered for sending a third time
    await ana.getByText(/O número não tem WhatsApp.*Foi enviada de novo abaixo/).waitFor();
    await expect.poll(() => ana.getByRole("button", { name: "Tentar de novo" }).count()).toBe(0);
  });

  it("says that it does not know, and does not send twice", async () => {
    desk.sim.addGraphFault({ kind: "reset", count: 1, on: "messages" });
    await write(ana, "ninguém sabe");
    await bubble(ana, "ninguém sabe", "Sem confirmação").waitFor();
    await ana.getByText(/Pode ter chegado: não será reenviada sozinha/).waitFor();
    expect(joao.received().filter((text) => text.includes("ninguém sabe"))).toEqual([]);
  });

  it("shows pictures, voices, files, edits and deletions", async () => {
    const { sim } = desk;
    sim.sendAsUser("joao", { type: "image", media: { caption: "olha o vaso" } });
    sim.sendAsUser("joao", { type: "audio", media: { voice: true } });
    sim.sendAsUser("joao", { type: "document", media: { fileName: "pedido.pdf" } });
    const edited = joao.say("um texto com erro");
    const deleted = joao.say("um texto a mais");
    await bubble(ana, "um texto a mais").waitFor();
    const message = { type: "text", text: { body: "um texto certo" } };
    sim.sendAsUser("joao", { type: "edit", edit: { original_message_id: edited, message } });
    sim.sendAsUser("joao", { type: "revoke", revoke: { original_message_id: deleted } });
    await bubble(ana, "um texto certo").waitFor();
    await bubble(ana, "O cliente apagou esta mensagem").waitFor();
    const picture = ana.getByRole("img", { name: "olha o vaso" });
    await picture.waitFor();
    expect(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(0);
    const voice = ana.locator("audio").last();
    await expect.poll(() => voice.evaluate((audio: HTMLAudioElement) => audio.duration)).toBeGreaterThan(0);
    await expect
      .poll(() => ana.getByRole("link", { name: /pedido\.pdf/ }).getAttribute("download"))
      .toBe("pedido.pdf");
    await ana.getByRole("button", { name: /Ampliar: olha o vaso/ }).click();
    await ana.getByRole("dialog").waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.keyboard.press("Escape");
    await ana.getByRole("dialog").waitFor({ state: "detached" });
  });
});

describe("a long conversation", () => {
  it("opens at its end and reads back to the first word", async () => {
    await open(ana, joao);
    for (let index = 1; index <= LINES; index++) caio.say(`linha ${index}`);
    const unread = () =>
      ana.evaluate(async () => {
        const answer = await fetch("/api/conversations?tab=all&q=Caio");
        return ((await answer.json()) as { items: { unread: number }[] }).items[0]?.unread;
      });
    await expect.poll(unread).toBeGreaterThanOrEqual(LINES);
    // more than fits: it opens where the new ones begin
    await open(ana, caio);
    await ana.getByText(/\d+ mensagens novas/).waitFor();
    // and at its end when they are read
    await open(ana, joao);
    await open(ana, caio);
    const thread = ana.locator("[data-thread]");
    const fromEnd = () =>
      thread.evaluate((one) => Math.round(one.scrollHeight - one.clientHeight - one.scrollTop));
    await expect.poll(fromEnd).toBe(0);
    // a new word is followed
    caio.say("mais uma");
    await bubble(ana, "mais uma").waitFor();
    await expect.poll(fromEnd).toBe(0);
    const first = ana.getByRole("article", { name: /, oi$/ });
    await expect
      .poll(async () => {
        await thread.evaluate((one) => one.scrollBy({ top: -900 }));
        return first.isVisible();
      })
      .toBe(true);
    // what comes meanwhile moves nothing, and is counted
    caio.say("e outra");
    await ana.getByRole("button", { name: "Ir para a última mensagem: 1 nova" }).click();
    await bubble(ana, "e outra").waitFor();
  });
});

describe("on a phone", () => {
  it("opens, answers and goes back, in the dark, with nothing for axe to find", async () => {
    const page = await openWindow(browser, {
      viewport: { width: 390, height: 844 },
      colorScheme: "dark",
      hasTouch: true,
    });
    await enter(page, desk, "Ana");
    expect(await findings(page)).toEqual([]);
    await page.getByRole("link", { name: /Minhas/ }).tap();
    await rowOf(page, joao).tap();
    await page.locator("[data-composer]").waitFor();
    expect(await findings(page)).toEqual([]);
    await write(page, "do celular");
    await bubble(page, "do celular", "Entregue").waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBe(0);
    await page.getByRole("link", { name: "Voltar à lista" }).tap();
    await rowOf(page, joao).waitFor();
    await page.context().close();
  });
});

describe("in the dark", () => {
  it("has nothing for axe to find in what lies over the page", async () => {
    const page = await openWindow(browser, { colorScheme: "dark" });
    await enter(page, desk, "Rita", "/conversations?tab=others");
    await open(page, joao);
    for (const key of ["f", "?", "Control+k"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor();
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.context().close();
  });
});
