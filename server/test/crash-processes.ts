import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { serverProgram } from "../../scripts/lib/server-program.mjs";

export type Program = {
  ready: Promise<void>;
  /** ends it between any two of its instructions */
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** it is gone, whoever ended it */
  ended: Promise<void>;
};

/** The folder of the release that this file lies in. */
export const THIS_RELEASE = join(import.meta.dirname, "../..");

/** The program of a release itself, as an installation with several machines runs it. `told` gets each line of its log. */
export function startProgram(
  env: Record<string, string>,
  told: (line: Record<string, unknown>) => void,
  release = THIS_RELEASE,
): Program {
  const program = serverProgram(release);
  const child: ChildProcess = spawn(process.execPath, program.args, {
    env: { ...program.env, PATH: process.env["PATH"], NODE_ENV: "production", TZ: "UTC", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const last: string[] = [];
  const withTests = (): void => void child.kill("SIGKILL");
  process.once("exit", withTests);
  const gone = new Promise<void>((resolve) =>
    child.once("exit", () => {
      process.off("exit", withTests);
      resolve();
    }),
  );
  const ready = new Promise<void>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).on("line", () => resolve());
  });
  if (child.stderr)
    createInterface({ input: child.stderr }).on("line", (line) => {
      try {
        told(JSON.parse(line) as Record<string, unknown>);
      } catch {
        // node's own words on the way out: a stack, not a line of our log
        last.push(line);
      }
    });
  return {
    ready: Promise.race([
      ready,
      gone.then(() => {
        throw new Error(`the program ended before it was ready: ${last.slice(0, 12).join("\n")}`);
      }),
    ]),
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    signal(name) {
      child.kill(name);
    },
    ended: gone,
  };
}
