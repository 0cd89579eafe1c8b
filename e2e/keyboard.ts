import type { Locator, Page } from "playwright-core";
import { PATIENCE_MS } from "./patience.ts";

/** The words by which a person knows what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const place = document.activeElement;
    // nothing has it; the whole page's text would hold any word
    if (place === document.body) return "";
    const isField =
      place instanceof HTMLInputElement ||
      place instanceof HTMLTextAreaElement ||
      place instanceof HTMLSelectElement;
    const label = isField ? place.labels?.[0] : null;
    return (place?.getAttribute("aria-label") ?? label?.textContent ?? place?.textContent ?? "").trim();
  });

/** More stops than any page has: then Tab has been everywhere, and what is looked for is still on its way, or nowhere. */
const FARTHEST = 120;

/** Goes on with Tab, as a person without a mouse does, until the focus is on what is called so. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let step = 0; step < FARTHEST || performance.now() < end; step++) {
    const words = await focused(page);
    if (typeof name === "string" ? words === name : name.test(words)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no way by ${key} to "${String(name)}"`);
}

/** Until a field in there has the keyboard: what is typed before that goes where the focus was. */
export async function fieldIn(region: Locator): Promise<void> {
  await region
    .and(region.page().locator(":focus"))
    .or(region.locator("input:focus, textarea:focus"))
    .first()
    .waitFor();
}

/** Goes on with Tab to one element, where words do not tell it: fails when the keyboard cannot get there. */
export async function tabToElement(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const end = performance.now() + PATIENCE_MS;
  for (let step = 0; step < FARTHEST || performance.now() < end; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

/** Keys that mean something together, as fast as fingers go: whoever waits for the answer to one may be too late with the next. */
export async function pressInTurn(page: Page, ...keys: string[]): Promise<void> {
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
}
