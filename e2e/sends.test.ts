import { changeTemplate, DEFAULT_NUMBER } from "@balcao/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

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
  await ana.locator("[data-composer]").waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

async function write(text: string): Promise<void> {
  await ana.locator("[data-composer]").fill(text);
  await ana.locator("[data-composer]").press("Enter");
}

it("a missed call stands in the conversation", async () => {
  const call = {
    id: "wacid.1",
    from: "5511987654321",
    to: "5511900000001",
    timestamp: String(Math.floor(desk.sim.now() / 1000)),
    direction: "USER_INITIATED",
    event: "terminate",
    status: "FAILED",
  };
  desk.sim.inject(DEFAULT_NUMBER.phoneNumberId, "calls", {
    messaging_product: "whatsapp",
    metadata: { phone_number_id: DEFAULT_NUMBER.phoneNumberId },
    calls: [call],
  });
  await ana.getByRole("log").getByText("Ligação perdida pelo WhatsApp").waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("an error that only time mends says from when on, and offers no try before", async () => {
  desk.sim.addGraphFault({ kind: 131_049, as: "status", count: 1 });
  await write("Temos novidades!");
  const failed = ana.getByText(/A Meta limitou as mensagens de marketing para este cliente\./);
  await failed.waitFor();
  await ana.getByText(/Pode tentar de novo a partir de \d\d\/\d\d,? \d\d:\d\d\./).waitFor();
  expect(await ana.getByRole("button", { name: "Tentar de novo" }).count()).toBe(0);
  expect(await findings(ana)).toEqual([]);
});

it("an error that passes goes again by itself, and nobody is told", async () => {
  desk.sim.addGraphFault({ kind: 131_000, as: "status", count: 1 });
  await write("Já vejo isso");
  await ana.getByRole("article", { name: /Já vejo isso, (Entregue|Lida)$/ }).waitFor();
  expect(await ana.getByText(/Problema temporário no WhatsApp/).count()).toBe(0);
});

it("who writes SAIR is shown so, and gets no marketing template; VOLTAR ends that", async () => {
  const [template] = [...desk.sim.world.templates.values()].flat();
  if (!template) throw new Error("the simulator has no template");
  changeTemplate(desk.sim, String(template.id), { category: "MARKETING" });
  desk.sim.sendAsUser("lia", { type: "text", text: "SAIR" });
  await ana.getByText("O cliente não quer mais receber marketing").first().waitFor();
  await ana
    .getByText(/Pronto: você não vai mais receber nossas ofertas/)
    .first()
    .waitFor();
  await ana.keyboard.press("Escape");
  await ana.keyboard.press("i");
  const panel = ana.getByRole("region", { name: "Dados do contato" });
  await panel.getByText("Não quer receber").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await ana.keyboard.press("m");
  await ana
    .getByText("Este cliente não quer receber marketing: os templates de marketing não aparecem.")
    .waitFor();
  expect(await ana.getByRole("option", { name: new RegExp(template.name) }).count()).toBe(0);
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Escape");
  desk.sim.sendAsUser("lia", { type: "text", text: "VOLTAR" });
  await ana.getByText("O cliente voltou a aceitar marketing").first().waitFor();
});
