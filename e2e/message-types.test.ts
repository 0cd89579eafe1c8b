import { mkdirSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";
import { SENT } from "./sent.ts";

const SHOTS = new URL("../test-results/thread/", import.meta.url).pathname;

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let lia: Customer;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  const person = { id: "lia", name: "Lia Prado", waId: "5511987654321" };
  lia = await customerInComercial(desk, person, "onde fica a loja?");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Opens one form of the menu beside the field, without a mouse. */
async function add(name: string): Promise<void> {
  await ana.locator("[data-composer]").focus();
  await tabTo(ana, "Adicionar", "Tab");
  await ana.keyboard.press("Enter");
  await ana.getByRole("menuitem", { name }).focus();
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog", { name }).waitFor();
}
const type = (text: string): Promise<void> => ana.keyboard.insertText(text);
async function arrives(words: string): Promise<void> {
  await expect.poll(() => lia.received().join("\n")).toContain(words);
}

it("a place of a map's link is sent by keyboard, and is offered again", async () => {
  await add("Localização");
  await type("https://maps.app.goo.gl/AbC123");
  await ana.getByText("Um link encurtado não diz o ponto").waitFor();
  await ana.keyboard.press("Control+a");
  await type("https://www.openstreetmap.org/?mlat=-23.5614&mlon=-46.6559#map=17/-23.5614/-46.6559");
  await ana.keyboard.press("Tab");
  await type("Loja da Praça");
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await ana.getByRole("article", { name: /Loja da Praça/ }).waitFor();
  await arrives("Loja da Praça");
  await ana.frameLocator("iframe").getByText("Loja da Praça").waitFor();
  await add("Localização");
  await ana.getByRole("dialog").getByRole("button", { name: "Loja da Praça" }).waitFor();
  await ana.keyboard.press("Escape");
});

it("cards of a colleague and of somebody typed go together", async () => {
  await add("Cartão de contato");
  await type("Bruno");
  await ana.getByRole("dialog").getByRole("button", { name: /Bruno/ }).waitFor();
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog").getByLabel("Telefone").fill("(11) 4000-0000");
  await ana.getByRole("button", { name: "Outro cartão" }).press("Enter");
  await type("Oficina");
  await ana.keyboard.press("Enter");
  await ana.getByText("Preencha este campo.").waitFor();
  await ana.getByRole("dialog").getByLabel("Telefone").nth(1).fill("0800 123 4567");
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await arrives("0800 123 4567");
});

it("who is on a card is kept among the contacts once, and a conversation begins with them", async () => {
  const zeca = { name: { formatted_name: "Zeca Dutra" }, phones: [{ phone: "+55 11 8765-0077" }] };
  desk.sim.sendAsUser("lia", { type: "contacts", contacts: [zeca] });
  const said = (text: string | RegExp) => ana.getByRole("status").filter({ hasText: text });
  const button = ana.getByRole("button", { name: /^Salvar contato: Zeca Dutra/ });
  await button.press("Enter");
  await said("Contato salvo: Zeca Dutra").waitFor();
  expect(await findings(ana)).toEqual([]);
  await button.press("Enter");
  await said("Já está nos contatos, como Zeca Dutra.").waitFor();
  await said("Já está nos contatos").getByRole("button", { name: "Nova conversa" }).press("Enter");
  await ana.getByRole("dialog", { name: "Nova conversa" }).getByText("Zeca Dutra").first().waitFor();
  await ana.keyboard.press("Escape");
  await ana.getByRole("dialog").waitFor({ state: "hidden" });
});

it("options are tapped on the phone, and the answer comes to who asked, not to the bot", async () => {
  await add("Opções para tocar");
  await type("Como prefere pagar?");
  await ana.getByRole("dialog").getByLabel("Opção 1", { exact: true }).fill("Pix");
  await ana.getByRole("dialog").getByLabel("Opção 2", { exact: true }).fill("Boleto");
  await ana.getByText("Vai com botões").waitFor();
  await ana.getByRole("button", { name: "Adicionar opção" }).press("Enter");
  await type("Cartão em até três vezes");
  await ana.getByText("Vai como lista").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Control+a");
  await type("Cartão");
  await ana.keyboard.press("Enter");
  await arrives("Como prefere pagar?");
  const menu = desk.sim.messages("lia").findLast(({ type: kind }) => kind === "interactive");
  desk.sim.tap("lia", menu?.id ?? "", "Boleto");
  await ana.getByRole("article", { name: /, Boleto$/ }).waitFor();
  expect(lia.received().at(-1)).toContain("Como prefere pagar?");
});

it("what asks the customer to do something is put together by keyboard, and answered on the phone", async () => {
  const dialog = ana.getByRole("dialog", { name: "Mensagem interativa" });
  const phone = ana.frameLocator("iframe");
  await add("Mensagem interativa");
  await dialog.getByLabel("Mensagem", { exact: true }).fill("Acompanhe o pedido");
  await dialog.getByLabel("Texto do botão").fill("Abrir pedido");
  await dialog.getByLabel("Endereço").fill("loja.example/p/42");
  await ana.keyboard.press("Enter");
  await dialog.getByText("Informe um endereço completo").waitFor();
  await ana.keyboard.press("Control+a");
  await type("https://loja.example/p/42");
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await arrives("Acompanhe o pedido");
  await ana.getByRole("link", { name: "Abrir pedido" }).waitFor();
  await phone.getByRole("link", { name: "Abrir pedido" }).waitFor();

  await add("Mensagem interativa");
  await ana.keyboard.press("ArrowDown");
  await ana.keyboard.press("Tab");
  await type("Onde você está?");
  await dialog.getByRole("button", { name: "Enviar", exact: true }).press("Enter");
  await phone.getByRole("button", { name: "Enviar localização" }).press("Enter");
  await ana.getByRole("article", { name: /Praça das Flores/ }).waitFor();

  await add("Mensagem interativa");
  await dialog.getByLabel("O que o cliente poderá fazer").selectOption("Preencher um formulário (Flow)");
  await dialog.getByLabel("Mensagem", { exact: true }).fill("Preencha o cadastro");
  await dialog.getByLabel("Código ou nome do formulário").fill("cadastro");
  await dialog.getByLabel("Texto do botão").fill("Preencher");
  await dialog.getByRole("button", { name: "Enviar", exact: true }).press("Enter");
  await phone.getByRole("button", { name: "Preencher" }).press("Enter");
  await phone.getByRole("textbox", { name: "resposta" }).fill("azul");
  await phone.getByRole("textbox", { name: "resposta" }).press("Enter");
  await ana.locator("dd").filter({ hasText: "azul" }).waitFor();
});

type Seen = { words: string[]; faults: string[] };

/** Reads the thread from its top to its foot: what stands there, and whatever is out of its place. */
function walk(): Promise<Seen> {
  return ana.locator("[data-thread]").evaluate(async (thread) => {
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
    const words = new Set<string>();
    const faults = new Set<string>();
    const overlap = (): string | null => {
      const boxes = [...thread.querySelectorAll<HTMLElement>("[data-entry]")]
        .map((entry) => ({ entry, box: entry.getBoundingClientRect() }))
        .toSorted((a, b) => a.box.top - b.box.top);
      const index = boxes.findIndex(({ box }, at) => (boxes[at - 1]?.box.bottom ?? -1e9) > box.top + 1);
      const [above, below] = [boxes[index - 1], boxes[index]];
      if (!above || !below) return null;
      const told = [above, below].map(
        ({ entry, box }) => `${entry.innerText.slice(0, 60)} ${box.top}-${box.bottom}`,
      );
      return `one stands on another: ${told.join(" | ")}`;
    };
    const look = (): void => {
      const room = thread.getBoundingClientRect();
      for (const bubble of thread.querySelectorAll<HTMLElement>("[data-bubble]")) {
        const kind = bubble.closest<HTMLElement>("[data-kind]")?.dataset["kind"] ?? "";
        words.add(`${kind}: ${bubble.innerText}`);
        const box = bubble.getBoundingClientRect();
        if (box.left < room.left || box.right > room.right) faults.add(`${kind} leaves the thread`);
        if (box.height < 24 || box.width < 40) faults.add(`${kind} is empty`);
        for (const part of bubble.querySelectorAll<HTMLElement>("*")) {
          if (part.closest(".visually-hidden, svg, pre")) continue;
          const { left, right, width } = part.getBoundingClientRect();
          if (width > 0 && (left < box.left - 1 || right > box.right + 1))
            faults.add(`${kind}: <${part.localName} ${part.className}> leaves its bubble`);
        }
      }
    };
    for (let top = 0; ; top += thread.clientHeight / 2) {
      thread.scrollTo({ top });
      for (let wait = 0; wait < 4 || (overlap() && wait < 60); wait++) await frame();
      const found = overlap();
      if (found) faults.add(found);
      look();
      if (top >= thread.scrollHeight - thread.clientHeight) break;
    }
    return { words: [...words], faults: [...faults] };
  });
}

it("every type stands in the thread, whole and in its place, wide and narrow, light and dark", async () => {
  for (const [message] of SENT) desk.sim.sendAsUser("lia", message);
  desk.sim.sendAsUser("lia", { type: "text", text: "passe adiante", forwarded: "many" });
  const wrong = desk.sim.sendAsUser("lia", { type: "text", text: "amanhã" });
  desk.sim.sendAsUser("lia", {
    type: "edit",
    edit: { original_message_id: wrong.id, message: { type: "text", text: { body: "depois de amanhã" } } },
  });
  const gone = desk.sim.sendAsUser("lia", { type: "text", text: "esqueça", quote: wrong.id });
  desk.sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: gone.id } });
  desk.sim.react("lia", desk.sim.messages("lia").findLast((one) => one.direction === "out")?.id ?? "", "❤️");
  await ana
    .getByText("Apagada pelo cliente")
    .or(ana.getByText(/apagou/iu))
    .first()
    .waitFor();
  await ana
    .getByRole("article", { name: /passe adiante/ })
    .getByText("Encaminhada com frequência")
    .waitFor();
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      await ana.setViewportSize({ width, height });
      await ana.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { words, faults } = await walk();
      expect(faults, `${width} ${colorScheme}`).toEqual([]);
      for (const [{ type: kind }, part] of SENT)
        expect(
          words.filter((said) => said.includes(part)),
          `${kind} at ${width}`,
        ).not.toEqual([]);
      expect(await findings(ana)).toEqual([]);
      await ana.screenshot({ path: `${SHOTS}${width}-${colorScheme}-end.png` });
      await ana.locator("[data-thread]").evaluate((thread) => thread.scrollBy({ top: -thread.clientHeight }));
      await ana.screenshot({ path: `${SHOTS}${width}-${colorScheme}-before.png` });
    }
});

/** Does this stand whole within the thread's frame? */
const isInSight = (entry: Locator): Promise<boolean> =>
  entry.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const frame = element.closest("[data-thread]")?.getBoundingClientRect();
    return frame !== undefined && top >= frame.top && bottom <= frame.bottom;
  });

/** A customer who wrote more than one page holds, before anybody read a word of it. */
async function writeMany(customer: Customer): Promise<Locator> {
  for (let count = 1; count <= 60; count++) customer.say(`mais um ${count}`);
  // three words to the bot, one to the company
  const row = ana.getByRole("row", { name: new RegExp(`${customer.name}, 64 não lidas`) });
  await row.waitFor();
  return row;
}

it("with more new messages than one page holds, leads back to the first of them", async () => {
  const person = { id: "rui", name: "Rui Melo", waId: "5511987650000" };
  await ana.setViewportSize({ width: 1440, height: 900 });
  // a pointer that rests on a row has its thread read ahead: here none is known before
  await ana.mouse.move(0, 0);
  const row = await writeMany(await customerInComercial(desk, person, "o primeiro de muitos"));
  await row.click();
  await ana.getByRole("button", { name: "64 mensagens novas" }).press("Enter");
  // nobody has read anything of it yet: its first word is the first new one
  await expect.poll(() => isInSight(ana.getByText("oi", { exact: true }).last())).toBe(true);
  await ana.getByRole("button", { name: "64 mensagens novas" }).waitFor({ state: "detached" });
});

it("opens at the first of many new messages when the whole thread was known from before", async () => {
  const person = { id: "sol", name: "Sol Reis", waId: "5511987651111" };
  const sol = await customerInComercial(desk, person, "o primeiro de muitos");
  const row = ana.getByRole("row").filter({ hasText: "Sol Reis" });
  // only this one: Rui's thread may still be read on
  const thread = `/${await row.getAttribute("data-id")}/thread?`;
  const known = ana.waitForResponse((answer) => answer.url().includes(thread));
  await row.hover();
  await known;
  await (await writeMany(sol)).click();
  await ana.getByRole("log").getByText("64 mensagens novas", { exact: true }).waitFor();
  await expect.poll(() => isInSight(ana.getByText("oi", { exact: true }).last())).toBe(true);
});
