import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SignInOptions } from "@balcao/api";
import type axe from "axe-core";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { RunningDesk } from "./desk.ts";
import { PATIENCE_MS } from "./patience.ts";

/**
 * Features that are left out. The first two draw the address bar's list in pages of their own, two for each window, which nobody sees here:
 * they are two thirds of the processor time of a browser that starts and opens three windows (4.8 of 7.2 s, Chromium 156). The others
 * are those of playwright-core's own list that matter to a page or to the network: of this flag the browser takes the last one alone.
 */
const WITHOUT = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

const FLAGS = [
  `--disable-features=${WITHOUT.join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** a microphone that beeps once a second, and a person who allows it */
export const FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/**
 * `whole`: with what Chromium's shell lacks (ADR 42): web push, a Tab that comes round at the end of a page, letters as wide as those of
 * the kept pictures.
 */
type BrowserNeeds = { flags?: readonly string[]; whole?: boolean };

const programFor = ({ whole = false }: BrowserNeeds): string =>
  (whole ? undefined : process.env["CHROMIUM_SHELL_PATH"]) ??
  process.env["CHROMIUM_PATH"] ??
  "/usr/bin/chromium";

/** A browser of one's own. */
export const launchBrowser = (needs: BrowserNeeds = {}): Promise<Browser> =>
  chromium.launch({ executablePath: programFor(needs), args: [...FLAGS, ...(needs.flags ?? [])] });

/** Of this worker, by what they were started with. */
const browsers = new Map<string, Promise<Browser>>();

/** The browser of all files of this worker that need the same, without the windows of the others; to close it closes this file's. */
export async function startBrowser(needs: BrowserNeeds = {}): Promise<Browser> {
  const key = [programFor(needs), ...(needs.flags ?? [])].join(" ");
  const starting = browsers.get(key) ?? launchBrowser(needs);
  browsers.set(key, starting);
  const browser = await starting;
  const close = async (): Promise<void> => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return Object.assign(Object.create(browser) as Browser, { close });
}

/** Characters of a page and of the element with its keyboard that say enough. */
const [MOST_TEXT, MOST_MARKUP] = [2_500, 200];
/** What each page complained of since it was opened. */
const complaints = new WeakMap<Page, string[]>();

function listenTo(page: Page): Page {
  const said: string[] = [];
  complaints.set(page, said);
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("console", (line) => {
    if (line.type() === "error") said.push(line.text());
  });
  page.on("crash", () => said.push("it crashed"));
  return page;
}

async function describe(page: Page): Promise<string> {
  const [focus, text] = await page
    .evaluate<[string, string]>(`[document.activeElement?.outerHTML ?? "", document.body.innerText]`)
    .catch((error: unknown) => ["", `does not answer: ${String(error)}`] as const);
  const words = text.replaceAll(/\s*\n\s*/gu, " | ");
  return [
    `--- ${page.url()}`,
    `keyboard: ${focus.startsWith("<body") ? "nowhere" : focus.slice(0, MOST_MARKUP)}`,
    ...(complaints.get(page) ?? []).map((line) => `complaint: ${line}`),
    words.slice(0, MOST_TEXT),
  ].join("\n");
}

/** The windows of this worker, for whoever reads a failure: where each is, what has its keyboard, its complaints and its text. */
export async function describeWindows(): Promise<string> {
  const running = await Promise.all(browsers.values());
  const pages = running.flatMap((browser) => browser.contexts()).flatMap((context) => context.pages());
  return (await Promise.all(pages.map(describe))).join("\n");
}

/** A window of its own, with its own session. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: "pt-BR",
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return listenTo(await context.newPage());
}

/**
 * Enters by the demo's own door as the person whose name begins so, and opens Conversas or what is at `path`. The door's page is gone
 * through in main-job.test.ts: here it would only be loaded.
 */
export async function enter(
  page: Page,
  desk: Pick<RunningDesk, "url">,
  name: string,
  path = "/conversations",
): Promise<void> {
  const options = await page.request.get(`${desk.url}/api/sign-in-options`);
  const { demoPeople } = (await options.json()) as SignInOptions;
  const person = demoPeople.find((one) => one.name.startsWith(name));
  if (!person) throw new Error(`nobody is called ${name}`);
  const answer = await page.request.post(`${desk.url}/api/demo/sign-in`, {
    headers: { origin: desk.url },
    data: { agentId: person.agentId },
  });
  if (!answer.ok()) throw new Error(`${name} was not let in: ${answer.status()}`);
  await page.goto(`${desk.url}${path}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}

/** Axe in its short form: the other, which `axe.source` holds, takes the page twice as long to read. */
const AXE = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * Findings of axe on the desk itself; the phone is another page with its own tests. It is put into a page once for each load, told
 * to describe only what is wrong, and to fetch the style sheets anew only where its one rule that needs it may find something.
 */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const preload = (await page.locator("audio[autoplay], video[autoplay]").count()) > 0;
  return page.evaluate(async (fetching) => {
    const inPage = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await inPage.run(
      { exclude: ["iframe"] },
      { resultTypes: ["violations"], iframes: false, preload: fetching },
    );
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  }, preload);
}
