import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { codeOf } from "./totp.ts";
import { focused, tabTo, tabToElement } from "./keyboard.ts";

let desk: RunningDesk;
let browser: Browser;
beforeAll(async () => {
  // browsers make keys for names only
  desk = await startDesk({ withBot: false, host: "localhost" });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await desk.stop();
});

const press = async (page: Page, name: string | RegExp): Promise<void> => {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
};

const PASSWORD = "girassóis ao meio-dia";

/** Somebody with an e-mail and a password, as whom nobody is signed in yet. */
async function invited(name: string): Promise<string> {
  const page = await openWindow(browser);
  await enter(page, desk, "Helena");
  const email = `${name.toLowerCase()}@girassol.example`;
  const headers = { origin: desk.url };
  const made = await page.request.post(`${desk.url}/api/invitations`, {
    headers,
    data: { email, name, role: "agent", teamIds: [] },
  });
  const { link } = (await made.json()) as { link: string };
  const data = { token: link.split("/").at(-1), name, password: PASSWORD };
  await page.request.post(`${desk.url}/api/invitations/accept`, { headers, data });
  await page.context().close();
  return email;
}

/** E-mail and password, typed. */
async function signIn(page: Page, email: string, path = "/sign-in"): Promise<void> {
  await page.goto(`${desk.url}${path}`);
  await tabTo(page, "E-mail");
  await page.keyboard.type(email);
  await tabTo(page, "Senha");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
}

/** From the password to the codes that were kept; answers the key and the codes. */
async function setUp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await expect.poll(() => focused(page)).toBe("Sua senha");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("img", { name: "Código QR da chave" }).waitFor();
  expect(await findings(page)).toEqual([]);
  const secret = (await page.locator("code").first().innerText()).trim();
  await tabTo(page, "Código de verificação");
  await page.keyboard.type(codeOf(secret, -1));
  await page.keyboard.press("Enter");
  await page.getByText("Guarde-os agora").waitFor();
  expect(await findings(page)).toEqual([]);
  const codes = await page.locator("li code").allInnerTexts();
  expect(codes).toHaveLength(10);
  const download = page.waitForEvent("download");
  await press(page, "Baixar");
  expect((await download).suggestedFilename()).toBe("balcao-codigos-de-reserva.txt");
  await press(page, "Guardei os códigos");
  return { secret, codes };
}

describe("two-step sign-in", () => {
  it("is set up in the profile and asked for at the door, by keyboard", async () => {
    const email = await invited("Lia");
    const page = await openWindow(browser);
    await signIn(page, email);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForURL(/conversations/u);
    await page.goto(`${desk.url}/settings/me/security`);
    await press(page, "Ligar a verificação");
    const { secret, codes } = await setUp(page);
    await page.getByText("Sobraram 10 códigos de reserva.").waitFor();

    const door = await openWindow(browser);
    await signIn(door, email, "/sign-in?next=/tickets");
    await door.getByRole("heading", { name: "Confirme que é você" }).waitFor();
    expect(await findings(door)).toEqual([]);
    await door.keyboard.type("000000");
    await door.keyboard.press("Enter");
    await door.getByRole("alert").waitFor();
    await tabTo(door, "Código de verificação", "Shift+Tab");
    await door.keyboard.press("Control+a");
    await door.keyboard.type(codeOf(secret));
    await tabTo(door, "Confiar neste dispositivo por 30 dias");
    await door.keyboard.press("Space");
    expect(await door.getByRole("checkbox").isChecked()).toBe(true);
    await press(door, "Entrar");
    await door.waitForURL(`${desk.url}/tickets`);
    // a browser that is trusted asks for the password only
    await door.request.post(`${desk.url}/api/auth/sign-out`, { headers: { origin: desk.url }, data: {} });
    await signIn(door, email);
    await door.waitForURL(/conversations/u);

    const other = await openWindow(browser);
    await signIn(other, email);
    await press(other, "Usar um código de reserva");
    await tabTo(other, "Código de reserva");
    await other.keyboard.type(codes[0] ?? "");
    await press(other, "Entrar");
    await other.waitForURL(/conversations/u);
    for (const window of [page, door, other]) await window.context().close();
  });

  it("is asked of everybody by an administrator, and reset for who lost the phone", async () => {
    const email = await invited("Rui");
    const helena = await openWindow(browser);
    await enter(helena, desk, "Helena", "/settings/general/access");
    await tabToElement(helena, helena.getByRole("switch", { name: "Pedir a verificação em duas etapas" }));
    await helena.keyboard.press("Space");
    await helena.getByText("passou a ser pedida").waitFor();
    expect(await findings(helena)).toEqual([]);
    const rui = await openWindow(browser);
    await signIn(rui, email);
    await rui.getByRole("heading", { name: "Ligue a verificação em duas etapas" }).waitFor();
    expect(await findings(rui)).toEqual([]);
    // no other page is to be had
    await rui.goto(`${desk.url}/settings/me`);
    await rui.waitForURL(/two-step/u);
    await setUp(rui);
    await rui.waitForURL(/settings\/me$/u);
    await helena.goto(`${desk.url}/settings/agents`);
    await press(helena, "Rui");
    await helena.getByText("Verificação em duas etapas ligada.").waitFor();
    await press(helena, "Zerar a verificação em duas etapas");
    await helena.getByText("Para quem perdeu o celular").waitFor();
    await press(helena, "Zerar a verificação em duas etapas");
    await helena.getByText("Verificação em duas etapas desligada.").waitFor();
    await rui.waitForURL(/sign-in/u);
    // whoever uses the demo's door is not asked
    const ana = await openWindow(browser);
    await enter(ana, desk, "Ana");
    await ana.waitForURL(/conversations/u);
    for (const window of [helena, rui, ana]) await window.context().close();
  });
});

describe("the audit log", () => {
  it("is read and narrowed down by keyboard, and leaves as a file", async () => {
    const helena = await openWindow(browser);
    await enter(helena, desk, "Helena", "/settings/teams");
    await press(helena, "Registro de auditoria");
    const log = helena.getByRole("table", { name: "Registro de auditoria" });
    await log.getByText("Entrou").first().waitFor();
    expect(await findings(helena)).toEqual([]);
    await tabTo(helena, "Ato");
    // as whoever hears the list chooses
    await helena.getByLabel("Ato").selectOption("Verificação em duas etapas zerada");
    await log.getByText("Verificação em duas etapas zerada").waitFor();
    await expect.poll(() => log.getByText("Entrou").count()).toBe(0);
    await log.getByText("a Rui").waitFor();
    const download = helena.waitForEvent("download");
    await press(helena, "Exportar CSV");
    expect((await download).suggestedFilename()).toMatch(/^auditoria-[\d-]+\.csv$/u);
    await helena.getByLabel("Ato").selectOption("");
    await helena.getByLabel("Até").fill("2020-01-01");
    await helena.getByText("Nada neste período").waitFor();
    expect(await findings(helena)).toEqual([]);
    await helena.context().close();
    const rita = await openWindow(browser);
    await enter(rita, desk, "Rita", "/settings/audit");
    await rita.waitForURL(/settings\/me$/u);
    await rita.context().close();
  });
});

/** A device that signs as soon as it is asked, with a finger that it knows; answers how many keys it has. */
async function giveAuthenticator(page: Page): Promise<() => Promise<number>> {
  const line = await page.context().newCDPSession(page);
  await line.send("WebAuthn.enable");
  const { authenticatorId } = await line.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async () => (await line.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
}

describe("passkeys", () => {
  it("are made in the profile, open the door, and are removed, by keyboard", async () => {
    const email = await invited("Bia");
    const helena = await openWindow(browser);
    await enter(helena, desk, "Helena");
    const headers = { origin: desk.url };
    await helena.request.put(`${desk.url}/api/settings/access`, {
      headers,
      data: { twoStepRequired: false },
    });
    await helena.context().close();
    const page = await openWindow(browser);
    const keys = await giveAuthenticator(page);
    await signIn(page, email);
    await page.waitForURL(/\/conversations/u);
    await page.goto(`${desk.url}/settings/me/security`);
    await press(page, "Criar chave de acesso");
    await expect.poll(() => focused(page)).toBe("Nome da chave");
    await page.keyboard.type("Notebook da loja");
    await tabTo(page, "Sua senha");
    await page.keyboard.type(PASSWORD);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByText("Chave de acesso criada.").waitFor();
    expect(await keys()).toBe(1);
    await page.request.post(`${desk.url}/api/auth/sign-out`, { headers: { origin: desk.url }, data: {} });
    await page.goto(`${desk.url}/sign-in?next=/settings/me/security`);
    await press(page, "Entrar com chave de acesso");
    await page.waitForURL(`${desk.url}/settings/me/security`);
    await press(page, "Renomear Notebook da loja");
    await expect.poll(() => focused(page)).toBe("Nome da chave");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Celular");
    await page.keyboard.press("Enter");
    await page.getByText("Chave de acesso renomeada.").waitFor();
    await press(page, "Remover Celular");
    await page.getByText("Chave de acesso removida.").waitFor();
    await page.request.post(`${desk.url}/api/auth/sign-out`, { headers: { origin: desk.url }, data: {} });
    await page.goto(`${desk.url}/sign-in`);
    await press(page, "Entrar com chave de acesso");
    await page.getByRole("alert").getByText("Esta chave de acesso não entra aqui").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });
});

describe("devices", () => {
  it("are seen in the profile and ended by keyboard; the other screen is led to the door", async () => {
    const [here, there] = [await openWindow(browser), await openWindow(browser)];
    await enter(there, desk, "Ana", "/conversations");
    await enter(here, desk, "Ana", "/settings/me");
    await press(here, "Acesso e segurança");
    await here.getByText("este dispositivo").waitFor();
    const list = here.getByRole("region", { name: "Dispositivos conectados" });
    await expect.poll(() => list.getByRole("listitem").count()).toBeGreaterThan(1);
    expect(await findings(here)).toEqual([]);
    await press(here, "Encerrar todos os outros");
    await press(here, "Encerrar todos os outros");
    await here.getByText("Os outros dispositivos saíram da sua conta.").waitFor();
    await list.getByText("Você está conectado só neste dispositivo.").waitFor();
    // nobody touches it: the socket that is hung up on tells it
    await there.waitForURL(/\/sign-in/u);
    for (const page of [here, there]) await page.context().close();
  });

  it("of an agent are ended by an administrator", async () => {
    const [helena, bruno] = [await openWindow(browser, { locale: "en" }), await openWindow(browser)];
    await enter(bruno, desk, "Bruno", "/conversations");
    await enter(helena, desk, "Helena", "/settings/agents");
    await press(helena, /^Bruno/u);
    await helena.getByText(/^Signed in on 1 device/u).waitFor();
    expect(await findings(helena)).toEqual([]);
    await press(helena, "End all sessions");
    await press(helena, "End all sessions");
    await helena.getByText("Not signed in on any device.").waitFor();
    await bruno.waitForURL(/\/sign-in/u);
    for (const page of [helena, bruno]) await page.context().close();
  });
});
