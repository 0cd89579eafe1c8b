import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { figuresOf, talliesIn } from "./attack-goals.ts";
import { tally, TALLY_FOLDER } from "./tally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "balcao-tally-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const figure = (what: string) => figuresOf(talliesIn(folder)).find((one) => one.what === what);

it("adds up what tests of one name counted, and measures it by its goal", () => {
  vi.stubEnv(TALLY_FOLDER, folder);
  tally("access", { cells: 3_000, wrong: 0 });
  tally("access", { cells: 1_999, wrong: 1 });
  expect(figure("cells of the access matrix")).toMatchObject({ value: "4,999", met: false });
  expect(figure("cells answered otherwise than the policy says")).toMatchObject({ value: "1", met: false });
  tally("access", { cells: 1, wrong: 0 });
  expect(figure("cells of the access matrix")).toMatchObject({ value: "5,000", met: true });
});

it("holds what takes time against the most it may take", () => {
  vi.stubEnv(TALLY_FOLDER, folder);
  const what = "the same while an open transaction hides the news, ms";
  expect(figure(what)).toMatchObject({ goal: "≤ 5,000", met: false });
  tally("revoked-held-back", { slowest: 5_000 });
  expect(figure(what)).toMatchObject({ value: "5,000", met: true });
  tally("revoked-held-back", { slowest: 1 });
  expect(figure(what)).toMatchObject({ met: false });
});

it("takes what nobody counted for short, never for 0, and counts nothing outside of such a run", () => {
  vi.stubEnv(TALLY_FOLDER, undefined);
  tally("access", { cells: 9_000, wrong: 0 });
  expect(figure("cells answered otherwise than the policy says")).toMatchObject({
    value: "not counted",
    met: false,
  });
});
