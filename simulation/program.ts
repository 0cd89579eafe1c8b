import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** Runs the simulation in a program of its own, since it takes time and chance away from the whole process. Gives its lines, which are JSON. */
export async function simulate<T>(...args: string[]): Promise<T[]> {
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
