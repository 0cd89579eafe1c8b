import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCrashDesk, type CrashDesk, type Row } from "./crash-desk.ts";
import { usualManners } from "./crash-graph.ts";
import type { Program } from "./crash-processes.ts";
import { quiet, Statuses, storm } from "./crash-storm.ts";
import { MESSAGES_EACH, type Talk } from "./crash-traffic.ts";
import { judge } from "./crash-verdict.ts";
import { seeded } from "./random.ts";

const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
const WEBHOOKS = 10_000;
const MESSAGE_WEBHOOKS = 4_000;
const KILLS = 20;

const random = seeded(SEED);
/** what is drawn when things happen: their order is the machine's, so only `random` can be repeated exactly */
const chaos = seeded(SEED + 1);

describe(`the pipeline while workers are killed (CRASH_SEED=${SEED})`, () => {
  let desk: CrashDesk;
  let talks: Talk[];
  let delivered: number;
  let verdict: Awaited<ReturnType<typeof judge>>;

  beforeAll(async () => {
    desk = await startCrashDesk(() => usualManners(chaos));
    const statuses = new Statuses(desk, chaos);
    talks = [100, 50, 50].flatMap((people, index) =>
      desk.lines
        .slice(index, index + 1)
        .flatMap((line) => Array.from({ length: people }, (_, person) => ({ line, person }))),
    );
    const workers: Program[] = [desk.startWorker(), desk.startWorker()];
    await Promise.all(workers.map((worker) => worker.ready));
    const strike = async (): Promise<void> => {
      const slot = chaos.below(2);
      await workers[slot]?.kill();
      workers[slot] = desk.startWorker();
      // each death finds two workers that had begun to work
      await Promise.all(workers.map((worker) => worker.ready));
    };
    const sizes = { webhooks: WEBHOOKS, messageWebhooks: MESSAGE_WEBHOOKS, strikes: KILLS };
    delivered = await storm(desk, { talks, ...sizes, strike, random, chaos }, statuses);
    delivered += await quiet(desk, statuses);
    verdict = await judge(desk, talks, statuses.last);
  }, 400_000);
  afterAll(() => desk?.stop());

  it("keeps every delivery that it answered with 200", async () => {
    expect(delivered).toBeGreaterThanOrEqual(WEBHOOKS);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM webhook_delivery`)).toBe(delivered);
  });

  it("has every message once, in order, in one conversation per person and number", async () => {
    const { lost, doubled, disordered, scattered } = verdict.offences;
    expect({ lost, doubled, disordered, scattered }).toEqual({
      lost: [],
      doubled: [],
      disordered: [],
      scattered: [],
    });
    expect(await desk.value(sql<Row>`SELECT count(*) FROM message WHERE direction = 'in'`)).toBe(
      talks.length * MESSAGES_EACH,
    );
    expect(await desk.value(sql<Row>`SELECT count(*) FROM conversation`)).toBe(talks.length);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM contact`)).toBe(150);
  });

  it("lets the bot answer each message once, and Graph take each answer at most once, in order", () => {
    const { unanswered, answeredTwice, sentTwice, unknownToUs, sentOutOfOrder, greetedTwice } =
      verdict.offences;
    expect([unanswered, answeredTwice, sentTwice, unknownToUs, sentOutOfOrder, greetedTwice].flat()).toEqual(
      [],
    );
    expect(verdict.answers).toBe(talks.length * MESSAGES_EACH);
  });

  it("says of each answer what became of it; in doubt are only those that Graph never took", async () => {
    expect(verdict.offences.untrue).toEqual([]);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM outbox`)).toBe(verdict.inDoubt);
  });

  it("sets aside only what nobody can read, and blames no healthy fact", async () => {
    expect(await desk.rows(sql<Row>`SELECT DISTINCT kind FROM quarantined_fact`)).toEqual([
      { kind: "unreadable" },
    ]);
    expect(verdict.offences.blamed).toEqual([]);
  });
});
