import { DEFAULT_NUMBER } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

const { phoneNumberId: NUMBER } = DEFAULT_NUMBER;
let desk: RunningDesk;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [desk, browser] = await Promise.all([startDesk({ withBot: false }), startBrowser()]);
  desk.sim.sendAsUser("lia", { type: "text", text: "O pedido não chegou" });
  // of a person's message only its kind can be read
  desk.sim.inject(NUMBER, "messages", {
    messaging_product: "whatsapp",
    metadata: { phone_number_id: NUMBER },
    messages: [{ type: "text", id: 7 }],
    verify_token: "blue-canoe-17",
  });
  desk.sim.inject(NUMBER, "account_alerts", { entity_type: "WABA" });
  await desk.sim.drain();
  page = await openWindow(browser);
  await enter(page, desk, "Helena", "/settings/channels/webhooks");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const rows = () =>
  page
    .getByRole("table", { name: "Webhooks" })
    .getByRole("row")
    .filter({ has: page.getByRole("button") });

describe("Configurações > Canais > Webhooks", () => {
  it("lists what came with what became of it, and finds it again", async () => {
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByText("3 nas últimas 24 horas").waitFor();
    await page.getByText("1 com problema").waitFor();
    await rows().filter({ hasText: "Tratado" }).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByLabel("Resultado").selectOption("problem");
    await expect.poll(() => rows().count()).toBe(1);
    await rows().filter({ hasText: "Em quarentena" }).waitFor();
    await page.getByLabel("Resultado").selectOption("");
    await page.getByLabel("Campo").selectOption("account_alerts");
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByLabel("Campo").selectOption("");
    await tabTo(page, "Buscar no conteúdo");
    await page.keyboard.type("não chegou");
    await expect.poll(() => rows().count()).toBe(1);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("ninguém disse isto");
    await page.getByText("Nenhum webhook assim").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await expect.poll(() => rows().count()).toBe(3);
  });

  it("shows what one says without its secrets, and has it handled again, by keyboard", async () => {
    const row = rows().filter({ hasText: "Em quarentena" });
    await row.getByRole("button").press("Enter");
    const dialog = page.getByRole("dialog", { name: "Webhook recebido" });
    await dialog.getByText("1 fato ficou em quarentena:").waitFor();
    const raw = await dialog.getByRole("textbox", { name: "Conteúdo recebido da Meta" }).inputValue();
    expect(raw).toContain('"type": "text"');
    expect(raw).not.toContain("blue-canoe-17");
    expect(await findings(page)).toEqual([]);
    await tabTo(page, "Tratar de novo");
    await page.keyboard.press("Enter");
    await dialog.getByText("Tratado de novo.").waitFor();
    await dialog.getByText("Tratado de novo em").waitFor();
    // its cause is not gone: it is set aside once more, and once only
    await dialog.getByText("1 fato ficou em quarentena:").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByText("1 com problema").waitFor();
  });

  it("keeps them for as many days as is said", async () => {
    await page.getByRole("button", { name: "Alterar prazo" }).press("Enter");
    const dialog = page.getByRole("dialog", { name: "Prazo dos webhooks" });
    await dialog.getByLabel("Dias guardados").fill("3");
    await dialog.getByText("Informe de 7 a 365 dias.").waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByLabel("Dias guardados").fill("90");
    await dialog.getByRole("button", { name: "Salvar" }).press("Enter");
    await page.getByText("Guardados por 90 dias").first().waitFor();
  });

  it("is for administrators alone", async () => {
    const ana = await openWindow(browser);
    await enter(ana, desk, "Ana", "/settings/channels/webhooks");
    expect(await ana.getByRole("table").count()).toBe(0);
    expect((await ana.request.get(`${desk.url}/api/webhooks`)).status()).toBe(403);
    await ana.close();
  });
});
