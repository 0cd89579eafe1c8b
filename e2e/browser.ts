import { AxeBuilder } from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { RunningDesk } from "./desk.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE_MS = 10_000;

/** a microphone that beeps once a second, and a person who allows it */
export const FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

export const startBrowser = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: [...FLAGS, ...flags],
  });

/** A window of its own, with its own session. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: "pt-BR",
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Enters by the demo's own door as the person whose name begins so, and opens Conversas at `path`. */
export async function enter(
  page: Page,
  desk: Pick<RunningDesk, "url">,
  name: string,
  path = "/conversations",
): Promise<void> {
  await page.goto(desk.url);
  await page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await page.waitForURL(/\/conversations/u);
  await page.getByRole("heading", { level: 1, name: /Conversas|Conversations/ }).waitFor();
  if (path !== "/conversations") await page.goto(`${desk.url}${path}`);
}

/** Findings of axe on the desk itself; the phone is another page with its own tests. */
export async function findings(page: Page): Promise<string[]> {
  const result = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
