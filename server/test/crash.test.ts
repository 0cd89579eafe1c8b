import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCrashDesk, type CrashDesk, type Row } from "./crash-desk.ts";
import type { Accepted, GraphManners } from "./crash-graph.ts";
import type { Program } from "./crash-processes.ts";
import { MESSAGES_EACH, messagePosts, post, statusesOf, type Post, type Talk } from "./crash-traffic.ts";
import { seeded } from "./random.ts";

const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
const WEBHOOKS = 10_000;
const MESSAGE_WEBHOOKS = 4_000;
const KILLS = 20;
const AT_ONCE = 12;
/** after the last delivery: leases run out, doubts hold for 10 s, and what waited goes out */
const QUIET_MS = 120_000;

const random = seeded(SEED);
/** what is drawn when things happen: their order is the machine's, so only `random` can be repeated exactly */
const chaos = seeded(SEED + 1);

const manners: GraphManners = () => {
  const draw = chaos.below(1000);
  const fault =
    draw < 15
      ? "refused_for_now"
      : draw < 25
        ? "too_fast"
        : draw < 30
          ? "page"
          : draw < 35
            ? "silence"
            : "none";
  return { before: 1 + chaos.below(10), after: 1 + chaos.below(25), fault };
};
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What Graph has accepted becomes statuses, which Meta sends in its own time. */
class Statuses {
  readonly last = new Map<string, string>();
  readonly #waiting: Parameters<typeof post>[0][number][] = [];
  readonly #desk: CrashDesk;
  #seen = 0;

  constructor(desk: CrashDesk) {
    this.#desk = desk;
  }

  #gather(): void {
    for (const accepted of this.#desk.graph.accepted.slice(this.#seen)) {
      const line = this.#desk.lines.find((entry) => entry.phoneNumberId === accepted.phoneNumberId);
      if (!line) throw new Error(`sent from an unknown number ${accepted.phoneNumberId}`);
      const { items, last } = statusesOf(accepted, line, chaos);
      this.last.set(accepted.opaque, last);
      this.#waiting.push(...items);
      this.#seen++;
    }
  }

  idle(): boolean {
    this.#gather();
    return this.#waiting.length === 0;
  }

  /** A delivery of some of them, from anywhere in the queue; null when there are none. */
  next(): Post | null {
    this.#gather();
    const [first] = this.#waiting.splice(chaos.below(this.#waiting.length), 1);
    if (!first) return null;
    const items = [first];
    const size = chaos.chance(0.97) ? 1 + chaos.below(8) : 1 + chaos.below(50);
    for (let place = 0; place < this.#waiting.length && items.length < size;) {
      const item = this.#waiting[place];
      if (item && item.line.company === first.line.company && chaos.chance(0.6))
        items.push(...this.#waiting.splice(place, 1));
      else place++;
    }
    return post(items, chaos);
  }
}

/** All deliveries through the front door, while workers die. Answers how many were delivered. */
async function storm(desk: CrashDesk, talks: readonly Talk[], statuses: Statuses): Promise<number> {
  const messages = messagePosts(talks, Date.now() - MESSAGES_EACH * 1000, MESSAGE_WEBHOOKS, random);
  const workers: Program[] = [desk.startWorker(), desk.startWorker()];
  await Promise.all(workers.map((worker) => worker.ready));
  const past: Post[] = [];
  let delivered = 0;
  let killed = 0;
  const share = WEBHOOKS / (KILLS + 1);
  const courier = async (): Promise<void> => {
    while (delivered < WEBHOOKS || messages.length > 0) {
      // deliveries are spread over the deaths, so that each finds the workers busy
      if (killed < KILLS && delivered > (killed + 2) * share) {
        await rest(5);
        continue;
      }
      const status = messages.length === 0 || chaos.chance(0.4) ? statuses.next() : null;
      const next = status ?? messages.shift() ?? past[chaos.below(past.length)];
      if (!next) throw new Error("nothing was ever delivered");
      past.push(next);
      await desk.deliver(next);
      delivered++;
    }
  };
  const executioner = async (): Promise<void> => {
    while (killed < KILLS) {
      if (delivered < (killed + 1) * share) {
        await rest(5);
        continue;
      }
      await rest(chaos.below(200));
      const slot = chaos.below(2);
      await workers[slot]?.kill();
      workers[slot] = desk.startWorker();
      killed++;
      // each death finds two workers that had begun to work
      await Promise.all(workers.map((worker) => worker.ready));
    }
  };
  await Promise.all([...Array.from({ length: AT_ONCE }, courier), executioner()]);
  return delivered;
}

/** Until nothing is left to do: no fact, no send that is not in doubt, no status at Meta. Answers how many more were delivered. */
async function quiet(desk: CrashDesk, statuses: Statuses): Promise<number> {
  const deadline = Date.now() + QUIET_MS;
  const left = sql<Row>`SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM outbox WHERE state <> 'unknown') AS n`;
  for (let more = 0; ;) {
    const next = statuses.next();
    if (next) {
      await desk.deliver(next);
      more++;
    } else {
      const count = await desk.value(left);
      // asked in this order: a status that comes now is of a send that was still counted
      if (count === 0 && statuses.idle()) return more;
      if (Date.now() > deadline) throw new Error(`${String(count)} facts and sends never ended`);
      await rest(100);
    }
  }
}

type Sent = { id: string; conversation: string; seq: number; status: string; accepted: Accepted[] };

/** Every answer of the bot, with what Graph took of it. */
async function answers(desk: CrashDesk): Promise<Sent[]> {
  const taken = Map.groupBy(desk.graph.accepted, (entry) => entry.opaque);
  const rows = await desk.rows(
    sql<Row>`SELECT id, conversation_id AS conversation, seq, status FROM message WHERE direction = 'out' ORDER BY conversation_id, seq`,
  );
  return rows.map((row) => ({
    ...(row as Omit<Sent, "accepted">),
    accepted: taken.get(String(row["id"])) ?? [],
  }));
}

describe(`the pipeline while workers are killed (CRASH_SEED=${SEED})`, () => {
  let desk: CrashDesk;
  let statuses: Statuses;
  let talks: Talk[];
  let delivered: number;

  beforeAll(async () => {
    desk = await startCrashDesk(manners);
    statuses = new Statuses(desk);
    talks = [100, 50, 50].flatMap((people, index) =>
      desk.lines
        .slice(index, index + 1)
        .flatMap((line) => Array.from({ length: people }, (_, person) => ({ line, person }))),
    );
    delivered = await storm(desk, talks, statuses);
    delivered += await quiet(desk, statuses);
  }, 400_000);
  afterAll(() => desk?.stop());

  it("keeps every delivery that it answered with 200", async () => {
    expect(delivered).toBeGreaterThanOrEqual(WEBHOOKS);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM webhook_delivery`)).toBe(delivered);
  });

  it("has every message once, in order, in one conversation per person and number", async () => {
    const rows = await desk.rows(
      sql<Row>`SELECT conversation_id AS conversation, wamid FROM message WHERE direction = 'in' ORDER BY conversation_id, at, seq`,
    );
    const threads = Map.groupBy(rows, (row) => row["conversation"]);
    const expected = talks.map(({ line, person }) =>
      Array.from(
        { length: MESSAGES_EACH },
        (_, place) => `wamid.in.${line.phoneNumberId}.${person}.${place}`,
      ),
    );
    expect([...threads.values()].map((thread) => thread.map((row) => row["wamid"]).join(" ")).sort()).toEqual(
      expected.map((thread) => thread.join(" ")).sort(),
    );
    expect(await desk.value(sql<Row>`SELECT count(*) FROM conversation`)).toBe(talks.length);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM contact`)).toBe(150);
  });

  it("lets the bot answer each message once, and Graph take each answer at most once, in order", async () => {
    const sent = await answers(desk);
    for (const said of Map.groupBy(sent, (entry) => entry.conversation).values())
      expect(said).toHaveLength(MESSAGES_EACH);
    expect(sent).toHaveLength(talks.length * MESSAGES_EACH);
    expect(sent.filter(({ accepted }) => accepted.length > 1)).toEqual([]);
    const byId = new Map(sent.map((entry) => [entry.id, entry]));
    expect(desk.graph.accepted.filter(({ opaque }) => !byId.has(opaque))).toEqual([]);
    const ledgers = Map.groupBy(desk.graph.accepted, ({ opaque }) => byId.get(opaque)?.conversation);
    for (const ledger of ledgers.values()) {
      const places = ledger.map(({ opaque }) => byId.get(opaque)?.seq ?? -1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(ledger.filter(({ body }) => body.includes("🌻")).length).toBeLessThanOrEqual(1);
    }
  });

  it("says of each answer what became of it; in doubt are only those that Graph never took", async () => {
    const sent = await answers(desk);
    const untaken = new Set(["unknown", "failed"]);
    const wrong = sent.filter(({ id, status, accepted }) =>
      accepted.length === 1 ? status !== statuses.last.get(id) : !untaken.has(status),
    );
    expect(wrong).toEqual([]);
    expect(await desk.value(sql<Row>`SELECT count(*) FROM outbox`)).toBe(
      sent.filter(({ status }) => status === "unknown").length,
    );
  });

  it("sets aside only what nobody can read, and blames no healthy fact", async () => {
    expect(await desk.rows(sql<Row>`SELECT DISTINCT kind FROM quarantined_fact`)).toEqual([
      { kind: "unreadable" },
    ]);
    expect(desk.complaints.filter(({ event }) => String(event).includes("quarantined"))).toEqual([]);
  });
});
