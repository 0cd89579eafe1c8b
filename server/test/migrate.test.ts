import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../src/platform/migrate.ts";
import { testWorld, type TestWorld } from "./harness.ts";

const ROLLS = "-- previous release may still run: yes (a test's)\n";
const STOPS = "-- previous release may still run: no (a test's)\n";

/** the last one of before the rule */
const UNRULED = "0031";

describe("every migration", () => {
  it("says in its first line whether the release before may still run", async () => {
    const folder = join(import.meta.dirname, "../migrations");
    const names = (await readdir(folder)).filter((name) => name > UNRULED).toSorted();
    expect(names.length).toBeGreaterThan(40);
    for (const name of names)
      expect([name, await readFile(join(folder, name), "utf8")]).toEqual([
        name,
        expect.stringMatching(/^-- previous release may still run: (yes|no)\b/u),
      ]);
  });
});

describe("a database that is brought to a release", () => {
  let world: TestWorld;
  let folder: string;
  let clients: pg.Client[];

  /** a connection of the database's owner; ended with the test */
  const connect = async (name?: string): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: world.url,
      ...(name === undefined ? {} : { application_name: name }),
    });
    await client.connect();
    clients.push(client);
    return client;
  };
  const begin = (limits: { patienceMs?: number; leaveMs?: number } = {}): Promise<string[]> =>
    migrate({ url: world.url, allowUnsafe: true, folder, ...limits });
  const add = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  /** until the migration waits for a table, or has given up waiting for the first time */
  const heldUp = async (client: pg.Client): Promise<void> => {
    await expect
      .poll(
        async () =>
          (
            await client.query(
              "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%ALTER TABLE label%'",
            )
          ).rowCount,
        { interval: 5 },
      )
      .toBe(1);
  };

  beforeEach(async () => {
    world = await testWorld();
    folder = await mkdtemp(join(tmpdir(), "balcao-migrations-"));
    await cp(join(import.meta.dirname, "../migrations"), folder, { recursive: true });
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("keeps nobody waiting behind a table that something else holds for long", async () => {
    await add("9001-color.sql", `${ROLLS}ALTER TABLE label ADD COLUMN test_color text`);
    const backup = await connect();
    await backup.query("BEGIN");
    await backup.query("SELECT FROM label");
    const desk = await connect();
    const done = begin();
    await heldUp(desk);
    // a reader comes after the one who waits: it would wait until the backup ended
    await desk.query("SET lock_timeout = 5000");
    await desk.query("SELECT FROM label");
    await backup.query("COMMIT");
    expect(await done).toEqual(["9001-color.sql"]);
    expect(await begin()).toEqual([]);
    await desk.query("SELECT test_color FROM label");
  });

  it("says who waits for what when a table is never free", async () => {
    await add("9001-color.sql", `${ROLLS}ALTER TABLE label ADD COLUMN test_color text`);
    const other = await connect();
    await other.query("BEGIN");
    await other.query("SELECT FROM label");
    await expect(begin({ patienceMs: 0 })).rejects.toThrow(/^database_held: 9001-color\.sql/u);
  });

  it("changes nothing beside programs that could not go on", async () => {
    await add("9001-rolls.sql", `${ROLLS}SELECT 1`);
    await add("9002-stops.sql", `${STOPS}SELECT 1`);
    const program = await connect("balcao web");
    await expect(begin({ leaveMs: 0 })).rejects.toThrow(/^upgrade_not_rolling: /u);
    const { rowCount } = await program.query("SELECT FROM schema_migration WHERE name LIKE '900%'");
    expect(rowCount).toBe(0);
    const done = begin();
    await program.end();
    clients = clients.filter((client) => client !== program);
    expect(await done).toEqual(["9001-rolls.sql", "9002-stops.sql"]);
  });

  it("goes on beside programs that may go on", async () => {
    await add("9001-rolls.sql", `${ROLLS}SELECT 1`);
    await connect("balcao web");
    expect(await begin({ leaveMs: 0 })).toEqual(["9001-rolls.sql"]);
  });

  it("is worked on by the release before where that is possible, and refused to it where it is not", async () => {
    await add("9001-rolls.sql", `${ROLLS}SELECT 1`);
    await begin();
    await rm(join(folder, "9001-rolls.sql"));
    expect(await begin()).toEqual([]);
    await add("9002-stops.sql", `${STOPS}SELECT 1`);
    await begin();
    await rm(join(folder, "9002-stops.sql"));
    await expect(begin()).rejects.toThrow(/^database_too_new: .*9002-stops\.sql/u);
  });

  it("is left alone when a file is not what ran", async () => {
    await add("9001-rolls.sql", `${ROLLS}SELECT 1`);
    await begin();
    await add("9001-rolls.sql", `${ROLLS}SELECT 2`);
    await expect(begin()).rejects.toThrow(/^migration_changed: 9001-rolls\.sql/u);
  });
});
