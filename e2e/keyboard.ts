import type { Page } from "playwright-core";

/** The words by which a person knows what has the focus. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const place = document.activeElement;
    const isField =
      place instanceof HTMLInputElement ||
      place instanceof HTMLTextAreaElement ||
      place instanceof HTMLSelectElement;
    const label = isField ? place.labels?.[0] : null;
    return (place?.getAttribute("aria-label") ?? label?.textContent ?? place?.textContent ?? "").trim();
  });

const FARTHEST = 120;

/** Goes on with Tab, as a person without a mouse does, until the focus is on what is called so. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  for (let step = 0; step < FARTHEST; step++) {
    const words = await focused(page);
    if (typeof name === "string" ? words === name : name.test(words)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no way by ${key} to "${String(name)}"`);
}
