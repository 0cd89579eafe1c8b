import { DEFAULT_NUMBER } from "@balcao/simulator";
import { NEEDED_FIELDS } from "@balcao/whatsapp";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import said from "../server/src/modules/channels/check-words.json" with { type: "json" };
import english from "../web/src/i18n/channels.en.json" with { type: "json" };
import settingsEnglish from "../web/src/i18n/settings.en.json" with { type: "json" };
import settingsPortuguese from "../web/src/i18n/settings.pt-BR.json" with { type: "json" };
import portuguese from "../web/src/i18n/channels.pt-BR.json" with { type: "json" };
import { enter, findings, openWindow, startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { tabTo } from "./keyboard.ts";

const { phoneNumberId, appId, appSecret, accessToken } = DEFAULT_NUMBER;
const MINUTE = 60_000;
const ALL_FIELDS: readonly string[] = [...NEEDED_FIELDS.must, ...NEEDED_FIELDS.should];

type Fault = {
  finding: string;
  repair: string;
  /** what stands in the sentence for its places */
  data?: Record<string, string>;
};
type Walk = { page: Page; desk: RunningDesk; words: typeof portuguese; says: (typeof said)["en"] };

const filled = (text: string, data: Record<string, string> = {}): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_place, name: string) => data[name] ?? "");

/** The sentence with what stands in it, moments aside, as a pattern. */
function pattern(text: string, data: Record<string, string> = {}): RegExp {
  const escaped = (part: string): string => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const parts = filled(text, { ...data, at: data["at"] ?? "\u0001" }).split("\u0001");
  return new RegExp(parts.map(escaped).join(".+"));
}

/** The finding is named in its one sentence, with its repair beside it. */
async function expectNamed({ page, says }: Walk, { finding, repair, data }: Fault): Promise<void> {
  const findingText = (says.findings as Record<string, string>)[finding] ?? "";
  const repairText = (says.repairs as Record<string, string>)[repair] ?? "";
  expect([findingText, repairText]).not.toContain("");
  await page.getByText(pattern(findingText, data)).first().waitFor();
  await page.getByText(pattern(repairText, data)).first().waitFor();
}

const gone = async ({ page, says }: Walk, { finding, data }: Fault): Promise<void> => {
  const text = (says.findings as Record<string, string>)[finding] ?? "";
  await page.getByText(pattern(text, data)).first().waitFor({ state: "detached" });
};

/** Types into the field that is called so, in the place of what is there. */
async function fill(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.type(text);
}
async function press(page: Page, button: string): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press("Enter");
}

/** What somebody types who mistook something, and what Meta has not been told, at the first step. */
const ACCESS_FAULTS: (Fault & { typed?: Record<string, string>; sim?: object })[] = [
  { finding: "app_secret_wrong", repair: "app_secret", typed: { appSecret: "secret-of-another-app" } },
  { finding: "token_invalid", repair: "token_new", typed: { accessToken: "EAA-not-a-token" } },
  { finding: "token_expired", repair: "token_new", sim: { tokenExpired: true } },
  {
    finding: "scope_missing",
    repair: "scope_missing",
    data: { scopes: "whatsapp_business_management" },
    sim: { scopes: ["whatsapp_business_messaging"] },
  },
  {
    finding: "waba_unreachable",
    repair: "waba_unreachable",
    data: { waba: "999000999000999" },
    typed: { wabaId: "999000999000999" },
  },
];
const WELL = {
  tokenExpired: false,
  scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
};
const TYPED: Record<string, string> = { appId, appSecret, accessToken, wabaId: "" };

/** What can be wrong with a number that is connected; `mend`: what the page offers, else it is mended at Meta. */
const NUMBER_FAULTS: (Fault & { sim: object; mend: "webhook" | object })[] = [
  { finding: "not_subscribed", repair: "webhook", sim: { subscribed: false }, mend: "webhook" },
  {
    finding: "fields_missing",
    repair: "fields_missing",
    data: { fields: "account_update" },
    sim: { fields: ALL_FIELDS.filter((field) => field !== "account_update") },
    mend: "webhook",
  },
  {
    finding: "webhook_elsewhere",
    repair: "webhook_elsewhere",
    data: { url: "http://127.0.0.1:9/other-system" },
    sim: { webhookUrl: "http://127.0.0.1:9/other-system" },
    mend: "webhook",
  },
  {
    finding: "payment_missing",
    repair: "payment_missing",
    sim: { paymentMethod: false },
    mend: { paymentMethod: true },
  },
  {
    finding: "number_gone",
    repair: "number_gone",
    data: { status: "BANNED" },
    sim: { banned: true },
    mend: { banned: false },
  },
];

describe.each([
  { locale: "pt-BR", words: portuguese, says: said["pt-BR"], settingsWords: settingsPortuguese },
  {
    locale: "en-US",
    words: english as typeof portuguese,
    says: said.en,
    settingsWords: settingsEnglish as typeof settingsPortuguese,
  },
])("Conectar número in $locale", ({ locale, words, says, settingsWords }) => {
  let desk: RunningDesk;
  let browser: Browser;
  let page: Page;
  let walk: Walk;
  beforeAll(async () => {
    desk = await startDesk({ withBot: false, connected: false });
    browser = await startBrowser();
    page = await openWindow(browser, { locale });
    walk = { page, desk, words, says };
    await enter(page, desk, "Helena", "/settings/channels");
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });
  /** All of them in one language; that each sentence stands in both is a test of the catalogue's. */
  const few = <T>(faults: readonly T[]): readonly T[] => (locale === "pt-BR" ? faults : faults.slice(-2));
  const set = (changes: object): unknown => desk.sim.addNumber({ phoneNumberId, ...changes });
  const checkAgain = (): Promise<void> => press(page, words.acts.check);

  it("begins at an account without a number", async () => {
    await page.getByText(words.empty).waitFor();
    expect(await findings(page)).toEqual([]);
    await press(page, words.connect);
    await page.getByRole("heading", { level: 1, name: words.connect }).waitFor();
    await press(page, words.acts.inspect);
    await page.getByText(words.problems.required).first().waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("names what is wrong with the access, one after another", async () => {
    for (const fault of few(ACCESS_FAULTS)) {
      set({ ...WELL, ...fault.sim });
      for (const [name, text] of Object.entries({ ...TYPED, ...fault.typed }))
        await fill(page, words[name as "appId"], text);
      await press(page, words.acts.inspect);
      await expectNamed(walk, fault);
    }
    expect(await findings(page)).toEqual([]);
    set(WELL);
    await fill(page, words.wabaId, "");
    await press(page, words.acts.inspect);
    await page.getByRole("heading", { name: words.stepNumber }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  it("connects the number, and says what is left to do", async () => {
    await press(page, words.acts.connect);
    await page.getByRole("heading", { level: 1, name: "Loja Girassol" }).waitFor();
    await expectNamed(walk, { finding: "webhook_missing", repair: "webhook" });
    await expectNamed(walk, { finding: "number_not_registered", repair: "number_not_registered" });
    await press(page, words.acts.webhook);
    await gone(walk, { finding: "webhook_missing", repair: "webhook" });
  });

  it("registers it, once the PIN is the right one", async () => {
    set({ pin: "123456" });
    await fill(page, words.acts.pin, "000000");
    await press(page, words.acts.register);
    await expectNamed(walk, { finding: "pin_wrong", repair: "pin_wrong" });
    await fill(page, words.acts.pin, "123456");
    await press(page, words.acts.register);
    await gone(walk, { finding: "number_not_registered", repair: "number_not_registered" });
  });

  it("names what breaks afterwards, and mends what can be mended here", async () => {
    for (const fault of few(NUMBER_FAULTS)) {
      set(fault.sim);
      await checkAgain();
      await expectNamed(walk, fault);
      if (fault === NUMBER_FAULTS.at(-1)) expect(await findings(page)).toEqual([]);
      if (fault.mend === "webhook") await press(page, words.acts.webhook);
      else {
        set(fault.mend);
        await checkAgain();
      }
      await gone(walk, fault);
    }
  });

  it("names a wrong verify token and a wrong signature", async () => {
    set({ webhookUrl: null });
    await checkAgain();
    const place = await page
      .getByText(/\/webhooks\/whatsapp\//)
      .first()
      .textContent();
    const webhookUrl = /http\S+/.exec(place ?? "")?.[0] ?? "";
    set({ webhookUrl, verifyToken: "typed-by-hand" });
    await desk.sim.verifyWebhook(phoneNumberId);
    await checkAgain();
    await expectNamed(walk, { finding: "verify_wrong", repair: "verify_wrong" });
    desk.sim.advance(MINUTE);
    await press(page, words.acts.webhook);
    await gone(walk, { finding: "verify_wrong", repair: "verify_wrong" });

    set({ appSecret: "renewed-at-meta" });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    await checkAgain();
    await expectNamed(walk, { finding: "signature_wrong", repair: "signature_wrong" });
    await press(page, words.acts.access);
    await page.getByRole("dialog").waitFor();
    expect(await findings(page)).toEqual([]);
    await fill(page, words.accessToken, "not-a-token-of-meta");
    await press(page, words.accessSave);
    await expectNamed(walk, { finding: "app_secret_wrong", repair: "app_secret" });
    await fill(page, words.accessToken, "");
    await fill(page, words.appSecret, "renewed-at-meta");
    await press(page, words.accessSave);
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("writes to oneself, and says when nothing comes back", async () => {
    set({ appLive: false });
    await fill(page, words.acts.ownPhone, "(11) 98765-4321");
    await press(page, words.acts.test);
    await page.getByText(pattern(says.findings.test_under_way)).waitFor();
    await desk.sim.drain();
    desk.sim.advance(3 * MINUTE);
    await checkAgain();
    await expectNamed(walk, { finding: "test_silent", repair: "webhook_silent" });
    set({ appLive: true });
    desk.sim.sendAsUser("lia", { type: "text", text: "Agora sim" });
    await desk.sim.drain();
    await fill(page, words.acts.ownPhone, "(11) 98765-4321");
    await press(page, words.acts.test);
    await desk.sim.drain();
    await page.getByText(pattern(says.findings.test_delivered)).waitFor({ timeout: 30_000 });
    expect(await findings(page)).toEqual([]);
    await page.getByText(words.toMend_zero).waitFor();
  });

  it("gives it a team and words of its own", async () => {
    await tabTo(page, words.own.firstTeam);
    await page.keyboard.press("S");
    await page.keyboard.press("u");
    await tabTo(page, filled(words.own.ownText, { name: settingsWords.autoMessages.welcome }));
    await page.keyboard.press("Space");
    await page
      .getByRole("switch", { name: filled(words.own.sends, { name: settingsWords.autoMessages.welcome }) })
      .waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText(settingsWords.form.saved).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.reload();
    const team = page.getByLabel(words.own.firstTeam);
    await team.waitFor();
    expect(await team.locator("option:checked").textContent()).toBe("Suporte");
    await page.goto(`${desk.url}/settings/channels`);
  });

  it("lists it, running", async () => {
    await page.goto(`${desk.url}/settings/channels`);
    await page.getByRole("link", { name: "Loja Girassol" }).waitFor();
    await page.getByText(words.states.ok, { exact: true }).waitFor();
  });

  it("tells everybody when it is ill, without a reload, and when it is well again", async () => {
    const ana = await openWindow(browser, { locale, viewport: { width: 390, height: 800 } });
    await enter(ana, desk, "Ana");
    const bar = ana.getByText(says.findings.token_expired);
    await page.getByRole("link", { name: "Loja Girassol" }).click();
    set({ tokenExpired: true });
    await checkAgain();
    await bar.waitFor();
    await page.getByText(says.findings.token_expired).nth(1).waitFor();
    for (const one of [ana, page]) expect(await findings(one)).toEqual([]);
    set({ tokenExpired: false });
    await checkAgain();
    await bar.waitFor({ state: "detached" });
    await ana.context().close();
  });

  it("renames it, and disconnects it with what stops named", async () => {
    await press(page, words.acts.rename);
    await fill(page, words.name, "Loja do centro");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Loja do centro" }).waitFor();
    await press(page, words.acts.remove);
    await page.getByText(words.remove.incoming).waitFor();
    expect(await findings(page)).toEqual([]);
    await press(page, words.remove.do);
    await page.getByText(words.empty).waitFor();
  });
});
