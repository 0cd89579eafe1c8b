import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atRest } from "./fetch-ahead.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs when the first screen has had its time, and once", () => {
  const keyboard = new EventTarget();
  const run = vi.fn<() => void>();
  atRest(keyboard, run);
  keyboard.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(2_999);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
  keyboard.dispatchEvent(new Event("keydown"));
  vi.runAllTimers();
  expect(run).toHaveBeenCalledTimes(1);
});

it("waits as long as somebody types", () => {
  const keyboard = new EventTarget();
  const run = vi.fn<() => void>();
  atRest(keyboard, run);
  for (let letter = 0; letter < 50; letter++) {
    vi.advanceTimersByTime(900);
    keyboard.dispatchEvent(new Event("keydown"));
  }
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});

it("is called off", () => {
  const run = vi.fn<() => void>();
  atRest(new EventTarget(), run)();
  vi.runAllTimers();
  expect(run).not.toHaveBeenCalled();
});
