import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, FAKE_MICROPHONE, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";
import { clickTool } from "./pointer.ts";

let desk: RunningDesk;
let browser: Browser;
let ana: Page;

beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser({ flags: FAKE_MICROPHONE });
  await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "pode me explicar por voz?",
  );
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await field().waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const field = () => ana.locator("[data-composer]");
/** from the empty field to the newest message, as a keyboard goes */
async function toLastMessage(): Promise<void> {
  await field().fill("");
  await field().press("ArrowUp");
  await ana.waitForFunction(() => document.activeElement?.hasAttribute("data-entry"));
}
const button = (name: string | RegExp) => ana.getByRole("button", { name, exact: true });
/** Waits until that much is recorded: a page that stands still for a moment may never show that very second. */
const recorded = (seconds: number) =>
  expect
    .poll(async () => {
      const [minutes = 0, rest = 0] = (await ana.getByRole("timer").innerText()).split(":").map(Number);
      return minutes * 60 + rest;
    })
    .toBeGreaterThanOrEqual(seconds);
/** what the customer's phone got of us, newest last */
const onPhone = () => desk.sim.messages("lia").filter(({ direction }) => direction === "out");

it("a voice message is recorded, listened to, sent as Ogg Opus and played on the phone", async () => {
  await field().fill("um rascunho que espera");
  // asked once, of who writes for the first time
  await ana
    .getByRole("group", { name: "Tecla que envia" })
    .getByRole("button", { name: "Enter", exact: true })
    .click();
  await expect.poll(() => ana.getByRole("group", { name: "Tecla que envia" }).count()).toBe(0);
  await button("Gravar mensagem de voz").click();
  await ana.getByText("Gravando").waitFor();
  await recorded(1);
  await button("Pausar e ouvir").press("Enter");
  await ana.getByRole("group", { name: "Mensagem de voz" }).getByRole("slider").waitFor();
  expect(await findings(ana)).toEqual([]);
  await button("Continuar gravando").press("Enter");
  await recorded(2);
  await button("Enviar mensagem de voz").press("Enter");
  const bubble = ana.getByRole("article", { name: /Mensagem de voz, (Lida|Ouvida)$/ });
  await bubble.waitFor();
  const [message] = onPhone().slice(-1);
  expect(message).toMatchObject({ type: "audio", content: { voice: true } });
  // beeps and the silence between them: bars of different heights
  const heights = await bubble
    .locator("rect")
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("height")));
  expect(new Set(heights).size).toBeGreaterThan(5);
  await expect.poll(() => field().inputValue()).toBe("um rascunho que espera");
});

it("voice messages are heard by keyboard, slower or faster", async () => {
  desk.sim.sendAsUser("lia", { type: "audio" });
  const received = ana.locator("[data-side=in]").filter({ has: ana.getByRole("slider") });
  await received.waitFor();
  await toLastMessage();
  await tabTo(ana, "Ouvir");
  await ana.keyboard.press("Enter");
  await received.getByRole("button", { name: "Pausar" }).waitFor();
  await tabTo(ana, "Posição na mensagem de voz");
  await ana.keyboard.press("End");
  await expect
    .poll(() => received.getByRole("slider").getAttribute("aria-valuetext"))
    .toMatch(/^(\d:\d\d) de \1$/u);
  await tabTo(ana, "Velocidade: 1×");
  await ana.keyboard.press("Enter");
  await received.getByRole("button", { name: "Velocidade: 1,5×" }).waitFor();
});

it("a recording thrown away can be had back, and a microphone that is refused is said in words", async () => {
  await button("Gravar mensagem de voz").press("Enter");
  await recorded(1);
  await ana.keyboard.press("Escape");
  await button("Desfazer").click();
  await ana.getByRole("list", { name: "Arquivos a enviar" }).getByText("Mensagem de voz").waitFor();
  await ana.getByRole("button", { name: /^Tirar voz-/ }).click();
  await ana.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await button("Gravar mensagem de voz").click();
  await ana.getByRole("alert").filter({ hasText: "O microfone está bloqueado" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await button("Fechar").click();
  await field().waitFor();
});

it("a reaction is on the phone, is replaced and taken away, by keyboard alone", async () => {
  const said = ana.getByRole("article", { name: /pode me explicar por voz/ });
  const onIt = () =>
    desk.sim.messages("lia").find(({ content }) => JSON.stringify(content).includes("por voz"));
  await clickTool(
    said,
    said.getByRole("button", { name: "Reagir" }),
    ana.getByRole("button", { name: "Reagir com 👍" }),
  );
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("ArrowRight");
  await ana.keyboard.press("Enter");
  await said.getByRole("img", { name: "Reação da empresa: ❤️", exact: true }).waitFor();
  await expect.poll(() => onIt()?.reactions.business).toBe("❤️");
  await ana.waitForFunction(() => document.activeElement?.hasAttribute("data-entry"));
  // all the others are found by their names
  await ana.keyboard.press("+");
  await button("Mais emojis").press("Enter");
  await ana.getByPlaceholder("Buscar emoji").fill("girassol");
  await ana
    .getByRole("gridcell", { name: /girassol/i })
    .first()
    .waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await expect.poll(() => onIt()?.reactions.business).toBe("🌻");
  await ana.waitForFunction(() => document.activeElement?.hasAttribute("data-entry"));
  await ana.keyboard.press("+");
  await button("Tirar a reação 🌻").press("Enter");
  await expect.poll(() => onIt()?.reactions.business).toBe(null);
  await expect.poll(() => said.getByRole("img", { name: /Reação da empresa/ }).count()).toBe(0);
});

it("a quick reply is made in settings, called up by /, filled in, and asked about while it has a blank", async () => {
  // while there is none, the sign says so and leads to where they are made
  await field().fill("");
  await field().pressSequentially("/");
  await ana.getByText("Nenhuma resposta rápida ainda.").waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.getByRole("link", { name: "Criar em Configurações" }).click();
  await button("Nova resposta rápida").click();
  await ana.getByLabel("Atalho").fill("Preço");
  await ana.getByLabel("Título").fill("Preço do vaso");
  await ana.getByRole("textbox", { name: "Texto", exact: true }).fill("{{saudacao}}, fica em {{valor}}.");
  const [chooser] = await Promise.all([ana.waitForEvent("filechooser"), button("Escolher arquivo").click()]);
  await chooser.setFiles({ name: "tabela.csv", mimeType: "text/csv", buffer: Buffer.from("vaso;30\n") });
  expect(await findings(ana)).toEqual([]);
  await button("Salvar").click();
  await ana.getByRole("link", { name: "/preço" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.goto(`${desk.url}/conversations?tab=mine`);
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).click();
  await field().fill("");
  await field().pressSequentially("Oi /preco");
  await ana.getByRole("option", { name: /preço/ }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await expect
    .poll(() => field().inputValue())
    .toMatch(/^Oi bo(m dia|a tarde|a noite), fica em \{\{valor\}\}\.$/u);
  await ana.getByRole("list", { name: "Arquivos a enviar" }).getByText("tabela.csv").waitFor();
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog", { name: "Falta preencher" }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await ana.keyboard.press("Enter");
  await ana.getByRole("dialog", { name: "Falta preencher" }).waitFor({ state: "detached" });
  // the blank is marked, so that what is typed takes its place
  const marked = (box: Element): string =>
    document.activeElement === box && box instanceof HTMLTextAreaElement
      ? box.value.slice(box.selectionStart, box.selectionEnd)
      : "";
  await expect.poll(() => field().evaluate(marked)).toBe("{{valor}}");
  await ana.keyboard.type("R$ 30 :girass");
  await ana.getByRole("option", { name: /Girassol/ }).waitFor();
  await ana.keyboard.press("Enter");
  await ana.keyboard.press("Enter");
  await expect
    .poll(() =>
      onPhone()
        .map(({ content }) => JSON.stringify(content))
        .at(-1),
    )
    .toMatch(/fica em R\$ 30 🌻/u);
});
