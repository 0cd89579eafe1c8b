import { afterEach } from "vitest";
import { describeWindows } from "./browser.ts";

/** A journey that fails on another machine is read from the end of its output alone: there its error says what each window showed. */
afterEach(async ({ task }) => {
  const [error] = task.result?.errors ?? [];
  if (error) error.message += `\n${await describeWindows()}`;
});
