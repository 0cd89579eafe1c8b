import { join } from "node:path";
import { demoChannel, demoOf, simulatorFlags } from "./demo.mjs";
import { openInstallation } from "./installation.mjs";
import { ROOT } from "./paths.mjs";
import { demandPort } from "./ports.mjs";
import { Problem } from "./problem.mjs";
import { onEndRequest } from "./signals.mjs";
import { supervise } from "./supervisor.mjs";

/** @typedef {import("./supervisor.mjs").Program} Program */
/**
 * @typedef {object} Launch
 * @property {NodeJS.ProcessEnv} env of the installation, for the server
 * @property {(name: string) => string} log path of a program's log
 * @property {(program: Program, ready?: (line: string) => boolean) => Promise<void>} keep starts a program and keeps it running;
 *   resolves when it is ready
 */

/**
 * The course of every launch: the data folder and its database, the programs that `start` asks for, one address, and all of it
 * stopped in the opposite order when asked or when something fails for good.
 * @param {{ dataDir: string, port: number, host: string }} options `port` is the one that people use
 * @param {(launch: Launch) => Promise<{ url: string, words: string }>} start gives the address and what to say when all runs
 */
export async function launch({ dataDir, port, host }, start) {
  const opening = openInstallation(dataDir, () => demandPort(port, host));
  /** @type {ReturnType<typeof supervise>[]} */
  const programs = [];
  let ending = false;
  /** @param {boolean} hard @param {number} code */
  const end = async (hard, code) => {
    ending = true;
    // The server is the last of them: what it is writing still needs the others, and all of them the database.
    for (const program of [...programs].reverse()) await program.stop(hard);
    const opened = await opening.catch(() => null);
    await opened?.close(hard);
    process.exit(code);
  };
  onEndRequest(
    () => {
      console.log("\nStopping…");
      void end(false, 0);
    },
    () => void end(true, 1),
  );
  const gaveUp = (/** @type {string} */ sentence) => {
    console.error(`\n${sentence}`);
    void end(false, 1);
  };
  try {
    const installation = await opening;
    if (ending) return;
    const { url, words } = await start({
      env: installation.env,
      log: (name) => join(dataDir, "logs", `${name}.log`),
      keep(program, ready) {
        const kept = supervise(program, { ready, gaveUp });
        programs.push(kept);
        return kept.ready;
      },
    });
    installation.setUrl(url);
    console.log(words);
  } catch (error) {
    if (ending) return;
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    await end(false, 1);
  }
}

/**
 * Starts the stand-in for Meta.
 * @param {Launch} launch
 * @param {{ dataDir: string, serverPort: number, watch?: boolean }} options
 * @returns {Promise<NodeJS.ProcessEnv>} what the server must know of it
 */
export async function keepSimulator({ keep, log }, { dataDir, serverPort, watch = false }) {
  const demo = await demoOf(dataDir);
  const program = join(ROOT, "simulator", "bin", "balcao-simulator.js");
  void keep({
    name: "The simulator",
    args: [...(watch ? ["--watch"] : []), program, ...simulatorFlags(demo, dataDir, serverPort)],
    log: log("simulator"),
  });
  return {
    DEMO: "1",
    DEMO_CHANNEL: demoChannel(demo),
    SIMULATOR_URL: `http://127.0.0.1:${demo.simulatorPort}`,
    CLOCK_FILE: join(dataDir, "clock-offset"),
  };
}

/**
 * What the server says to the launch among the lines of its log.
 * @param {string} line
 * @returns {{ ready?: boolean, url?: string, print?: string, telling?: number }} `print` is meant for the person at the terminal;
 *   `telling` is how far the demo's story is, from 0 to 1
 */
export function serverMessage(line) {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
