import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { serverProgram } from "../../scripts/lib/server-program.mjs";
import { createCompany, type Company } from "../../server/src/demo/company.ts";
import { systemClock } from "../../server/src/platform/clock.ts";
import { createSealer } from "../../server/src/platform/crypto.ts";
import { openDatabase } from "../../server/src/platform/database.ts";
import type { Deps } from "../../server/src/platform/deps.ts";
import { createLogger } from "../../server/src/platform/logger.ts";
import { smtpMailer } from "../../server/src/platform/mailer.ts";
import { migrate } from "../../server/src/platform/migrate.ts";
import { folderStorage } from "../../server/src/platform/storage.ts";
import { localWake } from "../../server/src/platform/wake.ts";
import { freePort } from "../../server/test/free-port.ts";

export const NUMBER = {
  phoneNumberId: "400500600700800",
  wabaId: "300100200300400",
  appSecret: "bench-app-secret",
};

/** Ends the server when this process is killed and can no longer do it. */
const GUARD = pathToFileURL(join(import.meta.dirname, "../../scripts/lib/end-with-parent.mjs")).href;

/** The database of this run, given by scripts/bench.mjs. */
export function databaseUrl(): string {
  const url = process.env["DATABASE_URL"];
  if (!url) throw new Error("DATABASE_URL is not set: run the benches with `npm run bench`");
  return url;
}

/** A migrated database with the demo company in it, and the means to look at it from this process. */
export type Installation = {
  url: string;
  secret: string;
  folder: string;
  graphUrl: string;
  deps: Deps;
  company: Company;
  close(): Promise<void>;
};

export async function install(graphUrl: string): Promise<Installation> {
  const url = databaseUrl();
  await migrate({ url });
  const secret = randomBytes(32).toString("base64");
  const folder = mkdtempSync(join(tmpdir(), "balcao-bench-"));
  const deps: Deps = {
    clock: systemClock,
    app: openDatabase({ url, role: "balcao_app", max: 2, name: "bench app" }),
    system: openDatabase({ url, role: "balcao_system", max: 16, name: "bench" }),
    log: createLogger((line) => process.stderr.write(`${line}\n`), Date.now),
    sealer: createSealer([secret]),
    storage: folderStorage(folder),
    mailer: smtpMailer({ innerHosts: [] }),
    wake: localWake(),
    baseUrl: "http://127.0.0.1",
    demo: true,
  };
  const company = await createCompany(deps, {
    demo: true,
    withBot: true,
    channel: {
      ...NUMBER,
      displayPhone: "5511900000001",
      graphBaseUrl: graphUrl,
      accessToken: "bench-access-token",
      verifyToken: "bench-verify-token",
    },
  });
  return {
    url,
    secret,
    folder,
    graphUrl,
    deps,
    company,
    async close() {
      await deps.app.destroy();
      await deps.system.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The product as in production: server/src/main.ts, web and worker in one process of its own. */
export type Running = { url: string; port: number; pid: number; startedInMs: number; stop(): Promise<void> };

export async function startServer(from: Installation, nodeFlags: string[] = []): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = serverProgram();
  const begun = performance.now();
  const child: ChildProcess = spawn(process.execPath, ["--import", GUARD, ...nodeFlags, ...program.args], {
    env: {
      ...program.env,
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      DATABASE_URL: from.url,
      BALCAO_SECRET: from.secret,
      DATA_DIR: from.folder,
      BASE_URL: url,
      GRAPH_BASE_URL: from.graphUrl,
      PORT: String(port),
      HOST: "127.0.0.1",
      ROLE: "all",
      DEMO: "1",
      WEB_DIST: join(import.meta.dirname, "../../web/dist"),
    },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    if (!child.stdout) return reject(new Error("no output of the server"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.includes('"ready":true')) resolve();
    });
    void ended.then(() => reject(new Error("the server ended before it was ready")));
  });
  return {
    url,
    port,
    pid: child.pid ?? 0,
    startedInMs: performance.now() - begun,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Resident memory of a process in bytes; null where the system does not tell (no /proc). */
export function residentBytes(pid: number): number | null {
  try {
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
