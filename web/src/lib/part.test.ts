import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { part, PartGone } from "./part.ts";

const missing = new TypeError("Failed to fetch dynamically imported module: https://desk/assets/a.js");
let served: () => Promise<Response>;
const page = (entry: string) => async () =>
  new Response(`<script type="module" src="/assets/${entry}.js"></script>`);

beforeEach(() => {
  vi.useFakeTimers();
  served = page("main-1");
  vi.stubGlobal("fetch", () => served());
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("document", {
    querySelector: () => ({ src: "https://desk/assets/main-1.js" }),
    querySelectorAll: () => [],
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Loads that are refused so often, then come. */
function refused(times: number) {
  let asked = 0;
  return {
    load: async () => {
      if (asked++ < times) throw missing;
      return "part";
    },
    asked: () => asked,
  };
}
/** All waits pass. */
async function ended<T>(what: Promise<T>): Promise<T | unknown> {
  const end = what.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  return end;
}

it("asks again for a part as long as nothing answers", async () => {
  served = async () => {
    throw new TypeError("no line");
  };
  const { load, asked } = refused(20);
  expect(await ended(part(load)())).toBe("part");
  expect(asked()).toBe(21);
});

it("gives a part up that another version of the desk does not have", async () => {
  served = page("main-2");
  const { load, asked } = refused(20);
  expect(await ended(part(load)())).toBeInstanceOf(PartGone);
  expect(asked()).toBe(1);
});

it("gives a part up that the desk itself never gives", async () => {
  const { load, asked } = refused(20);
  expect(await ended(part(load)())).toBeInstanceOf(PartGone);
  expect(asked()).toBe(6);
});

it("hands on what a part throws that came", async () => {
  const broken = new RangeError("in the part");
  expect(await ended(part(() => Promise.reject(broken))())).toBe(broken);
});
