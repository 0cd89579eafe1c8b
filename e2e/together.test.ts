import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

type Heard = { __hidden: boolean; __notices: string[]; __notes: number };

/** Puts a window out of sight, or back; notices and notes of the chime are counted in the place of being shown and heard. */
const listenIn = (): void => {
  const heard = window as unknown as Heard;
  Object.assign(heard, { __hidden: false, __notices: [], __notes: 0 });
  Object.defineProperty(document, "visibilityState", {
    get: () => (heard.__hidden ? "hidden" : "visible"),
  });
  class Notice extends EventTarget {
    static permission = "default";
    static async requestPermission(): Promise<string> {
      Notice.permission = "granted";
      return "granted";
    }
    constructor(title: string, { body }: { body: string }) {
      super();
      heard.__notices.push(`${title}: ${body}`);
    }
    close(): void {}
  }
  if (localStorage.getItem("test.granted")) Notice.permission = "granted";
  Object.assign(window, { Notification: Notice });
  const create = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function (this: AudioContext) {
    heard.__notes++;
    return create.call(this);
  };
};
const hide = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    (window as unknown as Heard).__hidden = value;
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
const heardBy = (page: Page): Promise<{ notices: string[]; notes: number }> =>
  page.evaluate(() => {
    const { __notices, __notes } = window as unknown as Heard;
    return { notices: __notices, notes: __notes };
  });

let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let bruno: Page;

const row = (page: Page) => page.getByRole("row").filter({ hasText: "Lia Prado" });

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "e o meu pedido?");
  [ana, bruno] = await Promise.all([openWindow(browser), openWindow(browser, { locale: "en-US" })]);
  await Promise.all([enter(ana, desk, "Ana"), enter(bruno, desk, "Bruno")]);
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

it("colleagues see who looks and who types, in the head and in the row; it wears off by itself", async () => {
  await row(ana).click();
  await row(bruno).click();
  await ana.getByText("Bruno está vendo").waitFor();
  await bruno.getByText("Ana is viewing").waitFor();
  await ana.locator("[data-composer]").pressSequentially("Já verif");
  await bruno.getByRole("banner").or(bruno.locator("header")).getByText("Ana is typing…").first().waitFor();
  await row(bruno).getByText("Ana is typing…").waitFor();
  expect(await findings(bruno)).toEqual([]);
  await bruno.getByText("Ana is viewing").waitFor();
  await row(bruno).getByText("Ana is typing…").waitFor({ state: "detached" });
});

it("sending asks when a colleague types or answered meanwhile; Enter goes back to the text", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena", new URL(ana.url()).pathname);
  await ana.getByText("Bruno e Helena estão vendo").or(ana.getByText("Helena e Bruno estão vendo")).waitFor();
  const field = ana.locator("[data-composer]");
  await field.fill("Já verifico, Lia");
  await field.press("Enter");
  // nobody else typed: it went, and the conversation is hers
  await ana.getByText("Atendente: Ana Beatriz Lopes").waitFor();
  await field.pressSequentially("Seu pedido");
  await helena.locator("header").getByText("Ana está digitando…").waitFor();
  await helena.locator("[data-composer]").pressSequentially("Oi, Lia! Sai hoje.");
  await ana.locator("header").getByText("Helena está digitando…").waitFor();
  await field.press("Enter");
  const typing = ana.getByRole("dialog", { name: "Helena está digitando uma resposta" });
  await typing.getByRole("button", { name: "Voltar ao texto" }).waitFor();
  await ana.keyboard.press("Enter");
  await typing.waitFor({ state: "detached" });
  await expect.poll(() => field.inputValue()).toBe("Seu pedido");

  // what Ana typed before wears off: then nothing holds Helena back
  await helena.locator("header").getByText("Ana está vendo").waitFor();
  await helena.locator("[data-composer]").press("Enter");
  await ana.getByRole("article", { name: /Oi, Lia! Sai hoje\./ }).waitFor();
  await field.press("Enter");
  const answered = ana.getByRole("dialog", { name: /^Helena respondeu há \d+ s$/ });
  await answered.getByText("Oi, Lia! Sai hoje.").waitFor();
  expect(await findings(ana)).toEqual([]);
  await answered.getByRole("button", { name: "Enviar mesmo assim" }).click();
  await ana.getByRole("article", { name: /Seu pedido/ }).waitFor();
  await helena.context().close();
  // who spies is seen by nobody
  await ana.locator("header").getByText("Helena está vendo").waitFor({ state: "detached" });
  const rita = await openWindow(browser);
  await enter(rita, desk, "Rita", new URL(ana.url()).pathname);
  await rita.locator("header").getByText("Ana está vendo").waitFor();
  await expect.poll(() => ana.locator("header").getByText("Rita").count()).toBe(0);
  await rita.context().close();
});

it("where only who is responsible answers, the others are told who does and may take it over", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/general/whatsapp");
  await helena.getByRole("switch", { name: "Só o responsável responde" }).click();
  await helena.keyboard.press("Control+s");
  await helena.getByText("Salvo.").waitFor();
  await helena.goto(ana.url());
  await helena.getByRole("button", { name: "Sair", exact: true }).click();
  await helena.getByText("Quem responde é Ana Beatriz Lopes.").waitFor();
  expect(await helena.locator("[data-composer]").count()).toBe(0);
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("main").getByRole("button", { name: "Assumir" }).last().click();
  const field = helena.locator("[data-composer]");
  await field.fill("Agora sou eu");
  await field.press("Enter");
  await helena.getByRole("article", { name: /Agora sou eu/ }).waitFor();
  await field.fill("Só um minuto");
  const rita = await openWindow(browser);
  await enter(rita, desk, "Rita", new URL(ana.url()).pathname);
  await rita.getByRole("main").getByRole("button", { name: "Assumir" }).first().click();
  await rita.locator("[data-composer]").waitFor();
  // nothing was reloaded there: the field went, its words are kept
  await helena.getByText("Quem responde é Rita").waitFor();
  await helena.getByText(/Só um minuto/).waitFor();
  await rita.context().close();
  await helena.context().close();
});

it("calls once however many windows, out of sight by a notice, and not while away; the counts agree", async () => {
  const context = bruno.context();
  await context.addInitScript(listenIn);
  await bruno.goto(`${desk.url}/settings/me`);
  await bruno.getByRole("button", { name: "Turn on desktop notifications" }).click();
  await bruno
    .getByRole("checkbox", { name: "Show the message's text" })
    .or(bruno.getByRole("switch", { name: "Show the message's text" }))
    .waitFor();
  await bruno.evaluate(() => localStorage.setItem("test.granted", "yes"));
  expect(await findings(bruno)).toEqual([]);
  const second = await context.newPage();
  await second.goto(`${desk.url}/conversations`);
  await second.getByRole("heading", { level: 1, name: "Conversations" }).waitFor();
  await second.mouse.click(5, 5);
  for (const page of [bruno, second]) {
    await hide(page, true);
    expect(await heardBy(page)).toEqual({ notices: [], notes: 0 });
  }
  const both = async (): Promise<{ notices: string[]; notes: number }> => {
    const [a, b] = await Promise.all([bruno, second].map(heardBy));
    return {
      notices: [...(a?.notices ?? []), ...(b?.notices ?? [])],
      notes: (a?.notes ?? 0) + (b?.notes ?? 0),
    };
  };
  const rui = await customerInComercial(
    desk,
    { id: "rui", name: "Rui Melo", waId: "5511955554444" },
    "tem alguém aí?",
  );
  await expect.poll(async () => (await both()).notices.at(-1)).toMatch(/: tem alguém aí\?$/);
  await expect.poll(async () => (await both()).notes).toBeGreaterThan(0);
  const called = await both();
  expect(new Set(called.notices).size).toBe(called.notices.length);

  // title, balloon and tab count the same: Rui alone waits
  await expect.poll(() => second.title()).toMatch(/^\(1\) /);
  await second.getByRole("link", { name: "Conversations: 1 unread" }).waitFor();
  await second.getByRole("link", { name: /New.*1 unread/ }).waitFor();
  await expect
    .poll(() => second.locator('link[rel="icon"]').getAttribute("href"))
    .toMatch(/^data:image\/png/);

  // in sight: no notice
  await hide(second, false);
  rui.say("oi?");
  await second.getByRole("row").filter({ hasText: "oi?" }).waitFor();
  // away, chosen in one window, holds in the other
  await second.getByRole("button", { name: /^Profile|Profile of/ }).click();
  await second.getByText("Away", { exact: true }).click();
  await second.keyboard.press("Escape");
  await bruno.getByRole("button", { name: /, Away$/ }).waitFor();
  await hide(second, true);
  rui.say("ninguém?");
  await second.getByRole("row").filter({ hasText: "ninguém?" }).waitFor();
  expect((await both()).notices).toEqual(called.notices);
  await context.close();
});
