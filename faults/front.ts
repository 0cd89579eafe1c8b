import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../server/test/free-port.ts";
import { rest } from "../server/test/crash-storm.ts";

const PAGE = new URL("../docs/nginx.conf", import.meta.url);

/** An nginx before programs that serve the web. */
export type Front = { port: number; close(): Promise<void> };

export const hasNginx = (): boolean => spawnSync("nginx", ["-v"]).status === 0;

/** The page that the manual hands out, with these ports in it and without the certificate. */
function pageFor(port: number, nodes: readonly number[]): string {
  const page = readFileSync(PAGE, "utf8")
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace(/^ *ssl_.*\n/gm, "")
    .replace(
      /(server 127\.0\.0\.1:)300(\d)/g,
      (_, before: string, place: string) => before + nodes[Number(place)],
    );
  if (!nodes.every((node) => page.includes(`:${node} `)))
    throw new Error("docs/nginx.conf names other programs");
  return page;
}

/** Starts one that listens on this machine only. Rejects when it does not come up. */
export async function frontOf(nodes: readonly number[]): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), "balcao-nginx-"));
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((of) => `${of}_temp_path ${folder};`);
  writeFileSync(
    file,
    [
      ...(process.getuid?.() === 0 ? ["user root;"] : []),
      `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}`,
      `http { access_log off; ${temp.join(" ")}\n${pageFor(port, nodes)}}`,
    ].join("\n"),
  );
  const child = spawn("nginx", ["-p", folder, "-c", file], { stdio: "ignore" });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const close = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", () => child.kill("SIGKILL"));
  for (let look = 0; look < 100; look++) {
    if (child.exitCode !== null) throw new Error(readFileSync(join(folder, "error.log"), "utf8"));
    const answers = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answers) return { port, close };
    await rest(50);
  }
  await close();
  throw new Error("nginx does not answer");
}
