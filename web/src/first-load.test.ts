import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { FIRST_LOAD_LIMIT, firstLoad } from "../scripts/first-load.ts";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

it.runIf(existsSync(`${dist}/.vite/manifest.json`))("the inbox's first load keeps within its budget", () => {
  const parts = firstLoad(dist);
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, parts.map(({ file, bytes }) => `${bytes} ${file}`).join("\n")).toBeLessThanOrEqual(
    FIRST_LOAD_LIMIT,
  );
});
