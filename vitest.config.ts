import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./e2e/patience.ts";

/** One PostgreSQL serves them all, and they start other programs: more workers than cores only wait for one another. */
const WORKERS = 2;
/** `expect.poll` of tests that wait for other programs. */
const POLL = { timeout: PATIENCE_MS, interval: 50 };
/** Projects that share the workers, so that none waits while another one's last file ends. */
const SIDE_BY_SIDE = { maxWorkers: WORKERS, sequence: { groupOrder: 1 } };
/** The same for what keeps a processor busy for a minute and more. */
const LONG = { maxWorkers: WORKERS, sequence: { groupOrder: 2 } };

/** A project whose tests need nothing but this repository. `isolate`: each file has modules of its own, with what they remember. */
function plain(name: string, include: string[], { isolate }: { isolate: boolean }) {
  return {
    test: {
      name,
      include,
      isolate,
      environment: "node" as const,
      // properties draw thousands of cases: on a machine that does much else the usual 5 s are short
      testTimeout: 60_000,
      maxWorkers: "100%",
      sequence: { groupOrder: 0 },
    },
  };
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
      plain("core", ["core/src/**/*.test.ts"], { isolate: false }),
      plain("whatsapp", ["whatsapp/src/**/*.test.ts"], { isolate: false }),
      plain("api", ["api/src/**/*.test.ts"], { isolate: false }),
      plain("web", ["web/src/**/*.test.{ts,tsx}"], { isolate: true }),
      plain("simulator", ["simulator/{src,test}/**/*.test.ts"], { isolate: false }),
      {
        test: {
          name: "house",
          include: ["scripts/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: ["scripts/boundaries/fixture/**"],
          environment: "node",
          // each of these starts other programs: the cruiser, the linter, PostgreSQL
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...SIDE_BY_SIDE,
        },
      },
      {
        test: {
          name: "simulation",
          include: ["simulation/**/*.test.ts"],
          environment: "node",
          // each runs thousands of simulated installations in a program of its own
          testTimeout: 900_000,
          ...LONG,
        },
      },
      {
        test: {
          name: "server",
          include: ["server/src/**/*.test.ts", "server/test/**/*.test.ts"],
          exclude: ["server/test/crash*.test.ts"],
          environment: "node",
          // nearly every file needs all of the server, and nothing in it outlives its Deps: it is read once for each worker
          isolate: false,
          globalSetup: setupOf("./server/test/global-setup.ts"),
          expect: { poll: POLL },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          ...SIDE_BY_SIDE,
        },
      },
      {
        test: {
          name: "crash",
          include: ["server/test/crash*.test.ts"],
          environment: "node",
          // each runs a PostgreSQL and several programs of its own, kills or freezes some, and waits for what the others make of it
          testTimeout: 240_000,
          hookTimeout: 400_000,
          ...SIDE_BY_SIDE,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          environment: "node",
          globalSetup: setupOf("./e2e/global-setup.ts"),
          setupFiles: ["./e2e/telling.ts"],
          // as in server; each file has an installation and a browser of its own all the same
          isolate: false,
          expect: { poll: POLL },
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // a third journey at a time makes each of the others slower by more than it takes off
          ...LONG,
        },
      },
    ],
  },
});
