/**
 * `npm start`: the database, the server and, in the demonstration, the stand-in for Meta with its phone; one address.
 * Ctrl+C stops all of it in order, a second one at once.
 */
import { launchOptions } from "./lib/arguments.mjs";
import { keepSimulator, launch, serverMessage } from "./lib/launch.mjs";
import { run } from "./lib/problem.mjs";
import { serverProgram } from "./lib/server-program.mjs";
import { WEB_DIST } from "./lib/web-build.mjs";

let storySaid = false;

/** @param {number} part from 0 to 1 */
function showStory(part) {
  if (!process.stdout.isTTY) {
    if (!storySaid) console.log("Telling the demo's story (the first time only)…");
    storySaid = true;
    return;
  }
  process.stdout.write(`\rTelling the demo's story (the first time only)… ${Math.round(part * 100)} %`);
  if (part === 1) process.stdout.write("\n");
}

run(async () => {
  const { port, host, dataDir, demo } = launchOptions();
  await launch({ dataDir, port, host }, async (launched) => {
    const program = serverProgram();
    let url = process.env.BASE_URL ?? `http://localhost:${port}`;
    const simulated = demo ? await keepSimulator(launched, { dataDir, serverPort: port }) : {};
    await launched.keep(
      {
        name: "The server",
        args: program.args,
        env: {
          ...program.env,
          ...launched.env,
          ...simulated,
          PORT: String(port),
          HOST: host,
          ROLE: process.env.ROLE ?? "all",
          BASE_URL: url,
          WEB_DIST,
          NODE_ENV: "production",
        },
        log: launched.log("server"),
        onLine(line) {
          const { print, url: served, telling } = serverMessage(line);
          if (telling !== undefined) showStory(telling);
          if (served) url = served;
          if (print) console.log(print);
        },
      },
      (line) => serverMessage(line).ready === true,
    );
    return { url, words: `\nBalcão: ${url}\n(Ctrl+C stops it)` };
  });
});
