import { changeTemplate } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { fieldIn, tabTo } from "./keyboard.ts";

const HOUR = 3_600_000;
let desk: RunningDesk;
let browser: Browser;
let ana: Page;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  await customerInComercial(desk, { id: "lia", name: "Lia Prado", waId: "5511987654321" }, "e o meu pedido?");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await ana.locator("[data-composer]").fill("Já verifico, Lia");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

it("the window closes while a text is on its way: the field gives way to the template, and the text is a draft again", async () => {
  await ana.route("**/api/conversations/*/messages", async (route) => {
    desk.sim.advance(26 * HOUR);
    await route.continue();
  });
  await ana.locator("[data-composer]").press("Enter");
  await ana.getByText(/A janela de 24 h fechou há .+ Só é possível enviar um template\./).waitFor();
  await expect.poll(() => ana.locator("[data-composer]").count()).toBe(0);
  await ana.getByText("Seu rascunho está guardado: Já verifico, Lia").waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("a template goes by keyboard alone, and the phone shows what the preview showed", async () => {
  await ana.keyboard.press("m");
  const dialog = ana.getByRole("dialog", { name: "Enviar Template de Mensagens após 24hs" });
  await dialog.getByRole("textbox", { name: "Buscar template" }).waitFor();
  const send = dialog.getByRole("button", { name: "Enviar", exact: true });
  await expect.poll(() => send.isDisabled()).toBe(true);
  await ana.keyboard.type("pedido");
  await ana.keyboard.press("Enter");
  await tabTo(ana, "Campo 1 do título");
  await ana.keyboard.type("A-77");
  await tabTo(ana, "Campo 2 da mensagem");
  await expect.poll(() => send.isDisabled()).toBe(true);
  await ana.keyboard.type("A-77");
  await tabTo(ana, "Final do botão “Rastrear”");
  await ana.keyboard.type("A77");
  // the first name was there without asking
  await dialog
    .getByRole("region", { name: "Prévia da mensagem" })
    .getByText("Oi, Lia. O pedido A-77 saiu")
    .waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  const phone = ana.frameLocator("iframe");
  await phone.getByText("Oi, Lia. O pedido A-77 saiu para entrega hoje.").waitFor();
  await ana
    .getByRole("article", { name: /Oi, Lia\. O pedido A-77 saiu para entrega hoje\., Lida$/ })
    .waitFor();
});

it("the customer taps a template's button: it is a reply, and the field is back with its draft", async () => {
  await ana.getByRole("button", { name: "Enviar Template de Mensagens após 24hs" }).click();
  await ana.getByRole("textbox", { name: "Buscar template" }).fill("retomar");
  await ana.keyboard.press("Enter");
  await ana.keyboard.press("Enter");
  await ana.frameLocator("iframe").getByRole("button", { name: "Sim, continuar" }).click();
  await ana.getByRole("article", { name: /Sim, continuar$/ }).waitFor();
  await ana.locator("[data-composer]").waitFor();
  await expect.poll(() => ana.locator("[data-composer]").inputValue()).toBe("Já verifico, Lia");
});

it("a conversation begins with a template; a second beginning opens the one that is there", async () => {
  desk.sim.addUser({ id: "bia", name: "Bia Melo", waId: "553188887766" });
  const bruno = await openWindow(browser, { locale: "en-US" });
  await enter(bruno, desk, "Bruno");
  const begin = async (): Promise<void> => {
    await bruno.keyboard.press("Shift+N");
    await fieldIn(bruno.getByRole("textbox", { name: "Phone" }));
    await bruno.keyboard.type("31 98888-7766");
    await bruno.getByText("Will be sent to +55 (31) 98888-7766").waitFor();
    await tabTo(bruno, "Search templates");
    await bruno.keyboard.type("hello");
    await bruno.keyboard.press("Enter");
    await bruno.getByRole("region", { name: "Preview of the message" }).getByText("Hello World").waitFor();
  };
  await begin();
  expect(await findings(bruno)).toEqual([]);
  await bruno.keyboard.press("Enter");
  await bruno.getByRole("article", { name: /Welcome and congratulations.*, (Delivered|Sent)$/ }).waitFor();
  await bruno.getByText("The 24-hour window has not been opened yet. Only a template can be sent.").waitFor();
  expect(desk.sim.messages("bia").map(({ type }) => type)).toEqual(["template"]);
  await begin();
  await bruno.keyboard.press("Enter");
  await bruno.getByText("This customer has an open conversation already").waitFor();
  expect(desk.sim.messages("bia")).toHaveLength(1);
  desk.sim.sendAsUser("bia", { type: "text", text: "Oi, quem é?" });
  await bruno.locator("[data-composer]").waitFor();
  await bruno.context().close();
});

it("what Meta says of a template is on its page at once, and the picker follows", async () => {
  const helena = await openWindow(browser);
  await enter(helena, desk, "Helena", "/settings/templates");
  const row = helena.getByRole("row").filter({ hasText: "promo_volta" });
  await row.getByText("Aprovado").waitFor();
  expect(await findings(helena)).toEqual([]);
  changeTemplate(desk.sim, "promo_volta", { status: "PAUSED", reason: "FIRST_PAUSE", quality: "RED" });
  await row.getByText("Pausado").waitFor();
  await row.getByText("primeira pausa por baixa qualidade, por 3 horas").waitFor();
  await row.getByText("Baixa", { exact: true }).waitFor();
  await ana.locator("[data-composer]").press("Escape");
  await ana.keyboard.press("m");
  await ana.getByRole("radio", { name: /retomar_atendimento/ }).waitFor();
  await expect.poll(() => ana.getByRole("radio", { name: /promo_volta/ }).count()).toBe(0);
  await helena.context().close();
});
