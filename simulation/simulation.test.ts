import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import type { Find, Summary } from "./simulate.ts";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const SEEDS = 2000;

/** A program of its own: it takes time and chance away from the whole process. Its lines are JSON. */
async function simulate<T>(...args: string[]): Promise<T[]> {
  const options = { maxBuffer: 1e8 };
  const { stdout } = await run(process.execPath, [MAIN, ...args, "--json"], options).catch(
    // it ends with 1 when something was found, which its lines say better
    (error: { stdout: string; stderr: string }) => {
      if (error.stdout === "") throw new Error(error.stderr);
      return error;
    },
  );
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

it(`${SEEDS} seeds hold every invariant, and meet everything that must be met`, async () => {
  const [summary] = await simulate<Summary>("--seeds", String(SEEDS));
  expect(summary?.failed).toEqual([]);
  expect(summary?.never).toEqual([]);
});

it("each of the 22 planted bugs is found", async () => {
  const finds = await simulate<Find>("--bugs");
  expect(finds.map(({ bug }) => bug)).toEqual(Array.from({ length: 22 }, (_, at) => at + 1));
  expect(finds.filter(({ seed }) => seed === null)).toEqual([]);
  // found by an invariant, never because the simulation itself does not know a statement
  expect(finds.filter(({ violation }) => !/^I\d+: /.test(violation ?? ""))).toEqual([]);
});

it("the same seed is the same run, whatever ran before it in the process", async () => {
  expect(await simulate("--twice", "100")).toEqual([{ differing: [] }]);
});
