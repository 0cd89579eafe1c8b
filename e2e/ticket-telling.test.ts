import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { customerInComercial, type Customer } from "./customers.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

const HOUR = 3_600_000;
let desk: RunningDesk;
let browser: Browser;
let helena: Page;
let ana: Page;
let lia: Customer;

/** Ana makes ticket #1 of what Lia wrote. */
beforeAll(async () => {
  desk = await startDesk();
  desk.sim.setKnobs({ sentDelayMs: [10, 30], deliveredDelayMs: [30, 80] });
  browser = await startBrowser();
  lia = await customerInComercial(
    desk,
    { id: "lia", name: "Lia Prado", waId: "5511987654321" },
    "a geladeira parou",
  );
  helena = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(helena, desk, "Helena", "/settings/tickets");
  ana = await openWindow(browser);
  await enter(ana, desk, "Ana");
  await ana.getByRole("row").filter({ hasText: "Lia Prado" }).press("Enter");
  const message = ana.getByRole("article", { name: /a geladeira parou/ });
  await ana.locator("[data-entry]").filter({ has: message }).focus();
  await ana.keyboard.press("Space");
  await ana.getByRole("toolbar", { name: "Mensagens selecionadas" }).waitFor();
  await ana.keyboard.press("Shift+T");
  await ana.getByRole("dialog").getByLabel("Título").fill("Troca da geladeira");
  await ana.keyboard.press("Enter");
  await ana.getByText("Chamado #1 criado.").waitFor();
  await ana.goto(`${desk.url}/tickets/1`);
  await ana.getByRole("heading", { level: 1, name: "Chamado #1 Troca da geladeira" }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const activity = (page = ana, name = "Atividade") => page.getByRole("region", { name });
/** Lia answers the last message on her phone by quoting it. */
function quotes(text: string): void {
  const last = desk.sim.messages("lia").findLast(({ direction }) => direction === "out");
  desk.sim.sendAsUser("lia", { type: "text", text, quote: last?.id ?? "" });
}
const status = (name: string) =>
  ana
    .getByRole("complementary", { name: "Dados do chamado" })
    .getByLabel("Status", { exact: true })
    .selectOption({ label: name });

it("an administrator switches notices on by keyboard; what cannot be said is refused at its field", async () => {
  await tabTo(helena, "Customer notices");
  await helena.keyboard.press("Enter");
  await helena.getByRole("switch", { name: "Resume the ticket that waited for the customer" }).waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByRole("switch", { name: "Resolvido" }).press("Space");
  await helena.keyboard.press("Control+s");
  await expect.poll(() => focused(helena)).toMatch(/^Text/u);
  expect(await findings(helena)).toEqual([]);
  await helena.keyboard.type("Seu chamado ");
  await helena.getByRole("button", { name: "Insert variable" }).press("Enter");
  await helena.getByRole("menuitem", { name: /^Ticket number/u }).press("Enter");
  const text = helena.getByRole("textbox", { name: "Text (Notice of Resolvido)" });
  await expect.poll(() => text.inputValue()).toBe("Seu chamado {{chamado}}");
  await text.press("End");
  await helena.keyboard.type(" está {{chamado.status}}, com {{chamado.atendente}}.");
  await helena.keyboard.press("Control+s");
  await helena.getByText("Not every ticket has somebody responsible", { exact: false }).first().waitFor();
  await text.fill("Seu chamado {{chamado}} ({{chamado.titulo}}): {{chamado.status}}.");
  await helena.getByText("Seu chamado #87", { exact: false }).waitFor();
  await helena.keyboard.press("Control+s");
  await helena.getByText("Saved.", { exact: true }).waitFor();
});

it("a public comment says where it goes, goes there as text, and shows that it was read", async () => {
  await ana.getByRole("radio", { name: "Público" }).press("Space");
  const way = ana.getByRole("radiogroup", { name: "Para onde vai" });
  const there = way.getByRole("radio", { name: /^Conversa nº \d+ com \+55 \(11\) 98765-4321, por/u });
  await expect.poll(() => there.isChecked()).toBe(true);
  await ana.getByText(/Vai pelo WhatsApp como texto.*Janela de 24 h aberta até/u).waitFor();
  expect(await findings(ana)).toEqual([]);
  await way.getByRole("radio", { name: "Só guardar no chamado" }).check();
  await ana.getByRole("button", { name: "Comentar", exact: true }).waitFor();
  await there.check();
  await tabTo(ana, "Comentário público");
  await ana.keyboard.type("O técnico vai *amanhã*, pode ser?");
  await ana.keyboard.press("Control+Enter");
  await expect.poll(() => lia.received().at(-1) ?? "").toContain("O técnico vai *amanhã*, pode ser?");
  const sent = activity().getByRole("listitem").filter({ hasText: "Comentário público de Ana" });
  await sent.getByText("Enviado ao cliente", { exact: true }).waitFor();
  await sent.getByRole("img", { name: "Entregue" }).waitFor();
  desk.sim.openChat("lia");
  await sent.getByRole("img", { name: "Lida" }).waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("the customer's answer comes back to the ticket that waits, live in both languages", async () => {
  await helena.goto(`${desk.url}/tickets/1`);
  await helena.getByRole("heading", { level: 1, name: /Ticket #1/u }).waitFor();
  await status("Aguardando cliente");
  await activity()
    .getByText(/mudou o status de Aberto para Aguardando cliente/u)
    .waitFor();
  lia.say("pode, às 9h");
  await activity().getByText("O cliente respondeu: só este chamado esperava por ele na conversa").waitFor();
  await activity()
    .getByText("O cliente respondeu: o status mudou de Aguardando cliente para Em atendimento")
    .waitFor();
  await activity().getByText("pode, às 9h").waitFor();
  await helena.getByText("The customer answered: only this ticket waited for them").waitFor();
  expect(await findings(helena)).toEqual([]);
  quotes("melhor às 10h");
  await activity().getByText("O cliente respondeu, citando uma mensagem deste chamado").waitFor();
  await activity().getByText("melhor às 10h").waitFor();
  expect(await findings(ana)).toEqual([]);
});

it("once the window is closed a template goes, whose words are the comment; or it is kept in the ticket", async () => {
  desk.sim.advance(26 * HOUR);
  await ana.reload();
  await ana.getByRole("radio", { name: "Público" }).press("Space");
  const way = ana.getByRole("radiogroup", { name: "Para onde vai" });
  await expect.poll(() => way.getByRole("radio", { name: "Só guardar no chamado" }).isChecked()).toBe(true);
  await ana.getByText("A janela de 24 h está fechada: só pode ir um template aprovado.").waitFor();
  await way.getByRole("radio", { name: /^Conversa nº/u }).check();
  const send = ana.getByRole("button", { name: "Enviar ao cliente" });
  await ana.getByRole("textbox", { name: "Buscar template" }).fill("promo_volta");
  await ana.getByRole("textbox", { name: "Buscar template" }).press("Enter");
  await ana.getByRole("region", { name: "Prévia da mensagem" }).getByText("sentimos sua falta").waitFor();
  expect(await findings(ana)).toEqual([]);
  await tabTo(ana, "Enviar ao cliente");
  await expect.poll(() => send.isEnabled()).toBe(true);
  await ana.keyboard.press("Enter");
  await activity().getByText("Enviado ao cliente pelo template promo_volta").waitFor();
  await expect.poll(() => lia.received().at(-1) ?? "").toContain("Lia, sentimos sua falta");
  await status("Resolvido");
  await activity()
    .getByText(
      "Sem aviso de Resolvido ao cliente: a janela de 24 h estava fechada e o aviso não tem template",
    )
    .waitFor();
});

it("a change of status is told the customer once the window is open again", async () => {
  quotes("voltou a parar");
  // it is resolved: what quotes one of its messages is still its own
  await activity().getByText("voltou a parar").waitFor();
  await status("Em atendimento");
  await activity()
    .getByText(/mudou o status de Resolvido para Em atendimento/u)
    .waitFor();
  await status("Resolvido");
  await expect
    .poll(() => lia.received().at(-1) ?? "")
    .toContain("Seu chamado #1 (Troca da geladeira): Resolvido.");
  const told = activity().getByRole("listitem").filter({ hasText: "Aviso automático ao cliente: Resolvido" });
  // her phone shows the chat
  await told.getByRole("img", { name: "Lida" }).waitFor();
  desk.sim.addGraphFault({ kind: 131026, count: 1 });
  await ana.getByRole("radio", { name: "Público" }).press("Space");
  await ana.getByRole("textbox", { name: "Comentário público" }).fill("Podemos encerrar?");
  await ana.getByRole("button", { name: "Enviar ao cliente" }).click();
  const lost = activity().getByRole("listitem").filter({ hasText: "Podemos encerrar?" });
  await lost.getByText("Não chegou ao cliente", { exact: true }).waitFor();
  await lost.getByText("O número não tem WhatsApp", { exact: false }).waitFor();
  expect(await findings(ana)).toEqual([]);
  await told.getByRole("link", { name: "Ver na conversa" }).click();
  await ana.getByRole("article", { name: /Seu chamado #1/u }).waitFor();
});
