import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { smtpHost, type SmtpHost } from "../server/test/smtp-world.ts";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { focused, tabTo } from "./keyboard.ts";

let desk: RunningDesk;
let mails: SmtpHost;
let browser: Browser;
let helena: Page;

beforeAll(async () => {
  desk = await startDesk();
  mails = await smtpHost();
  browser = await startBrowser();
  helena = await openWindow(browser);
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
  await mails.close();
});

const told = (page: Page, text: string) => page.getByText(text, { exact: true });
type Customer = { id: string; name: string; waId: string };
const dona: Customer = { id: "dona", name: "Dona Rosa", waId: "5511987650001" };
const outra: Customer = { id: "outra", name: "Outra Pessoa", waId: "5511987650002" };
/** All that this phone has been sent, in one text. */
const received = ({ id }: Customer): string =>
  JSON.stringify(desk.sim.messages(id).filter(({ direction }) => direction === "out"));
async function says({ id }: Customer, text: string, answer: string): Promise<void> {
  desk.sim.sendAsUser(id, { type: "text", text });
  await expect.poll(() => received({ id } as Customer)).toContain(answer);
}

it("Abertura de chamados: switched on by keyboard; what is wrong is said; without mail it says what follows", async () => {
  await enter(helena, desk, "Helena", "/settings/tickets");
  await tabTo(helena, "Abertura de chamados");
  await helena.keyboard.press("Enter");
  const enabled = helena.getByRole("switch", { name: "Abrir um chamado quando uma conversa começa" });
  await enabled.waitFor();
  expect(await findings(helena)).toEqual([]);
  await enabled.press("Space");
  const title = helena.getByLabel("Título", { exact: true });
  await title.fill("{{contato.nome}}");
  await helena.getByLabel("Equipe", { exact: true }).selectOption("Suporte");
  await helena.getByLabel("Prioridade").selectOption("Alta");
  await helena.getByRole("radio", { name: "Pedir, sem exigir" }).check();
  await helena.getByText("Não há servidor de e-mail", { exact: false }).waitFor();
  await helena.keyboard.press("Control+s");
  await expect.poll(() => focused(helena)).toMatch(/^Título/);
  await helena.getByText("Nem todo cliente tem nome", { exact: false }).first().waitFor();
  expect(await findings(helena)).toEqual([]);
  await title.fill("Conversa com ");
  await helena.getByRole("button", { name: "Inserir variável" }).first().click();
  await helena
    .getByRole("menuitem", { name: /Nome do contato|Nome do cliente/ })
    .first()
    .click();
  await expect.poll(() => title.inputValue()).toBe("Conversa com {{contato.nome|cliente}}");
  await helena.keyboard.press("Control+s");
  await told(helena, "Salvo.").waitFor();
});

it("the customer is told the number, asked for the e-mail with a button, and the ticket tells who opened it", async () => {
  desk.sim.addUser(dona);
  await says(dona, "a geladeira parou", "Não quero informar");
  expect(received(dona)).toContain("O número do seu chamado é #1.");
  await says(dona, "rosa@example.com", "Comercial");
  await helena.goto(`${desk.url}/tickets/1`);
  await helena.getByRole("heading", { name: /Conversa com cliente/ }).waitFor();
  await helena
    .getByText("O Balcão abriu o chamado com a conversa, pela configuração Abertura de chamados")
    .waitFor();
  await helena.getByText("a geladeira parou").first().waitFor();
  const data = helena.getByRole("complementary", { name: "Dados do chamado" });
  await data.getByText("rosa@example.com").waitFor();
  await data.getByText("Informado pelo cliente, sem confirmação.").waitFor();
  expect(await findings(helena)).toEqual([]);
});

it("E-mail: the server is saved and tried; a wrong one says why", async () => {
  await helena.goto(`${desk.url}/settings/general/mail`);
  const enabled = helena.getByRole("switch", { name: "Enviar e-mails" });
  await enabled.waitFor();
  expect(await findings(helena)).toEqual([]);
  await enabled.press("Space");
  await helena.keyboard.press("Control+s");
  await expect.poll(() => focused(helena)).toMatch(/^Servidor SMTP/);
  await helena.keyboard.type("127.0.0.1");
  await helena.getByLabel("Segurança").selectOption("Sem criptografia");
  await expect.poll(() => helena.getByLabel("Porta").inputValue()).toBe("25");
  await helena.getByLabel("Porta").fill(String(mails.port));
  await helena.getByLabel("Usuário").fill("girassol");
  await helena.getByLabel("E-mail do remetente").fill("sac@girassol.example");
  await helena.keyboard.press("Control+s");
  await helena.getByText("Sem criptografia a senha iria aberta", { exact: false }).first().waitFor();
  expect(await findings(helena)).toEqual([]);
  await helena.getByLabel("Usuário").fill("");
  await helena.keyboard.press("Control+s");
  await told(helena, "Salvo.").waitFor();
  mails.answers.push("554 Remetente recusado");
  const test = helena.getByRole("button", { name: "Enviar e-mail de teste" });
  await test.click();
  await helena.getByText("554 Remetente recusado", { exact: false }).waitFor();
  await test.press("Enter");
  await helena.getByText("O servidor aceitou o e-mail para", { exact: false }).waitFor();
  expect(mails.arrived).toHaveLength(1);
  expect(await findings(helena)).toEqual([]);
});

it("an address that is another contact's is confirmed by the code that was mailed to it; a colleague reads it in English", async () => {
  desk.sim.addUser(outra);
  await says(outra, "oi", "Não quero informar");
  await says(outra, "rosa@example.com", "Enviamos um código");
  const rita = await openWindow(browser, { locale: "en-US", colorScheme: "dark" });
  await enter(rita, desk, "Rita", "/tickets/2");
  const data = rita.getByRole("complementary", { name: "Ticket data" });
  await data.getByText("It is another contact's and was not confirmed", { exact: false }).waitFor();
  await expect.poll(() => mails.arrived.length).toBe(2);
  const code = /^\d{6}$/m.exec(mails.arrived[1]?.text ?? "")?.[0] ?? "";
  await says(outra, code, "Comercial");
  await data.getByText("Confirmed by code.").waitFor();
  await rita.getByText("The customer confirmed the e-mail address by its code").waitFor();
  expect(await findings(rita)).toEqual([]);
  await rita.getByRole("link", { name: "Open conversation" }).first().click();
  await rita.getByText("E-mail address confirmed by code").waitFor();
});
