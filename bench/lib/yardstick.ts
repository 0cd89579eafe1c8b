import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { processorClock } from "./inbox-page.ts";
import { note, Times } from "./report.ts";

const PAGE = readFileSync(join(import.meta.dirname, "yardstick.js"), "utf8");
const WARM_UP = 60;
const SAMPLES = 15;
const ROUNDS = 6;

/**
 * Processor time of one round on the machine of the budgets, in milliseconds. It was not measured there: on a slower one, where a round took
 * 23 to 29 ms, the screen of commit 49fb6f5 took 2.3 to 2.7 times (median 2.55) what it had taken there the day before (27 November 2026).
 */
const REFERENCE_MS = 10.4;

/**
 * Tells how many times longer than the machine of the budgets this one works for the same page: one that is not ours and never changes, in the
 * same browser. Dividing by it makes figures of different machines comparable (docs/adr/0049-speed-of-the-machine.md).
 */
export class Yardstick {
  readonly #browser: Browser;
  readonly #rate: number;
  readonly #taken = new Times();

  /** `rate`: how many times the browser is to slow the processor. It keeps to that only roughly, so what it does is measured as well. */
  constructor(browser: Browser, rate: number) {
    this.#browser = browser;
    this.#rate = rate;
  }

  /**
   * Measures once more. Gives how many times longer this machine takes than that of the budgets, where it is slowed exactly `rate` times: the
   * middle of all that was measured so far, since cores that others share are a fifth faster or slower at any moment.
   */
  async slowness(): Promise<number> {
    const context = await this.#browser.newContext();
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const processorMs = await processorClock(devtools);
    await page.addScriptTag({ content: PAGE });
    const run = (rounds: number): Promise<unknown> => page.evaluate(`yardstick(${rounds})`);
    await run(WARM_UP);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: this.#rate });
    const times = new Times();
    for (let sample = 0; sample < SAMPLES; sample++) {
      const before = await processorMs();
      await run(ROUNDS);
      times.add(((await processorMs()) - before) / ROUNDS / this.#rate);
    }
    await context.close();
    const now = times.percentile(50);
    this.#taken.add(now);
    const slower = this.#taken.percentile(50) / REFERENCE_MS;
    note(
      `this machine takes ${slower.toFixed(2)} times as long as that of the budgets, at the moment ${(now / REFERENCE_MS).toFixed(2)} times`,
    );
    return slower;
  }
}
