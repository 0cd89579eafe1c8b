import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { manualClock } from "../src/platform/clock.ts";
import { createSealer } from "../src/platform/crypto.ts";
import { openDatabase } from "../src/platform/database.ts";
import type { Deps } from "../src/platform/deps.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { folderStorage } from "../src/platform/storage.ts";
import { localWake } from "../src/platform/wake.ts";

export const START = Date.UTC(2026, 10, 23, 12);

export type TestWorld = {
  deps: Deps;
  clock: ReturnType<typeof manualClock>;
  url: string;
  /** where the storage keeps its files */
  folder: string;
  close(): Promise<void>;
};

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A database of its own, cloned from the migrated template, with a clock that stands still. `open`: another way to its pools. */
export async function testWorld(open: typeof openDatabase = openDatabase): Promise<TestWorld> {
  const base = process.env["TEST_DATABASE_URL"] ?? "";
  const name = `balcao_test_${uuidv7().replaceAll("-", "")}`;
  // as files, not page by page through the log: for a small database the checkpoints that this asks for cost less
  await asOwner(base, `CREATE DATABASE ${name} TEMPLATE balcao_template STRATEGY file_copy`);
  const target = new URL(base);
  target.pathname = `/${name}`;
  const folder = await mkdtemp(join(tmpdir(), "balcao-media-"));
  const clock = manualClock(START);
  const deps: Deps = {
    clock,
    app: open({ url: target.href, role: "balcao_app", max: 6, name: "test app" }),
    system: open({ url: target.href, role: "balcao_system", max: 8, name: "test system" }),
    log: silentLogger,
    sealer: createSealer([Buffer.alloc(32, 7).toString("base64")]),
    storage: folderStorage(folder),
    mailer: smtpMailer({ innerHosts: ["127.0.0.1"] }),
    wake: localWake(),
    baseUrl: "http://127.0.0.1:3000",
    demo: true,
  };
  return {
    deps,
    clock,
    url: target.href,
    folder,
    async close() {
      await deps.app.destroy();
      await deps.system.destroy();
      await asOwner(base, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
