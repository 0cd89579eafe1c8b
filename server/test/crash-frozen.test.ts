import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCrashDesk, type CrashDesk, type Row } from "./crash-desk.ts";
import { MESSAGES_EACH, messagePosts } from "./crash-traffic.ts";
import { seeded } from "./random.ts";

const PEOPLE = 10;

describe("a worker that freezes with lanes and calls in its hands", () => {
  let desk: CrashDesk;

  beforeAll(async () => {
    // Graph is slow enough for calls to be under way at any moment
    desk = await startCrashDesk(() => ({ before: 50, after: 200, fault: "none" }));
  }, 120_000);
  afterAll(() => desk?.stop());

  const left = (): Promise<unknown> =>
    desk.value(
      sql<Row>`SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM outbox WHERE state <> 'unknown') AS n`,
    );
  const states = async (): Promise<Record<string, number>> => {
    const rows = await desk.rows(
      sql<Row>`SELECT status, count(*)::int AS n FROM message WHERE direction = 'out' GROUP BY 1`,
    );
    return Object.fromEntries(rows.map((row) => [String(row["status"]), Number(row["n"])]));
  };

  it("loses both to another, and neither says nor does anything twice when it wakes", async () => {
    const [line] = desk.lines;
    if (!line) throw new Error("no number");
    const talks = Array.from({ length: PEOPLE }, (_, person) => ({ line, person }));
    const posts = messagePosts(talks, Date.now() - MESSAGES_EACH * 1000, 100, seeded(7));
    const sleeper = desk.startWorker();
    await sleeper.ready;
    for (const post of posts.splice(0, 30)) await desk.deliver(post);
    const calling = sql<Row>`SELECT count(*) FROM outbox WHERE state = 'calling'`;
    await expect.poll(() => desk.value(calling), { timeout: 30_000, interval: 10 }).toBeGreaterThan(0);
    sleeper.signal("SIGSTOP");
    const frozenAt = performance.now();
    const heir = desk.startWorker();
    await heir.ready;
    for (const post of posts) await desk.deliver(post);
    // five seconds after the last sign of life its calls are in doubt, whatever the rest of the machine does
    await expect.poll(async () => (await states())["unknown"] ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
    const doubtful = (await states())["unknown"] ?? 0;
    sleeper.signal("SIGCONT");
    const slept = performance.now() - frozenAt;
    await expect.poll(left, { timeout: 120_000, interval: 100 }).toBe(0);
    const { accepted = 0, unknown = 0, ...others } = await states();
    expect([accepted + unknown, others]).toEqual([PEOPLE * MESSAGES_EACH, {}]);
    expect(unknown).toBeLessThanOrEqual(doubtful);
    const taken = new Set(desk.graph.accepted.map(({ opaque }) => opaque));
    expect(taken.size).toBe(desk.graph.accepted.length);
    // what Graph had told the sleeper is heard after all, unless it slept as long as a call may last
    if (slept < 20_000) expect(accepted).toBe(taken.size);
    else expect(accepted).toBeLessThanOrEqual(taken.size);
    const heard = sql<Row>`SELECT count(*) FROM message WHERE direction = 'in'`;
    expect(await desk.value(heard)).toBe(PEOPLE * MESSAGES_EACH);
    expect(desk.complaints.filter(({ event }) => String(event).includes("quarantined"))).toEqual([]);
  }, 240_000);
});
