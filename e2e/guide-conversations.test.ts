import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

/*
 * The chapter "Conversas" of the guide, row by row, by keyboard alone, in both languages. What each row says stands in the name of its
 * test; the rest of the chapter is in
 *  - *Vincular mensagens selecionadas* and *Criar novo chamado*: tickets.test.ts
 *  - Template de Envio de Mensagens WhatsApp, where templates are kept: templates.test.ts
 */

const HOUR = 3_600_000;
const WORDS = {
  "pt-BR": {
    balloon: /^Conversas: /,
    menu: /^Conversas/,
    settings: "Configurações",
    title: "Conversas",
    unread: "Conversas: 1 não lida",
    none: "Conversas: nenhuma não lida",
    thread: "Mensagens com",
    region: "Conversa com",
    forward: "Encaminhar conversa para outra equipe",
    forwarded: "Encaminhada: Comercial → Suporte",
    hide: "Ocultar histórico de alterações",
    show: "Mostrar histórico de alterações",
    pending: "Marcar como pendente",
    isPending: "Pendente",
    resolve: "Marcar como resolvida",
    isResolved: "Resolvida",
    gone: "não está mais ao seu alcance",
    template: "Enviar Template de Mensagens após 24hs",
    search: "Buscar template",
    preview: "Prévia da mensagem",
    closed: /A janela de 24 h fechou há .+ Só é possível enviar um template\./,
  },
  en: {
    balloon: /^Conversations: /,
    menu: /^Conversations/,
    settings: "Settings",
    title: "Conversations",
    unread: "Conversations: 1 unread",
    none: "Conversations: none unread",
    thread: "Messages with",
    region: "Conversation with",
    forward: "Forward conversation to another team",
    forwarded: "Forwarded: Comercial → Suporte",
    hide: "Hide change history",
    show: "Show change history",
    pending: "Mark as pending",
    isPending: "Pending",
    resolve: "Mark as resolved",
    isResolved: "Resolved",
    gone: "no longer within your reach",
    template: "Send message template after 24 h",
    search: "Search templates",
    preview: "Preview of the message",
    closed: /The 24-hour window closed .+ Only a template can be sent\./,
  },
} as const;

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Out of every field and layer, onto the row of this customer, with the keys of the list alone. */
async function stand(page: Page, customer: Customer): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: customer.name });
  await row.waitFor();
  await page.getByRole("row").and(page.locator("[tabindex='0']")).focus();
  await page.keyboard.press("Home");
  await expect
    .poll(async () => {
      const isThere = await row.evaluate((one) => one === document.activeElement);
      if (!isThere) await page.keyboard.press("ArrowDown");
      return isThere;
    })
    .toBe(true);
}

/** The button of the open conversation with these words, reached by Tab and pressed by Enter. */
async function pressAct(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

describe.each(["pt-BR", "en"] as const)("the guide's Conversas in %s, by keyboard", (locale) => {
  const words = WORDS[locale];
  const isFirst = locale === "pt-BR";
  let ana: Page;
  let diego: Page;
  let customer: Customer;
  const conversation = (page: Page): Locator => page.getByRole("region", { name: words.region });

  beforeAll(async () => {
    customer = await customerInComercial(
      desk,
      isFirst
        ? { id: "nina", name: "Nina Alves", waId: "5511970000011" }
        : { id: "otto", name: "Otto Braga", waId: "5511970000012" },
      "o boleto não abre",
    );
    ana = await openWindow(browser, { locale });
    await enter(ana, desk, "Ana");
    diego = await openWindow(browser, { locale });
    await enter(diego, desk, "Diego");
  });
  afterAll(async () => {
    await ana.context().close();
    await diego.context().close();
  });

  it("is reached by the balloon beside the profile picture and by the menu", async () => {
    for (const way of [words.balloon, words.menu]) {
      await tabTo(ana, words.settings);
      await ana.keyboard.press("Enter");
      await ana.waitForURL(/\/settings/);
      await tabTo(ana, way);
      await ana.keyboard.press("Enter");
      await ana.getByRole("heading", { level: 1, name: words.title }).waitFor();
    }
    expect(await findings(ana)).toEqual([]);
  });

  it("lists customers by number until they have a name of the company's, and only those of one's own teams", async () => {
    const row = ana.getByRole("row").filter({ hasText: customer.name });
    await row.getByText(isFirst ? "+55 (11) 97000-0011" : "+55 (11) 97000-0012").waitFor();
    await row.getByText(`~${customer.name}`).waitFor();
    expect(await diego.getByRole("row").filter({ hasText: customer.name }).count()).toBe(0);
  });

  it("marks as pending and as resolved: its notification is gone until the customer writes", async () => {
    await ana.getByRole("link", { name: words.unread }).waitFor();
    await stand(ana, customer);
    await ana.keyboard.press("Enter");
    await ana.getByRole("log", { name: words.thread }).waitFor();
    await pressAct(ana, words.pending);
    await conversation(ana).getByText(words.isPending, { exact: true }).waitFor();
    expect(await findings(ana)).toEqual([]);
    await pressAct(ana, words.resolve);
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor();
    await ana.getByRole("link", { name: words.none }).waitFor();
    customer.say("ainda não abre");
    await ana.getByRole("link", { name: words.unread }).waitFor();
    await conversation(ana).getByText(words.isResolved, { exact: true }).waitFor({ state: "detached" });
    await ana.getByRole("button", { name: words.pending }).waitFor();
  });

  it("forwards to another team, where it is then; here its history of forwardings is shown and hidden", async () => {
    await pressAct(ana, words.forward);
    const dialog = ana.getByRole("dialog", { name: words.forward });
    await dialog.waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.keyboard.type("Suporte");
    await ana.keyboard.press("Enter");
    await dialog.getByRole("radio", { name: /Suporte/, checked: true }).waitFor();
    await tabTo(ana, "OK");
    await ana.keyboard.press("Enter");
    await ana.getByText(words.gone).first().waitFor();
    expect(await ana.getByRole("row").filter({ hasText: customer.name }).count()).toBe(0);

    await stand(diego, customer);
    await diego.keyboard.press("Enter");
    const line = diego.getByRole("log", { name: words.thread }).getByText(words.forwarded);
    await line.waitFor();
    await pressAct(diego, words.hide);
    await line.waitFor({ state: "detached" });
    expect(await findings(diego)).toEqual([]);
    await pressAct(diego, words.show);
    await line.waitFor();
  });

  it("after 24 hours sends a template that was looked at before", async () => {
    desk.sim.advance(25 * HOUR);
    await diego.getByText(words.closed).waitFor();
    await pressAct(diego, words.template);
    const dialog = diego.getByRole("dialog", { name: words.template });
    await dialog.getByRole("textbox", { name: words.search }).waitFor();
    await diego.keyboard.type("retomar");
    await diego.keyboard.press("Enter");
    const shown = dialog.getByRole("region", { name: words.preview });
    await shown.getByRole("button").or(shown.locator("p")).first().waitFor();
    expect(await findings(diego)).toEqual([]);
    await diego.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => customer.received().at(-1)).toContain("retomar_atendimento");
  });
});
