import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataDir } from "./data-dir.mjs";
import { productNode } from "./paths.mjs";
import { connectAs } from "./postgres-adopt.mjs";
import { startPostgres } from "./postgres.mjs";
import { gone, isAlive } from "./processes.mjs";
import { placeFor } from "./throwaway.mjs";

type Postgres = Awaited<ReturnType<typeof startPostgres>>;

let folder = "";
let dataDir = "";
const running: Postgres[] = [];
const children: ChildProcess[] = [];

/** Not durable unless a loss is what is tested. */
async function start(durable = false): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, durable });
  running.push(postgres);
  return postgres;
}

async function ask(postgres: Postgres, question: string): Promise<unknown> {
  const client = await connectAs(postgres.url);
  try {
    const { rows } = await client.query(question);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

function pidFile(postgres: Postgres): string {
  return join(postgres.directory, "postmaster.pid");
}

/** A launcher of its own that starts PostgreSQL, says so, and stays. */
async function launchElsewhere(): Promise<{ pid: number; kill(): Promise<void> }> {
  const module = (name: string) => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
  const code = `
    import { startPostgres } from ${module("postgres.mjs")};
    const { pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
    console.log(pid);
    setInterval(() => undefined, 1000);`;
  const child = spawn(productNode(), ["--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return {
    pid: Number(line),
    async kill() {
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}

beforeEach(() => {
  folder = mkdtempSync(join(placeFor(false), "balcao-postgres-test-"));
  chmodSync(folder, 0o711);
  dataDir = join(folder, "data");
  openDataDir(dataDir);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const postgres of running.splice(0)) {
    await postgres.stop("immediate");
    if (dirname(postgres.directory) !== dataDir)
      rmSync(dirname(postgres.directory), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

describe("the embedded PostgreSQL", () => {
  it("speaks UTF-8, sorts as C.UTF-8, and is reached on this machine only, with a password", async () => {
    const postgres = await start();
    expect(await ask(postgres, "SHOW server_encoding")).toBe("UTF8");
    expect(
      await ask(
        postgres,
        "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'balcao'",
      ),
    ).toBe("b C.UTF-8");
    expect(await ask(postgres, "SELECT lower('ÁGUA')")).toBe("água");
    expect(await ask(postgres, "SHOW listen_addresses")).toBe("127.0.0.1");
    const guess = new URL(postgres.url);
    guess.password = "password";
    await expect(connectAs(guess.href)).rejects.toMatchObject({ code: "28P01" });
  });

  it("finds its data and its address again", async () => {
    const first = await start();
    await ask(first, "CREATE TABLE kept (x int)");
    await first.stop("fast");
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(second.adopted).toBe(false);
    expect(await ask(second, "SELECT count(*)::int FROM kept")).toBe(0);
  });

  it("adopts the server that a killed launcher left behind", async () => {
    const elsewhere = await launchElsewhere();
    await elsewhere.kill();
    expect(isAlive(elsewhere.pid)).toBe(true);
    const postgres = await start();
    expect(postgres).toMatchObject({ adopted: true, pid: elsewhere.pid });
    expect(await ask(postgres, "SELECT 1")).toBe(1);
    await postgres.stop("fast");
    expect(isAlive(elsewhere.pid)).toBe(false);
  });

  it("comes back by itself after its own sudden death", async () => {
    const first = await start(true);
    await ask(first, "CREATE TABLE kept (x int)");
    process.kill(first.pid, "SIGKILL");
    await gone(first.pid, 10_000);
    const second = await start(true);
    expect(second.adopted).toBe(false);
    expect(await ask(second, "SELECT count(*)::int FROM kept")).toBe(0);
  });

  it("starts although a stranger lives under the dead server's number", async () => {
    const first = await start();
    await first.stop("fast");
    const stranger = spawn(productNode(), ["--eval", "setInterval(() => undefined, 1000)"], {
      stdio: "ignore",
    });
    children.push(stranger);
    const port = new URL(first.url).port;
    writeFileSync(
      pidFile(first),
      `${stranger.pid}\n${first.directory}\n1700000000\n${port}\n\n127.0.0.1\n   1   1\nready   \n`,
    );
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(second.pid).not.toBe(stranger.pid);
    expect(Number(readFileSync(pidFile(second), "utf8").split("\n")[0])).toBe(second.pid);
  });

  it("takes another port when something else took its own", async () => {
    const first = await start();
    await first.stop("fast");
    const taken = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await once(taken, "listening");
    try {
      const second = await start();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
      expect(await ask(second, "SELECT 1")).toBe(1);
    } finally {
      taken.close();
    }
  });

  it("begins again when its making was cut short", async () => {
    const first = await start();
    await first.stop("fast");
    // as it is after the password was written and before the cluster was whole
    const file = join(dataDir, "postgres.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ready: false }));
    rmSync(first.directory, { recursive: true });
    const second = await start();
    expect(await ask(second, "SELECT current_database()")).toBe("balcao");
  });

  it("does not begin with an empty database where one is missing", async () => {
    const first = await start();
    await first.stop("fast");
    rmSync(first.directory, { recursive: true });
    await expect(start()).rejects.toThrow(/is gone. Put it back/);
  });

  it("refuses data of another PostgreSQL version", async () => {
    const first = await start();
    await first.stop("fast");
    const file = join(dataDir, "postgres.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), major: "17" }));
    await expect(start()).rejects.toThrow(/written by PostgreSQL 17/);
  });
});
