import pg from "pg";

const LOOK_MS = 50;

/** A look at the database from outside, as its owner. */
export type Look = {
  pool: pg.Pool;
  /** the single number a query answers */
  number(query: string, values?: unknown[]): Promise<number>;
  /** waits until no fact is left in the lanes; throws when that takes longer than `seconds` */
  lanesEmpty(seconds: number): Promise<void>;
  close(): Promise<void>;
};

export function look(url: string): Look {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const number = async (query: string, values: unknown[] = []): Promise<number> => {
    const { rows } = await pool.query<Record<string, unknown>>(query, values);
    return Number(Object.values(rows[0] ?? {})[0] ?? Number.NaN);
  };
  return {
    pool,
    number,
    async lanesEmpty(seconds) {
      const until = performance.now() + seconds * 1000;
      while ((await number("SELECT count(*) FROM (SELECT FROM fact LIMIT 1) f")) > 0) {
        if (performance.now() > until) throw new Error(`facts were still waiting after ${seconds} s`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    close: () => pool.end(),
  };
}
