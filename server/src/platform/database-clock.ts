import { sql } from "kysely";
import type { Clock } from "./clock.ts";
import type { Db } from "./database.ts";
import type { Deps } from "./deps.ts";
import type { Loop } from "./module.ts";
import { workLoop } from "./work-loop.ts";

const READ_EVERY_MS = 5_000;
/** a reading that took longer says too little of when it was made */
const LONGEST_READING_MS = 500;

/**
 * The database's time, carried on between readings by a clock that nobody can put forward or back. All nodes agree on it, and a machine
 * whose own clock is a day off rings no timer early and sees no service window closed. `read`: the database's epoch milliseconds;
 * `elapsed`: milliseconds that only grow. The first reading counts however long it took.
 */
export function carriedClock(
  read: () => Promise<number>,
  elapsed: () => number = () => performance.now(),
): Clock & { reread(): Promise<void> } {
  let ahead: number | null = null;
  return {
    now() {
      if (ahead === null) throw new Error("the database's clock was never read");
      return Math.round(ahead + elapsed());
    },
    async reread() {
      const asked = elapsed();
      const told = await read();
      const answered = elapsed();
      if (ahead === null || answered - asked <= LONGEST_READING_MS) ahead = told - (asked + answered) / 2;
    },
  };
}

/** That of this database. Rejects when it cannot be read. */
export async function databaseClock(db: Db): Promise<ReturnType<typeof carriedClock>> {
  const clock = carriedClock(async () => {
    const { rows } = await sql<{ now: number }>`SELECT clock_timestamp() AS now`.execute(db);
    return Number(rows[0]?.now);
  });
  await clock.reread();
  return clock;
}

/** Reads it again every few seconds: two machines' clocks drift apart, and one that slept has lost time. */
export function clockLoop(deps: Deps, clock: ReturnType<typeof carriedClock>): Loop {
  const round = async (): Promise<number> => {
    await clock.reread();
    return 0;
  };
  return workLoop(deps, { name: "clock", topic: null, pollMs: READ_EVERY_MS, full: 1, round });
}
