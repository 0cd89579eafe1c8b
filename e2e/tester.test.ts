import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";

let desk: RunningDesk;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
  page = await openWindow(browser);
  await enter(page, desk, "Helena");
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const OLD = "Um analista já vai atender você.";
const NEW = "Uma pessoa do Comercial já vai falar com você.";

/** A customer's real phone: what the bot answers to these words, said one after the other. */
async function answers(
  person: { id: string; name: string; waId: string },
  words: string[],
): Promise<string[]> {
  const { sim } = desk;
  sim.addUser(person);
  const received = () => sim.messages(person.id).filter(({ direction }) => direction === "out");
  for (const [index, text] of words.entries()) {
    sim.sendAsUser(person.id, { type: "text", text });
    await expect
      .poll(() => received().length, { message: `${person.name} waits for the bot after "${text}"` })
      .toBeGreaterThan(index);
  }
  return received().map(({ content }) => JSON.stringify(content));
}

const phone = () => page.getByRole("region", { name: "Telefone do cliente" });
const clock = () => page.getByRole("region", { name: "Relógio do teste" });
const scripts = () => page.getByRole("region", { name: "Roteiros guardados" });
const says = async (text: string): Promise<void> => {
  await phone().getByRole("textbox", { name: "Mensagem" }).fill(text);
  await page.keyboard.press("Enter");
};
const taps = (option: string): Promise<void> =>
  phone().getByRole("button", { name: option, exact: true }).last().click();

it("a newcomer renames an option, is shown the trap, repairs it, lives through three days, and the phone beside the inbox says it", async () => {
  const held = page.frameLocator("iframe");
  await held.getByRole("textbox").first().waitFor();
  await page.getByRole("link", { name: "Configurações", exact: true }).click();
  await page.getByRole("link", { name: "Gatilhos Conversas", exact: true }).click();
  await page.getByRole("link", { name: "Menu comercial", exact: true }).click();
  const words = page.getByRole("list", { name: /^Palavras-chave/u });
  await words.getByRole("button", { name: /^Editar Orçamento/u }).click();
  await page.getByRole("textbox", { name: "Palavras-chave separadas por vírgula" }).fill("Preços");
  await page.keyboard.press("Enter");
  const told = page.getByRole("region", { name: "O que o verificador diz" });
  await told.getByText("oferece “Preços”, e ninguém responde a isso em Comercial").waitFor();
  expect(await findings(page)).toEqual([]);
  // the case is played with what is in the form, which is not saved yet
  await told.getByRole("button", { name: "Ver no telefone de teste" }).first().click();
  const shown = page.getByRole("dialog", { name: "O caso no telefone de teste" });
  await shown.getByText("Não entendi").waitFor();
  await expect.poll(() => shown.getByText("Preços", { exact: true }).count()).toBe(2);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await shown.waitFor({ state: "detached" });
  await page.keyboard.press("Control+s");
  await page.getByText("“Menu comercial” salvo no rascunho").waitFor();
  await page.getByRole("link", { name: "Gatilhos Conversas", exact: true }).first().click();
  // one click, which can be taken back and done again
  const verdict = page.getByRole("region", { name: "Verificação do rascunho" });
  await verdict.getByText("Comercial: orçamento → Resposta esperada do cliente").waitFor();
  await verdict.getByRole("button", { name: "Reparar" }).click();
  await page.getByText("“Comercial: orçamento” reparado no rascunho.").waitFor();
  await verdict.getByText("Nenhuma armadilha").waitFor();
  await page.keyboard.press("Control+z");
  await verdict.getByText("1 erro").waitFor();
  await page.keyboard.press("Control+Shift+z");
  await verdict.getByText("Nenhuma armadilha").waitFor();

  await page.getByRole("link", { name: "Testar", exact: true }).click();
  await clock().getByRole("button", { name: "Próxima segunda-feira, 09:00" }).click();
  await clock()
    .getByText(/^segunda-feira/u)
    .waitFor();
  await says("bom dia");
  await phone().getByText("Olá, bom dia!").waitFor();
  await clock().getByRole("button", { name: "+24 h" }).click();
  await clock().getByRole("button", { name: "+24 h" }).click();
  await clock()
    .getByText(/^quarta-feira/u)
    .waitFor();
  await says("oi de novo");
  const log = phone().getByRole("log");
  await expect.poll(() => log.innerText()).toMatch(/segunda-feira[\s\S]+Ainda está aí\?[\s\S]+quarta-feira/u);
  await clock().getByText("Em Principal, com o bot.").waitFor();
  await taps("Comercial");
  await taps("Preços");
  await phone().getByText("Conte quais produtos").waitFor();

  await page.getByRole("link", { name: "Lista", exact: true }).click();
  await page.getByRole("button", { name: "Publicar" }).click();
  const publishing = page.getByRole("dialog");
  await publishing.getByText("“Atendimento”, “Preços”").waitFor();
  expect(await findings(page)).toEqual([]);
  await publishing.getByRole("button", { name: "Publicar agora" }).click();
  await page.getByText("Tudo que está nesta lista está publicado.").waitFor();
  await page
    .getByRole("link", { name: /^Conversas/u })
    .first()
    .click();
  // "Oi" stands there typed already
  const written = held.getByRole("textbox").first();
  // the phone is a page of its own, which hears no key until it is there
  await expect
    .poll(async () => {
      await written.press("Enter");
      return written.inputValue();
    })
    .toBe("");
  for (const option of ["Comercial", "Preços"])
    await held.getByRole("button", { name: option, exact: true }).last().click();
  await held.getByText("Conte quais produtos").waitFor();
});

it("a script is kept of what the bot says today, by keyboard, and explained", async () => {
  await answers({ id: "before", name: "Bia", waId: "5511922220001" }, ["oi", "Comercial", "Atendimento"]);
  await page.goto(`${desk.url}/settings/triggers/test`);
  await phone().getByRole("textbox", { name: "Mensagem" }).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
    .toBe("Mensagem");
  await says("oi");
  // from the field back to what the bot offers, as a person without a mouse goes
  await phone().getByRole("textbox", { name: "Mensagem" }).focus();
  const option = phone().getByRole("button", { name: "Comercial", exact: true });
  for (let step = 0; step < 12; step++) {
    if (await option.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");
  await phone().getByText("Você está no").waitFor();
  await taps("Atendimento");
  await phone().getByText(OLD).waitFor();
  const why = page.getByRole("region", { name: "Por quê?" });
  await why.getByText("“Comercial: atendimento” respondeu").waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole("button", { name: "Guardar como roteiro" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("→ Comercial").waitFor();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Nome do roteiro" }).fill("Chega ao Comercial");
  await page.keyboard.press("Enter");
  await scripts().getByText("Passa", { exact: true }).waitFor();
});

it("a changed word is heard by the same customer at once, and fails the script until it is expected", async () => {
  await phone().getByRole("link", { name: "Comercial: atendimento" }).click();
  // the phone has a field of that name too
  await page.getByRole("heading", { level: 1, name: "Comercial: atendimento" }).waitFor();
  await page.getByRole("textbox", { name: "Mensagem", exact: true }).fill(NEW);
  await page.keyboard.press("Control+s");
  await page.getByText("“Comercial: atendimento” salvo no rascunho").waitFor();
  await page.goBack();
  await phone().getByText(NEW).waitFor();
  const script = scripts().getByRole("listitem").filter({ hasText: "Chega ao Comercial" }).first();
  await script.getByText("Falha", { exact: true }).waitFor();
  await script.getByText(OLD).waitFor();
  expect(await findings(page)).toEqual([]);
  // publishing tells it before the server is asked, and wants it accepted
  await page.getByRole("link", { name: "Lista", exact: true }).click();
  await page.getByRole("button", { name: "Publicar", exact: true }).click();
  const dialog = page.getByRole("dialog");
  const failing = dialog.getByRole("region", { name: "Roteiros de teste que não passam" });
  await failing.getByText("Chega ao Comercial").waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Publicar agora" }).isDisabled()).toBe(true);
  expect(await findings(page)).toEqual([]);
  await failing.getByRole("link", { name: "Ver o que cada um esperava" }).click();
  await script.getByRole("button", { name: /^Esperar o que o rascunho responde/u }).click();
  await scripts().getByText("Passa", { exact: true }).waitFor();
});

it("the draft is compared with a real conversation", async () => {
  await page.getByRole("link", { name: "Histórico" }).click();
  await page.getByRole("button", { name: "Comparar" }).click();
  const changed = page.getByRole("list", { name: "Respostas que mudariam" });
  await changed.getByText("Cliente: “Atendimento”").first().click();
  await expect
    .poll(() => changed.getByRole("region", { name: "O que aconteceu" }).first().innerText())
    .toContain(OLD);
  await expect
    .poll(() => changed.getByRole("region", { name: "O que aconteceria" }).first().innerText())
    .toContain(NEW);
  expect(await findings(page)).toEqual([]);
});

it("the report counts what happened and leads from an unanswered text to a new trigger", async () => {
  await answers({ id: "lost", name: "Davi", waId: "5511922220003" }, ["oi", "quero um girassol azul"]);
  await page.getByRole("link", { name: "Relatórios" }).click();
  const version = page.getByRole("region", { name: "Versão 2" });
  await version.getByText("Entraram").waitFor();
  await expect.poll(() => version.innerText()).toMatch(/Entraram[\s\S]*\b3\b/u);
  expect(await findings(page)).toEqual([]);
  await page.getByRole("link", { name: "Criar gatilho para isto: “quero um girassol azul”" }).click();
  await page.getByRole("heading", { level: 1, name: "Novo Gatilho WhatsApp" }).waitFor();
  await page.getByText("quero um girassol azul").first().waitFor();
});
