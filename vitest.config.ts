import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./e2e/patience.ts";

/** A project whose tests need nothing but this repository. */
function plain(name: string, include: string[]) {
  return { test: { name, include, environment: "node" as const, sequence: { groupOrder: 0 } } };
}

/**
 * Set-up files belong to the project they prepare. Reads TEST_DATABASE_URL (a superuser on a throw-away PostgreSQL,
 * from `scripts/test.mjs`) and makes the template that each worker clones.
 */
function setupOf(path: string): string[] {
  return existsSync(new URL(path, import.meta.url)) ? [path] : [];
}

export default defineConfig({
  test: {
    // A set-up that finds no tests at all has broken something; a filter that matches none says so itself.
    passWithNoTests: false,
    projects: [
      plain("core", ["core/src/**/*.test.ts"]),
      plain("whatsapp", ["whatsapp/src/**/*.test.ts"]),
      plain("api", ["api/src/**/*.test.ts"]),
      plain("web", ["web/src/**/*.test.{ts,tsx}"]),
      plain("simulator", ["simulator/{src,test}/**/*.test.ts"]),
      {
        test: {
          name: "house",
          include: ["scripts/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["scripts/boundaries/fixture/**"],
          environment: "node",
          // each of these starts other programs: the cruiser, the linter, PostgreSQL
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "server",
          include: ["server/src/**/*.test.ts", "server/test/**/*.test.ts"],
          exclude: ["server/test/crash*.test.ts"],
          environment: "node",
          globalSetup: setupOf("./server/test/global-setup.ts"),
          // One database per worker: more workers than cores only wait for one another.
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "crash",
          include: ["server/test/crash*.test.ts"],
          environment: "node",
          // each runs a PostgreSQL and several programs of its own, and kills some: it wants the machine for itself
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 400_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: setupOf("./e2e/global-setup.ts"),
          // a journey drives one whole installation and one browser, and waits for both most of its time
          maxWorkers: 2,
          expect: { poll: { timeout: PATIENCE_MS, interval: 50 } },
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
