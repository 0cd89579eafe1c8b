import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright-core";
import { openWindow } from "../../e2e/browser.ts";
import type { Customer } from "./busy-desk.ts";
import type { Running } from "./product.ts";

const CLOCK = readFileSync(join(import.meta.dirname, "page-clock.js"), "utf8");

/** When something stood painted on the screen: epoch milliseconds, and milliseconds after the last key or click. */
export type Painted = { at: number; sinceAct: number };
export type Typed = { keyTimes: number[]; slowEvents: number[]; blockedMs: number; processorMs: number };

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Now, by the clock of `Painted`. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Conditions on the page, as expressions of its own language. */
export const holds = {
  /** the conversation is open and its messages are drawn */
  opened: ({ shown }: Customer): string =>
    `document.querySelector("[role=log]")?.getAttribute("aria-label")?.endsWith(${JSON.stringify(shown)}) && document.querySelector("[role=log] [data-bubble]")`,
  /** a bubble of the open conversation says so */
  bubble: (words: string): string =>
    `[...document.querySelectorAll("[role=log] [data-bubble]")].some(({ textContent }) => textContent.includes(${JSON.stringify(words)}))`,
  /** a row of the list says so */
  row: (words: string): string =>
    `[...document.querySelectorAll("[role=row]")].some(({ textContent }) => textContent.includes(${JSON.stringify(words)}))`,
  /** a message of ours with these words got so far */
  ticked: (words: string): string =>
    `[...document.querySelectorAll("[role=log] [data-side=out]")].some((one) => one.textContent.includes(${JSON.stringify(words)}) && one.querySelector("[data-status=accepted], [data-status=sent], [data-status=delivered], [data-status=read]"))`,
};

/** A measure of the page itself; NaN when the browser has none of that name. `devtools` must have been enabled for it. */
async function metricOf(devtools: CDPSession, wanted: string): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
}

/** Has the browser count the processor time of this page's own thread. Gives the way to ask for it, in milliseconds so far, whatever else runs on the machine. */
export async function processorClock(devtools: CDPSession): Promise<() => Promise<number>> {
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => (await metricOf(devtools, "TaskDuration")) * 1000;
}

/** The inbox in a browser, with the means to act in it and to see when what it shows is painted. */
export class InboxPage {
  readonly page: Page;
  readonly devtools: CDPSession;

  /** Processor time of the page's own thread so far, in milliseconds. */
  readonly processorMs: () => Promise<number>;

  private constructor(page: Page, devtools: CDPSession, processorMs: () => Promise<number>) {
    this.page = page;
    this.devtools = devtools;
    this.processorMs = processorMs;
  }

  /** A window of its own, signed in by this cookie; nothing is loaded yet. */
  static async open(browser: Browser, server: Running, cookie: string): Promise<InboxPage> {
    const page = await openWindow(browser, { reducedMotion: "no-preference" });
    page.setDefaultTimeout(60_000);
    const [name = "", value = ""] = cookie.split("=");
    await page.context().addCookies([{ name, value, url: server.url }]);
    await page.addInitScript(CLOCK);
    const devtools = await page.context().newCDPSession(page);
    return new InboxPage(page, devtools, await processorClock(devtools));
  }

  slow(rate: number): Promise<unknown> {
    return this.devtools.send("Emulation.setCPUThrottlingRate", { rate });
  }

  /** Bytes of JavaScript objects that are still needed. */
  async heapBytes(): Promise<number> {
    for (let round = 0; round < 2; round++) await this.devtools.send("HeapProfiler.collectGarbage");
    return metricOf(this.devtools, "JSHeapUsedSize");
  }

  /** Nodes that are kept in memory, also such as left the page; after what is not needed went. */
  async nodes(): Promise<number> {
    await this.devtools.send("HeapProfiler.collectGarbage");
    return metricOf(this.devtools, "Nodes");
  }

  /** Elements on the page, all that it shows. */
  elements(): Promise<number> {
    return this.page.evaluate<number>(`document.body.querySelectorAll("*").length`);
  }

  /** Begins to wait; resolves when the condition holds and that is painted. */
  until(condition: string): Promise<Painted> {
    return this.page.evaluate<Painted>(`pageClock.until(() => ${condition})`);
  }

  /**
   * What `act` does in the page, until the condition holds and that is painted: milliseconds, and the processor time of the page's thread
   * meanwhile, which does not depend on what else runs on the machine.
   */
  async from(act: () => Promise<unknown>, condition: string): Promise<{ ms: number; workMs: number }> {
    const before = await this.processorMs();
    const [{ sinceAct }] = await Promise.all([this.until(condition), act()]);
    return { ms: sinceAct, workMs: (await this.processorMs()) - before };
  }

  /** Types letter by letter into what has the focus; gives every key's time to the screen. */
  async typed(letters: string, { keyMs = 70, restEvery = 12, restMs = 420 } = {}): Promise<Typed> {
    type Taken = Omit<Typed, "processorMs" | "keyTimes"> & { keyTimes: { key: string; ms: number }[] };
    const take = (): Promise<Taken> => this.page.evaluate<Taken>("pageClock.take()");
    await take();
    const before = await this.processorMs();
    let count = 0;
    for (const letter of letters) {
      const due = performance.now() + keyMs;
      await this.page.keyboard.type(letter);
      count += 1;
      await pause(count % restEvery === 0 ? restMs : Math.max(0, due - performance.now()));
    }
    await pause(restMs);
    const taken = await take();
    const keyTimes = taken.keyTimes.map(({ ms }) => ms);
    return { ...taken, keyTimes, processorMs: ((await this.processorMs()) - before) / count };
  }

  /** Ids of the conversations whose rows are drawn, from the top. */
  rowIds(): Promise<(string | null)[]> {
    return this.page
      .locator("[role=row]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-id")));
  }

  /** Clicks a row that is in sight. */
  clickRow({ id }: Customer): Promise<void> {
    return this.page.locator(`[role=row][data-id="${id}"] a`).click();
  }
}
