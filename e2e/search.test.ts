import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused } from "./keyboard.ts";

/** More than a page of a thread, so that the message looked for is far from its end. */
const LINES = 80;

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
    "Preciso de dois orçamentos de vasos",
  );
  for (let n = 1; n <= LINES; n++) maria.say(`recado ${n}`);
  await customerInComercial(
    desk,
    { id: "joao", name: "João Lima", waId: "5511970000002" },
    "chegou o orçamento?",
  );
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  // webhooks of one second may overtake each other: the last line is said once all others are there
  await ana.getByRole("row", { name: new RegExp(`Maria Souza, ${LINES + 4} não lidas`) }).waitFor();
  maria.say("última linha");
  await ana.getByRole("row").filter({ hasText: "última linha" }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const hit = (page: Page, text: string | RegExp) =>
  page.getByRole("grid", { name: "Resultados da busca" }).getByRole("row", { name: text });
const bubble = (page: Page, text: string) => page.getByRole("article", { name: new RegExp(text) });
const inView = (page: Page, text: string): Promise<boolean> =>
  bubble(page, text).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const room = element.closest("[data-thread]")?.getBoundingClientRect();
    return room !== undefined && box.top >= room.top && box.bottom <= room.bottom;
  });

describe("searching what was said", () => {
  it("finds without accents and in another number, by keyboard alone, and opens at the message", async () => {
    await ana.keyboard.press("/");
    await ana.keyboard.type("orcamento");
    await hit(ana, /dois orçamentos/).waitFor();
    await expect.poll(() => ana.locator("mark").allTextContents()).toEqual(["orçamento", "orçamentos"]);
    expect(ana.url()).toContain("q=orcamento");
    expect(await findings(ana)).toEqual([]);

    await ana.keyboard.press("ArrowDown");
    await expect.poll(() => focused(ana)).toContain("chegou o orçamento?");
    await ana.keyboard.press("ArrowDown");
    await expect.poll(() => focused(ana)).toContain("dois orçamentos");
    await ana.keyboard.press("Enter");
    await bubble(ana, "dois orçamentos").waitFor();
    await expect.poll(() => inView(ana, "dois orçamentos")).toBe(true);
    await expect
      .poll(() => ana.evaluate(() => document.activeElement?.hasAttribute("data-target")))
      .toBe(true);
    expect(ana.url()).toMatch(/q=orcamento.*message=/u);
    await expect.poll(() => bubble(ana, "última linha").count()).toBe(0);
    expect(await findings(ana)).toEqual([]);
  });

  it("opens there again after a reload, with the thread around it both ways", async () => {
    await ana.reload();
    await expect.poll(() => inView(ana, "dois orçamentos")).toBe(true);
    await hit(ana, /dois orçamentos/).waitFor();
    const thread = ana.locator("[data-thread]");
    await thread.hover();
    // by wheel through all that was said since, page by page
    await expect
      .poll(async () => {
        await ana.mouse.wheel(0, 2_000);
        return bubble(ana, "última linha").count();
      })
      .toBe(1);
    await hit(ana, /dois orçamentos/).click();
    await expect.poll(() => inView(ana, "dois orçamentos")).toBe(true);
  });

  it("jumps to the end, and what is written stands there", async () => {
    await ana.reload();
    await expect.poll(() => inView(ana, "dois orçamentos")).toBe(true);
    await ana.getByRole("button", { name: "Ir para a última mensagem" }).click();
    await expect.poll(() => bubble(ana, "última linha").count()).toBe(1);
    await expect.poll(() => inView(ana, "última linha")).toBe(true);
    await hit(ana, /dois orçamentos/).click();
    await expect.poll(() => inView(ana, "dois orçamentos")).toBe(true);
    await ana.locator("[data-composer]").fill("Já envio.");
    await ana.locator("[data-composer]").press("Enter");
    await expect.poll(() => inView(ana, "Já envio.")).toBe(true);
  });

  it("finds internal notes, marked as such, and opens at the note", async () => {
    await ana.evaluate(async () => {
      const id = location.pathname.split("/").at(-1) ?? "";
      const body = JSON.stringify({ key: "a-note-to-be-found", text: "combinar a *entrega* com o estoque" });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`/api/conversations/${id}/notes`, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`the note was answered ${answer.status}`);
    });
    const box = ana.getByRole("searchbox");
    await box.fill("entregas");
    await hit(ana, /Nota interna, Ana Beatriz Lopes, combinar a \*?entrega/).waitFor();
    expect(await findings(ana)).toEqual([]);
    await box.press("ArrowDown");
    await ana.keyboard.press("Enter");
    await expect.poll(() => inView(ana, "^Nota interna")).toBe(true);
    await expect
      .poll(() => ana.evaluate(() => document.activeElement?.hasAttribute("data-target")))
      .toBe(true);
  });

  it("shows people above, and says when nothing was said so", async () => {
    const box = ana.getByRole("searchbox");
    await box.fill("maria");
    await hit(ana, /^Maria Souza|^\+55/)
      .first()
      .waitFor();
    await ana.getByText("Nenhuma mensagem ou nota com essas palavras").waitFor();
    await box.fill('"vasos de"');
    await ana.getByText("Nenhuma conversa · Nenhuma mensagem ou nota").waitFor();
    await ana.getByText("Nenhuma mensagem ou nota com essas palavras").waitFor();
    await box.fill('"de vasos"');
    await hit(ana, /dois orçamentos de vasos/).waitFor();
    await ana.keyboard.press("ArrowDown");
    await ana.keyboard.press("Escape");
    await expect.poll(() => box.inputValue()).toBe("");
    await expect.poll(() => ana.url()).not.toContain("q=");
  });

  it("says when the messages cannot be searched, and tries again", async () => {
    await ana.route("**/api/messages/search**", (route) => route.fulfill({ status: 400, body: "" }));
    await ana.getByRole("searchbox").fill("vasos");
    await ana.getByText("Não foi possível buscar nas mensagens.").waitFor();
    expect(await findings(ana)).toEqual([]);
    await ana.unroute("**/api/messages/search**");
    await ana.getByRole("button", { name: "Tentar de novo" }).click();
    await hit(ana, /dois orçamentos/).waitFor();
  });
});
