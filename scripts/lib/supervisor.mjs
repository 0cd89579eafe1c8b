import { startProgram } from "./children.mjs";
import { Problem } from "./problem.mjs";
import { pause } from "./processes.mjs";

/** @typedef {Parameters<typeof startProgram>[0]} Program */

/** A program that ends more often than this within a minute has a fault that starting it again does not cure. */
const RESTARTS_PER_MINUTE = 5;
/** so long may a program that is not ready yet say nothing: a slow machine shows itself by its lines */
const SILENT_MS = 120_000;

/**
 * Starts a program and keeps it running.
 * @param {Program} program
 * @param {{ ready?: (line: string) => boolean, gaveUp: (sentence: string) => void }} options `ready` tells the line that says it is;
 *   without it the program counts as ready at once
 * @returns {{ ready: Promise<void>, stop(hard: boolean): Promise<void> }} `ready` rejects with a Problem when it ends before
 */
export function supervise(program, { ready, gaveUp }) {
  let stopping = false;
  /** @type {number[]} */
  const ends = [];
  /** @type {() => void} */
  let becameReady = () => undefined;
  /** @type {(error: Error) => void} */
  let failed = () => undefined;
  let isReady = !ready;
  const readiness = /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      becameReady = () => {
        isReady = true;
        resolve();
      };
      failed = reject;
      if (isReady) resolve();
    })
  );
  const start = () => {
    const child = startProgram({
      ...program,
      onLine(line) {
        if (!isReady) late.refresh();
        program.onLine?.(line);
        if (!isReady && ready?.(line)) becameReady();
      },
    });
    void child.exited.then(async (how) => {
      if (stopping) return;
      const account = `${program.name} ended (${how}). Its last words, of ${program.log}:\n${child.lastLines().slice(-8).join("\n")}`;
      if (!isReady) return failed(new Problem(account));
      const now = Date.now();
      ends.push(now);
      while (ends[0] !== undefined && ends[0] < now - 60_000) ends.shift();
      if (ends.length > RESTARTS_PER_MINUTE) return gaveUp(account);
      console.error(`${program.name} ended unexpectedly (${how}); starting it again (log: ${program.log})`);
      await pause(200 * 2 ** ends.length);
      if (!stopping) current = start();
    });
    return child;
  };
  const late = setTimeout(
    () =>
      failed(
        new Problem(
          `${program.name} did not get ready and has said nothing for ${SILENT_MS / 1000} s; its log is ${program.log}`,
        ),
      ),
    SILENT_MS,
  );
  let current = start();
  void readiness.catch(() => undefined).finally(() => clearTimeout(late));
  return {
    ready: readiness,
    async stop(hard) {
      stopping = true;
      await current.stop(hard);
    },
  };
}
