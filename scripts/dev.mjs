/**
 * `npm run dev`: as `npm start`, but the server starts again when its code changes and the pages come from Vite, which
 * replaces them in the browser. One address: Vite's.
 */
import { join } from "node:path";
import { launchOptions } from "./lib/arguments.mjs";
import { keepSimulator, launch, serverMessage } from "./lib/launch.mjs";
import { ROOT } from "./lib/paths.mjs";
import { freePort } from "./lib/ports.mjs";
import { run } from "./lib/problem.mjs";
import { serverProgram } from "./lib/server-program.mjs";

run(async () => {
  const { port, host, dataDir } = launchOptions();
  await launch({ dataDir, port, host }, async (launched) => {
    const { keep, log } = launched;
    const serverPort = (await freePort(0)) ?? 0;
    const program = serverProgram();
    const url = process.env.BASE_URL ?? `http://localhost:${port}`;
    const onLine = (/** @type {string} */ line) => console.log(line);
    const simulated = await keepSimulator(launched, { dataDir, serverPort, watch: true });
    const pages = keep(
      {
        name: "Vite",
        args: [
          join(ROOT, "node_modules", "vite", "bin", "vite.js"),
          "--port",
          String(port),
          "--strictPort",
          "--host",
          host,
          "--clearScreen",
          "false",
        ],
        env: { BALCAO_API: `http://127.0.0.1:${serverPort}` },
        cwd: join(ROOT, "web"),
        log: log("vite"),
        onLine,
      },
      (line) => line.includes(String(port)),
    );
    const server = keep(
      {
        name: "The server",
        args: ["--watch", ...program.args],
        env: {
          ...program.env,
          ...launched.env,
          ...simulated,
          PORT: String(serverPort),
          HOST: "127.0.0.1",
          ROLE: "all",
          BASE_URL: url,
          NODE_ENV: "development",
        },
        log: log("server"),
        onLine,
      },
      (line) => serverMessage(line).ready === true,
    );
    await Promise.all([server, pages]);
    return { url, words: `\nBalcão (development): ${url}\n` };
  });
});
