import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";

/** A PostgreSQL of a run that can be killed. */
export type Database = {
  /** SIGKILL, and started again once all of it is gone, as `npm start` does */
  killAndStart(): Promise<void>;
  /** lets it recover by itself, and starts it again when it has given up, as `npm start` does */
  keepUp(): Promise<void>;
};

const RECOVERY_MS = 3_000;

type Tools = {
  startPostgres(options: {
    dataDir: string;
    durable: boolean;
  }): Promise<{ url: string; exited: Promise<void> }>;
};

/** The one whose files are in this folder (see scripts/lib/throwaway.mjs). */
export async function databaseIn(folder: string): Promise<Database> {
  const dataDir = join(folder, "data");
  const { directory } = JSON.parse(readFileSync(join(dataDir, "postgres.json"), "utf8")) as {
    directory: string;
  };
  const tools = (await import(String(new URL("../scripts/lib/postgres.mjs", import.meta.url)))) as Tools;
  return {
    async keepUp() {
      await rest(RECOVERY_MS);
      if (!existsSync(join(directory, "postmaster.pid")))
        await tools.startPostgres({ dataDir, durable: true });
    },
    async killAndStart() {
      const [pid] = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
      process.kill(Number(pid), "SIGKILL");
      await tools.startPostgres({ dataDir, durable: true });
    },
  };
}
