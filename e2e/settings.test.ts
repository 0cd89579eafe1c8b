import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { pressInTurn, tabToElement as tabTo } from "./keyboard.ts";

const PASSWORD = "girassóis ao meio-dia";

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  desk = await startDesk();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

/** Nothing may be found by axe, and nothing may stretch the document: only the page inside the frame scrolls. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await findings(page), page.url()).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight),
  ).toBeLessThanOrEqual(0);
}

type Words = Record<
  | "newTeam"
  | "name"
  | "saved"
  | "segmented"
  | "welcome"
  | "reads"
  | "mine"
  | "invite"
  | "email"
  | "create"
  | "link"
  | "done"
  | "password"
  | "accept"
  | "open"
  | "description"
  | "merged"
  | "save"
  | "stay"
  | "agents"
  | "delete"
  | "moveTo"
  | "readOnly"
  | "text",
  RegExp
>;
const portuguese: Words = {
  newTeam: /^Nova Equipe/,
  name: /^Nome/,
  saved: /^Salvo\.$/,
  segmented: /Visualização de conversas segmentadas/,
  welcome: /Boas-vindas no primeiro contato/,
  text: /Texto \(Boas-vindas/,
  reads: /O cliente lê/,
  mine: /Minhas/,
  invite: /^Convidar$/,
  email: /^E-mail/,
  create: /Criar convite/,
  link: /Link do convite/,
  done: /Concluir/,
  password: /^Senha/,
  accept: /Aceitar o convite/,
  open: /Convites abertos/,
  description: /^Descrição/,
  merged: /Outra pessoa salvou/,
  save: /^Salvar$/,
  stay: /Continuar editando/,
  agents: /^Atendentes$/,
  delete: /Excluir equipe/,
  moveTo: /Mover para/,
  readOnly: /Peça a um administrador/,
};
const english: Words = {
  newTeam: /^New team/,
  name: /^Name/,
  saved: /^Saved\.$/,
  segmented: /Segmented conversation view/,
  welcome: /Welcome on first contact/,
  text: /Text \(Welcome/,
  reads: /The customer reads/,
  mine: /Mine/,
  invite: /^Invite$/,
  email: /^E-mail/,
  create: /Create invitation/,
  link: /Invitation link/,
  done: /Done/,
  password: /^Password/,
  accept: /Accept the invitation/,
  open: /Open invitations/,
  description: /^Description/,
  merged: /Somebody else saved/,
  save: /^Save$/,
  stay: /Keep editing/,
  agents: /^Agents$/,
  delete: /Delete team/,
  moveTo: /Move to/,
  readOnly: /Ask an administrator/,
};

describe.each([
  { locale: "pt-BR", words: portuguese },
  { locale: "en-US", words: english },
])("Configurações in $locale", ({ locale, words }) => {
  const team = `Pós-venda ${locale}`;
  let page: Page;
  beforeAll(async () => {
    page = await openWindow(browser, { locale });
    await enter(page, desk, "Helena");
  });
  afterAll(() => page.context().close());

  it("creates a team with a member by keyboard alone", async () => {
    await pressInTurn(page, "g", "s");
    await page.getByRole("table").waitFor();
    await expectAccessible(page);
    await tabTo(page, page.getByRole("button", { name: words.newTeam }));
    await page.keyboard.press("Enter");
    const kind = page.getByRole("menuitem", { name: /WhatsApp/ });
    await kind.waitFor();
    // a key that comes while the menu still opens is nobody's
    await expect
      .poll(async () => {
        await page.keyboard.press("ArrowDown");
        return kind.evaluate((element) => element === document.activeElement);
      })
      .toBe(true);
    await page.keyboard.press("Enter");
    const name = page.getByRole("textbox", { name: words.name });
    await name.waitFor();
    await page.keyboard.press("Control+s");
    await expect.poll(() => name.evaluate((element) => element === document.activeElement)).toBe(true);
    await expect.poll(() => name.getAttribute("aria-invalid")).toBe("true");
    await expectAccessible(page);
    await page.keyboard.type(team);
    await tabTo(page, page.getByRole("checkbox", { name: /Bruno Carvalho/ }));
    await page.keyboard.press("Space");
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: team }).waitFor();
    await expect.poll(() => page.getByRole("checkbox", { name: /Bruno Carvalho/ }).isChecked()).toBe(true);
    await expectAccessible(page);
  });

  it("merges what another administrator saves, and asks before typed text is left", async () => {
    const other = await openWindow(browser, { locale });
    await enter(other, desk, "Helena", new URL(page.url()).pathname);
    await page.getByRole("textbox", { name: words.description }).fill("Trocas e garantias");
    await other.getByRole("textbox", { name: words.name }).fill(`${team} 2`);
    await other.keyboard.press("Control+s");
    await page.getByRole("alert").filter({ hasText: words.merged }).waitFor();
    await page.getByRole("heading", { level: 1, name: `${team} 2` }).waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: words.agents }).first().click();
    await page.getByRole("button", { name: words.stay }).click();
    await page.keyboard.press("Control+s");
    await page.getByText(words.saved).waitFor();
    await other.reload();
    await expect
      .poll(() => other.getByRole("textbox", { name: words.description }).inputValue())
      .toBe("Trocas e garantias");
    await expect.poll(() => other.getByRole("textbox", { name: words.name }).inputValue()).toBe(`${team} 2`);
    await other.context().close();
  });

  it("changes a setting, and the desk obeys it", async () => {
    await page.goto(`${desk.url}/settings/general/whatsapp`);
    const segmented = page.getByRole("switch", { name: words.segmented });
    const welcome = page.getByRole("switch", { name: words.welcome });
    await segmented.waitFor();
    await expectAccessible(page);
    await segmented.press("Space");
    if (!(await welcome.isChecked())) await welcome.press("Space");
    await page.getByRole("textbox", { name: words.text }).fill("*Oi*, {{contato.primeiro_nome|tudo bem}}");
    await page.getByRole("group", { name: words.reads }).first().getByText("Oi, Maria").waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Control+s");
    await page.getByText(words.saved).last().waitFor();
    await page.goto(`${desk.url}/conversations`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: words.mine }).count()).toBe(0);
    await page.goto(`${desk.url}/settings/general/whatsapp`);
    await expect
      .poll(() => page.getByRole("textbox", { name: words.text }).inputValue())
      .toContain("tudo bem");
    await segmented.press("Space");
    await page.getByRole("button", { name: words.save }).click();
    await page.getByText(words.saved).last().waitFor();
    await page.goto(`${desk.url}/conversations`);
    await page.getByRole("link", { name: words.mine }).waitFor();
  });

  it("invites somebody, who comes in by the link", async () => {
    const email = `nina.${locale.toLowerCase()}@girassol.example`;
    await page.goto(`${desk.url}/settings/agents`);
    await page.getByRole("button", { name: words.invite }).click();
    await page.getByRole("textbox", { name: words.name }).fill("Nina Castro");
    await page.getByRole("textbox", { name: words.email }).fill(email);
    await page.getByRole("checkbox", { name: new RegExp(team) }).check();
    await expectAccessible(page);
    await page.getByRole("button", { name: words.create }).click();
    const link = await page.getByLabel(words.link).inputValue();
    await expectAccessible(page);
    await page.getByRole("button", { name: words.done }).click();
    await page.getByRole("heading", { name: words.open }).waitFor();
    await expectAccessible(page);

    const invited = await openWindow(browser, { locale });
    await invited.goto(link);
    const password = invited.getByLabel(words.password).first();
    await password.fill("123456789012");
    await expectAccessible(invited);
    await invited.getByRole("button", { name: words.accept }).click();
    await expect.poll(() => password.getAttribute("aria-invalid")).toBe("true");
    await password.fill(PASSWORD);
    await password.press("Enter");
    await invited.waitForURL(/conversations/);
    await expect.poll(() => page.getByRole("heading", { name: words.open }).count()).toBe(0);
    await page
      .getByRole("row", { name: new RegExp(email) })
      .getByText(new RegExp(team))
      .waitFor();
    await page.getByRole("link", { name: "Nina Castro" }).last().click();
    await page.getByRole("heading", { level: 1, name: "Nina Castro" }).waitFor();
    await expectAccessible(page);
    await invited.context().close();
  });

  it("deletes a team only with a successor", async () => {
    await page.goto(`${desk.url}/settings/teams`);
    await page.getByRole("link", { name: `${team} 2`, exact: true }).click();
    await page.getByRole("button", { name: words.delete }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: words.moveTo }).waitFor();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: words.delete }).click();
    await dialog.getByRole("combobox", { name: words.moveTo }).selectOption("Comercial");
    await dialog.getByRole("button", { name: words.delete }).click();
    await page.waitForURL(/settings\/teams$/);
    await expect.poll(() => page.getByRole("link", { name: `${team} 2`, exact: true }).count()).toBe(0);
  });

  it("shows a supervisor everything and lets him change nothing", async () => {
    const rita = await openWindow(browser, { locale });
    await enter(rita, desk, "Rita", "/settings/general/whatsapp");
    await rita.getByText(words.readOnly).waitFor();
    await expect.poll(() => rita.getByRole("switch", { name: words.segmented }).isDisabled()).toBe(true);
    await expectAccessible(rita);
    await rita.goto(`${desk.url}/settings/me`);
    await rita.getByRole("heading", { level: 1 }).waitFor();
    await expectAccessible(rita);
    await rita.context().close();
  });
});
