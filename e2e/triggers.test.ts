import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** What the bot answers to somebody who never wrote before. */
async function firstAnswer(
  person: { id: string; name: string; waId: string },
  words: string,
): Promise<string> {
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

/** The words by which a person knows what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const place = document.activeElement;
    const label =
      place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement ? place.labels?.[0] : null;
    return (place?.getAttribute("aria-label") ?? label?.textContent ?? place?.textContent ?? "").trim();
  });

const FARTHEST = 80;
/** Goes on with Tab, as a person without a mouse does, until the focus is on what is called so. */
async function tabTo(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let step = 0; step < FARTHEST; step++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no way by ${key} to "${name}"`);
}

const PORTUGUESE = {
  locale: "pt-BR",
  title: "Gatilhos Conversas",
  description: "Descrição",
  reply: "Resposta esperada do cliente",
  message: "Mensagem",
  keywords: "Palavras-chave separadas por vírgula",
  publish: "Publicar",
  confirm: "Publicar agora",
  cancel: "Cancelar",
  note: "Nota",
  change: "1 alteração não publicada",
  clean: "Tudo que está nesta lista está publicado.",
  readOnly: "Peça a um administrador",
  create: "Novo Gatilho WhatsApp",
  handle: "Mover Horário, posição 11",
  word: "Horário",
  said: "HORARIO!",
  text: "Abrimos das 8h às 18h.",
  options: ["Endereço", "Estacionamento"],
  phones: ["5511911110001", "5511911110002", "5511911110003"],
};
const ENGLISH: typeof PORTUGUESE = {
  locale: "en-US",
  title: "Conversation triggers",
  description: "Description",
  reply: "Expected customer reply",
  message: "Message",
  keywords: "Comma-separated keywords",
  publish: "Publish",
  confirm: "Publish now",
  cancel: "Cancel",
  note: "Note",
  change: "1 change not published",
  clean: "All that is in this list is published.",
  readOnly: "Ask an administrator",
  create: "New WhatsApp trigger",
  handle: "Move Opening hours, position 12",
  word: "Opening hours",
  said: "opening hours?",
  text: "We are open from 8 to 18.",
  options: ["Address", "Parking"],
  phones: ["5511911110004", "5511911110005", "5511911110006"],
};

describe.each([PORTUGUESE, ENGLISH])("a menu made by keyboard in $locale", (words) => {
  let page: Page;
  const person = (index: number) => ({
    id: `${words.locale}-${index}`,
    name: `Cliente ${index}`,
    waId: words.phones[index] ?? "",
  });
  beforeAll(async () => {
    page = await openWindow(browser, { locale: words.locale });
    await enter(page, desk, "Helena", "/settings/triggers");
    await page.getByRole("list").last().waitFor();
  });
  afterAll(() => page.context().close());

  it("is written into the draft, which does not speak yet", async () => {
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("n");
    await vi.waitFor(async () => expect(await focused(page)).toBe(words.description));
    await page.keyboard.type(words.word);
    await tabTo(page, words.reply);
    await page.keyboard.type(words.word);
    await page.keyboard.press("Enter");
    await tabTo(page, words.message);
    await page.keyboard.type(words.text);
    await tabTo(page, words.keywords);
    await page.keyboard.type(words.options.join(","));
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: words.word }).waitFor();
    expect(await findings(page)).toEqual([]);
    await tabTo(page, words.title, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText(words.change).waitFor();
    expect(await firstAnswer(person(0), words.said)).toContain("Loja Girassol");
  });

  it("speaks to the next customer once it is published", async () => {
    // axe opens a window of its own and takes the focus along: it looks before, not in between
    await page.getByRole("button", { name: words.publish }).click();
    await page.getByRole("dialog").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: words.cancel }).click();
    await tabTo(page, words.publish);
    await page.keyboard.press("Enter");
    await vi.waitFor(async () => expect(await focused(page)).toBe(words.note));
    await page.keyboard.type(`${words.word} ✓`);
    await tabTo(page, words.confirm);
    await page.keyboard.press("Enter");
    await page.getByText(words.clean).waitFor();
    const answer = await firstAnswer(person(1), words.said);
    for (const part of [words.text, ...words.options]) expect(answer).toContain(part);
    expect(await firstAnswer(person(2), "oi")).toContain("Comercial");
  });

  it("changes its place by the arrows of its handle, and back", async () => {
    await tabTo(page, words.handle);
    await page.keyboard.press("ArrowUp");
    await page.getByText(words.change).waitFor();
    expect(await page.getByRole("listitem").filter({ hasText: words.text }).count()).toBe(1);
    expect(await focused(page)).not.toBe(words.handle);
    await page.keyboard.press("ArrowDown");
    await page.getByText(words.clean).waitFor();
    expect(await focused(page)).toBe(words.handle);
  });

  it("may be looked at by a supervisor, who is told whom to ask", async () => {
    const other = await openWindow(browser, { locale: words.locale });
    await enter(other, desk, "Rita", "/settings/triggers");
    await other.getByText(words.readOnly).waitFor();
    await other.getByRole("link", { name: words.word, exact: true }).waitFor();
    expect(await other.getByRole("link", { name: words.create }).count()).toBe(0);
    expect(await other.getByRole("switch").count()).toBe(0);
    expect(await findings(other)).toEqual([]);
    await other.getByRole("link", { name: words.word, exact: true }).click();
    expect(await other.getByLabel(words.description, { exact: true }).isDisabled()).toBe(true);
    expect(await findings(other)).toEqual([]);
    await other.context().close();
  });
});
