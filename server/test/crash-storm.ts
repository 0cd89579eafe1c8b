import { sql } from "kysely";
import type { CrashDesk, Row } from "./crash-desk.ts";
import { messagePosts, MESSAGES_EACH, post, statusesOf, type Post, type Talk } from "./crash-traffic.ts";
import type { Random } from "./random.ts";

const AT_ONCE = 12;
/** after the last that ended: leases run out, doubts hold for 10 s, and what is tried again waits 37 s at most */
const QUIET_MS = 90_000;

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What Graph has accepted becomes statuses, which Meta sends in its own time. */
export class Statuses {
  readonly last = new Map<string, string>();
  readonly #waiting: Parameters<typeof post>[0][number][] = [];
  readonly #desk: CrashDesk;
  readonly #chaos: Random;
  #seen = 0;

  constructor(desk: CrashDesk, chaos: Random) {
    this.#desk = desk;
    this.#chaos = chaos;
  }

  #gather(): void {
    for (const accepted of this.#desk.graph.accepted.slice(this.#seen)) {
      const line = this.#desk.lines.find((entry) => entry.phoneNumberId === accepted.phoneNumberId);
      if (!line) throw new Error(`sent from an unknown number ${accepted.phoneNumberId}`);
      const { items, last } = statusesOf(accepted, line, this.#chaos);
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
    const [first] = this.#waiting.splice(this.#chaos.below(this.#waiting.length), 1);
    if (!first) return null;
    const items = [first];
    const size = this.#chaos.chance(0.97) ? 1 + this.#chaos.below(8) : 1 + this.#chaos.below(50);
    for (let place = 0; place < this.#waiting.length && items.length < size;) {
      const item = this.#waiting[place];
      if (item && item.line.company === first.line.company && this.#chaos.chance(0.6))
        items.push(...this.#waiting.splice(place, 1));
      else place++;
    }
    return post(items, this.#chaos);
  }
}

export type Storm = {
  talks: readonly Talk[];
  /** deliveries in all, and how many of them carry what customers wrote */
  webhooks: number;
  messageWebhooks: number;
  /** how often it is struck, evenly spread over the deliveries, and what that is; it answers when the next may come */
  strikes: number;
  strike(index: number): Promise<void>;
  /** so many deliveries a second, until the last strike is over, with repetitions at the end if need be; none = as fast as they are taken */
  perSecond?: number;
  /** what is sent, which can be repeated, and what is drawn when things happen, which cannot: their order is the machine's */
  random: Random;
  chaos: Random;
};

/** All deliveries through the front door, while the desk is struck. Answers how many were delivered. */
export async function storm(desk: CrashDesk, plan: Storm, statuses: Statuses): Promise<number> {
  const { talks, webhooks, strikes, perSecond, random, chaos } = plan;
  const messages = messagePosts(talks, Date.now() - MESSAGES_EACH * 1000, plan.messageWebhooks, random);
  const past: Post[] = [];
  let delivered = 0;
  let struck = 0;
  let slot = 0;
  const share = webhooks / (strikes + 1);
  const courier = async (): Promise<void> => {
    while (delivered < webhooks || messages.length > 0 || (perSecond !== undefined && struck < strikes)) {
      if (perSecond !== undefined) {
        const now = performance.now();
        slot = Math.max(slot + 1000 / perSecond, now);
        await rest(slot - now);
      } else if (struck < strikes && delivered > (struck + 2) * share) {
        // deliveries are spread over the strikes, so that each finds the desk busy
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
  const striker = async (): Promise<void> => {
    while (struck < strikes) {
      if (delivered < (struck + 1) * share) {
        await rest(5);
        continue;
      }
      await rest(chaos.below(200));
      await plan.strike(struck);
      struck++;
    }
  };
  await Promise.all([...Array.from({ length: AT_ONCE }, courier), striker()]);
  return delivered;
}

/** Until nothing is left to do: no fact, no send that is not in doubt, no status at Meta. Answers how many more were delivered. */
export async function quiet(desk: CrashDesk, statuses: Statuses): Promise<number> {
  let deadline = Date.now() + QUIET_MS;
  let fewest = Number.POSITIVE_INFINITY;
  const left = sql<Row>`SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM outbox WHERE state <> 'unknown') AS n`;
  const which = sql<Row>`SELECT to_jsonb(f) AS left FROM fact f UNION ALL SELECT to_jsonb(o) - 'request' FROM outbox o WHERE o.state <> 'unknown' LIMIT 20`;
  for (let more = 0; ;) {
    const next = statuses.next();
    if (next) {
      await desk.deliver(next);
      more++;
    } else {
      const count = Number(await desk.value(left));
      // asked in this order: a status that comes now is of a send that was still counted
      if (count === 0 && statuses.idle()) return more;
      if (count < fewest) [fewest, deadline] = [count, Date.now() + QUIET_MS];
      if (Date.now() > deadline)
        throw new Error(`${count} facts and sends never ended: ${JSON.stringify(await desk.rows(which))}`);
      await rest(100);
    }
  }
}
