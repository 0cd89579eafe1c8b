import type { Locator } from "playwright-core";
import { vi } from "vitest";
import { PATIENCE_MS } from "./patience.ts";

/**
 * Clicks what an entry of the thread has only under the pointer, until that brought up what it is for. While the thread still settles the
 * entry may move away from under the pointer, also between press and release: then the pointer comes again, as a hand does.
 */
export const clickTool = (entry: Locator, tool: Locator, brings: Locator): Promise<void> =>
  vi.waitFor(
    async () => {
      if (await brings.isVisible()) return;
      await entry.hover();
      await tool.click({ timeout: 2_000 });
      await brings.waitFor({ timeout: 2_000 });
    },
    { timeout: PATIENCE_MS },
  );
