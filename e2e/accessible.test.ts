import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import keys from "../web/src/i18n/keys.pt-BR.json" with { type: "json" };
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

/** WCAG 2.2, 2.5.8 */
const SMALLEST = 24;
let desk: RunningDesk;
let browser: Browser;
let ana: Page;
let maria: Customer;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser({ whole: true });
  maria = await customerInComercial(
    desk,
    { id: "maria", name: "Maria Souza", waId: "5511970000001" },
    "boleto não abre",
  );
  await customerInComercial(desk, { id: "joao", name: "João Lima", waId: "5511970000002" }, "oi");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: maria.name }).click();
  await ana.locator("[data-composer]").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Names of what can be pressed and is smaller than a finger needs; links within a text may be. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const all = document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, summary");
    return [...all].flatMap((one) => {
      // what a label holds is pressed by the label
      const target = one.closest<HTMLElement>("label") ?? one;
      const { width, height } = target.getBoundingClientRect();
      const isShown = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!isShown || width <= 1 || (width >= least && height >= least)) return [];
      if (getComputedStyle(one).display === "inline") return [];
      return [
        `${one.getAttribute("aria-label") ?? one.textContent} ${Math.round(width)}×${Math.round(height)}`,
      ];
    });
  }, SMALLEST);

it("is told by its landmarks, its headings, its language and its title", async () => {
  await expect.poll(() => ana.locator("html").getAttribute("lang")).toBe("pt-BR");
  for (const role of ["navigation", "main", "banner"] as const)
    await expect.poll(() => ana.getByRole(role).count()).toBeGreaterThan(0);
  await expect.poll(() => ana.locator("h1").count()).toBe(1);
  await expect.poll(() => ana.title()).toMatch(/^\(\d+\) .+ · Conversas$/);
  await ana.locator("body").press("Tab");
  await tabTo(ana, "Ir para a conversa");
  await ana.keyboard.press("Enter");
  await expect.poll(() => ana.evaluate(() => document.activeElement?.id)).toBe("main");
});

it("has a list that is one grid: one stop, counted rows, and rows whose names say what they show", async () => {
  const grid = ana.getByRole("grid", { name: "Novas" });
  await expect.poll(() => grid.getAttribute("aria-rowcount")).toBe("2");
  await expect.poll(() => grid.locator("[role=row][tabindex='0']").count()).toBe(1);
  const row = ana.getByRole("row", { name: /Maria Souza, .*Comercial, .*janela fecha em .*boleto não abre/ });
  await expect.poll(() => row.getAttribute("aria-current")).toBe("true");
  await expect.poll(() => row.getAttribute("aria-rowindex")).toMatch(/^[12]$/);
});

it("has messages that are silent themselves, with names that say who, when, what and how far", async () => {
  const log = ana.getByRole("log", { name: /Mensagens com/ });
  await expect.poll(() => log.getAttribute("aria-live")).toBe("off");
  await ana.locator("[data-composer]").fill("Já verifico");
  await ana.locator("[data-composer]").press("Enter");
  await log.getByRole("article", { name: /^.+, \d\d:\d\d, Já verifico, Entregue$/ }).waitFor();
  await log.getByRole("heading", { name: "Hoje" }).waitFor();
  await expect.poll(() => log.locator("[data-entry][tabindex='0']").count()).toBe(1);
});

it("says what is new at once for all that came together", async () => {
  const spoken = ana.locator("[aria-live=polite]").filter({ hasText: /novas mensagens|mensagens novas/ });
  for (const text of ["um", "dois", "três", "quatro", "cinco", "seis"]) maria.say(text);
  await spoken.filter({ hasText: "6" }).waitFor({ state: "attached" });
});

it("gives the keyboard back where a dialog was opened from, and asks with the safe button first", async () => {
  await tabTo(ana, "Encaminhar conversa para outra equipe");
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog").waitFor();
  await ana.keyboard.press("Escape");
  await ana.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => focused(ana)).toBe("Encaminhar conversa para outra equipe");
  await tabTo(ana, "Mais ações", "Shift+Tab");
  await ana.keyboard.press("Enter");
  await ana.getByRole("menuitem", { name: "Encerrar conversa" }).press("Enter");
  await ana.getByRole("dialog").waitFor();
  await expect.poll(() => focused(ana)).not.toBe("Encerrar conversa");
  await expect.poll(() => ana.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON");
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog").waitFor({ state: "detached" });
  // nothing ended by two times Enter
  await ana.locator("[data-composer]").waitFor();
});

it("closes the emoji by Esc", async () => {
  await tabTo(ana, "Emojis");
  await ana.keyboard.press("Enter");
  const emoji = ana.getByRole("dialog", { name: "Emojis" });
  await emoji.getByRole("searchbox").or(emoji.getByRole("textbox")).first().waitFor();
  await expect.poll(() => focused(ana)).toBe("Buscar emoji");
  await ana.keyboard.press("Escape");
  await emoji.waitFor({ state: "detached" });
  await expect.poll(() => focused(ana)).toBe("Emojis");
});

it("keeps the keyboard near what was done: by a button that goes, by a notice, by leaving", async () => {
  await tabTo(ana, "Marcar como pendente", "Shift+Tab");
  await ana.keyboard.press("Enter");
  await expect.poll(() => focused(ana)).toBe("Marcar como resolvida");
  await ana.getByRole("button", { name: "Desfazer" }).waitFor();
  await ana.keyboard.press("F6");
  await expect.poll(() => focused(ana)).toBe("Desfazer");
  await ana.keyboard.press("Enter");
  await ana.getByRole("button", { name: "Marcar como pendente" }).waitFor();
  await expect.poll(() => focused(ana)).toBe("Marcar como resolvida");
  await ana.keyboard.press("Escape");
  // Maria's row is in another tab by now: the list it is
  await expect.poll(() => focused(ana)).toMatch(/João Lima, .*Comercial, /);
  await ana.keyboard.press("Enter");
  await ana.locator("[data-composer]").waitFor();
});

it("lists every key under ?, by place", async () => {
  await ana.keyboard.press("?");
  const sheet = ana.getByRole("dialog", { name: "Atalhos do teclado" });
  await sheet.waitFor();
  const shown = await sheet.locator("dt").allTextContents();
  expect(Object.values(keys.ids).filter((name) => !shown.includes(name))).toEqual([]);
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
});

it("has nothing too small to press, and nothing that moves for who wants no motion", async () => {
  expect(await tooSmall(ana)).toEqual([]);
  const moves = () =>
    ana.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 50)
          .length,
    );
  expect(await moves()).toBe(0);
});

it.each([
  ["320 px wide", { width: 320, height: 640 }],
  ["at 200 %", { width: 720, height: 450 }],
])("needs no scrolling sideways %s, and does there what it does elsewhere", async (_, viewport) => {
  await ana.setViewportSize(viewport);
  const overflow = () => ana.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overflow).toBe(0);
  const send = await ana.getByRole("button", { name: "Enviar", exact: true }).boundingBox();
  expect((send?.x ?? 0) + (send?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
  expect(await tooSmall(ana)).toEqual([]);
  // the list is not there beside the conversation, its dialogs are
  await ana.getByRole("button", { name: "Encaminhar conversa para outra equipe" }).click();
  await ana.getByRole("dialog").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
  await ana.getByRole("dialog").waitFor({ state: "detached" });
});
