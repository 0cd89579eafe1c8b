import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Browser, Page } from "playwright-core";
import { enter, openWindow } from "./browser.ts";
import type { RunningDesk } from "./desk.ts";

/** A person's browser with its drawing: looks at one conversation after another, on a line that breaks. */
export type Drawn = {
  name: string;
  /** opens the row at this place of the list, from its top */
  look: (place: number) => Promise<void>;
  cut: (ms: number) => Promise<void>;
  /** what is on the screen and what a page loaded now shows of the same, as soon as they agree and say `words`, or the time is over */
  settled: (withinMs: number, words: string) => Promise<{ shown: string[]; fresh: string[] }>;
  /** all that the page says, and what its console complained of */
  told: () => Promise<string>;
};

const LOOK_MS = 200;

const openRow = (page: Page, place: number): Promise<void> =>
  page.evaluate((at) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[role="grid"] [role="row"] a')];
    rows[at % rows.length]?.click();
  }, place);

/**
 * The words of the list's rows and of the newest entries of the thread; of one that is out of reach, that it is. The line above the first
 * new message is of the visit, not of the thread.
 */
const wordsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isOut = document.querySelector("main")?.textContent.includes("ao seu alcance");
    const words = (one: Element): string => (one as HTMLElement).innerText.replaceAll(/\s+/gu, " ").trim();
    const rows = [...document.querySelectorAll('[role="grid"] [role="row"]')];
    const entries = [...document.querySelectorAll('[data-thread] [data-entry]:not([data-entry="unread"])')]
      .map((one) => ({ at: Number(one.getAttribute("data-index")), words: words(one) }))
      .toSorted((a, b) => a.at - b.at);
    const newest = isOut ? ["out of reach"] : entries.slice(-6).map((entry) => entry.words);
    return [...rows.map(words), "—", ...newest];
  });

export async function openDrawn(browser: Browser, desk: RunningDesk, name: string): Promise<Drawn> {
  const page = await openWindow(browser);
  const complaints: string[] = [];
  page.on("console", (said) => said.type() === "error" && complaints.push(said.text()));
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  await enter(page, desk, name, "/conversations?tab=all&order=recent");
  return {
    name,
    told: async () => [page.url(), await page.innerText("body"), ...complaints.slice(-20)].join("\n"),
    look: (place) => openRow(page, place),
    async cut(ms) {
      await page.context().setOffline(true);
      await pause(ms);
      await page.context().setOffline(false);
    },
    async settled(withinMs, expected) {
      const deadline = performance.now() + withinMs;
      const other = await page.context().newPage();
      await other.goto(page.url());
      for (;;) {
        const [shown, fresh] = [await wordsOn(page), await wordsOn(other)];
        const isWhole = isDeepStrictEqual(shown, fresh) && shown.join().includes(expected);
        if (isWhole || performance.now() > deadline) {
          await other.close();
          return { shown, fresh };
        }
        await pause(LOOK_MS);
      }
    },
  };
}
