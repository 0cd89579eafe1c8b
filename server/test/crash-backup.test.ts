import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../src/platform/database.ts";
import { startCrashDesk, type CrashDesk, type Row } from "./crash-desk.ts";
import { messagePosts, MESSAGES_EACH } from "./crash-traffic.ts";
import { seeded } from "./random.ts";

type Tools = {
  backUp(options: { dataDir: string; url: string; to: string }): Promise<{ files: number }>;
  restoreBackup(options: { from: string; dataDir: string }): Promise<unknown>;
  startPostgres(options: { dataDir: string }): Promise<{ url: string; stop(mode: string): Promise<void> }>;
};
const script = (name: string): string => String(new URL(`../../scripts/lib/${name}.mjs`, import.meta.url));

const PEOPLE = 6;

describe("a backup that is made while customers write", () => {
  let desk: CrashDesk;
  let tools: Tools;
  let folder: string;
  let restored: Awaited<ReturnType<Tools["startPostgres"]>> | null = null;

  beforeAll(async () => {
    // slow enough that much always waits to be sent
    desk = await startCrashDesk(() => ({ before: 40, after: 80, fault: "none" }));
    folder = await mkdtemp(join(tmpdir(), "balcao-backup-"));
    tools = Object.assign(
      {},
      ...(await Promise.all(["backup", "restore", "postgres"].map((name) => import(script(name))))),
    ) as Tools;
  }, 120_000);
  afterAll(async () => {
    await restored?.stop("immediate");
    await desk?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("has all that was there when it began, and the restored desk sends nothing again", async () => {
    const [line] = desk.lines;
    if (!line) throw new Error("no number");
    const talks = Array.from({ length: PEOPLE }, (_, person) => ({ line, person }));
    const posts = messagePosts(talks, Date.now() - MESSAGES_EACH * 1000, 60, seeded(11));
    const first = desk.startWorker();
    await first.ready;
    const delivering = (async () => {
      for (const post of posts) await desk.deliver(post);
    })();
    const waiting = sql<Row>`SELECT count(*) FROM outbox WHERE state = 'queued'`;
    await expect.poll(() => desk.value(waiting), { timeout: 60_000, interval: 10 }).toBeGreaterThan(3);
    const heard = sql<Row>`SELECT wamid FROM message WHERE direction = 'in'`;
    const before = (await desk.rows(heard)).map(({ wamid }) => wamid);
    const to = join(folder, "copy");
    await tools.backUp({ dataDir: join(desk.postgres.folder, "data"), url: desk.postgres.url, to });
    // every company's audit log says so
    const told = sql<Row>`SELECT count(DISTINCT account_id) = (SELECT count(*) FROM account) FROM event WHERE type = 'security.backup_made'`;
    expect(await desk.value(told)).toBe(true);
    await delivering;
    const left = sql<Row>`SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM outbox WHERE state <> 'unknown') AS n`;
    await expect.poll(() => desk.value(left), { timeout: 120_000, interval: 100 }).toBe(0);
    await first.kill();
    const sent = desk.graph.accepted.length;

    const dataDir = join(folder, "data");
    await tools.restoreBackup({ from: to, dataDir });
    restored = await tools.startPostgres({ dataDir });
    const db = openDatabase({ url: restored.url, role: "balcao_system", max: 2, name: "restored" });
    try {
      const column = async (statement: ReturnType<typeof sql<Row>>): Promise<unknown[]> =>
        (await statement.execute(db)).rows.map((row) => Object.values(row)[0]);
      const kept = new Set(await column(heard));
      expect(before.filter((wamid) => !kept.has(wamid))).toEqual([]);
      const waited = new Set(await column(sql<Row>`SELECT message_id FROM outbox WHERE state <> 'unknown'`));
      expect(waited.size).toBeGreaterThan(3);
      const heir = desk.startWorker(restored.url);
      await heir.ready;
      await expect.poll(async () => (await column(left))[0], { timeout: 60_000 }).toBe(0);
      await heir.kill();
      // what had come and was not handled yet is answered by the heir; what waited to be sent is not sent, and says so
      expect(desk.graph.accepted.slice(sent).filter(({ opaque }) => waited.has(opaque))).toEqual([]);
      const doubtful = await column(
        sql<Row>`SELECT id FROM message WHERE direction = 'out' AND status = 'unknown'`,
      );
      expect([...waited].filter((id) => !doubtful.includes(id))).toEqual([]);
    } finally {
      await db.destroy();
    }
  }, 240_000);
});
