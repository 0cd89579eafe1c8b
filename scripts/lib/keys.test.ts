import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { beginKey, endOldKeys, installationSecret, keysIn, runsOnOldKeys } from "./keys.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "balcao-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("an installation has one key, and a second one only while they change", () => {
  const first = installationSecret(folder);
  expect(Buffer.from(first, "base64")).toHaveLength(32);
  expect(installationSecret(folder)).toBe(first);
  expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  beginKey(folder);
  const both = keysIn(installationSecret(folder));
  expect(both).toEqual([expect.not.stringContaining(first), first]);
  // broken off and begun again: no third one
  beginKey(folder);
  expect(keysIn(installationSecret(folder))).toEqual(both);
  endOldKeys(folder);
  expect(readFileSync(join(folder, "secret"), "utf8")).toBe(`${both[0]}\n`);
  endOldKeys(folder);
  expect(installationSecret(folder)).toBe(both[0]);
});

it("a desk that nobody runs knows no old keys", () => {
  installationSecret(folder);
  utimesSync(join(folder, "secret"), new Date(), new Date(Date.now() + 1_000));
  expect(runsOnOldKeys(folder)).toBe(false);
});
