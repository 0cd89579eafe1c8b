import { sql } from "kysely";
import pg from "pg";
import { vi } from "vitest";
import type { Actor } from "../src/platform/actor.ts";
import { inAccount, type Tx } from "../src/platform/database.ts";
import type { Deps } from "../src/platform/deps.ts";

type Statement = { text: string; values: unknown[] };

/** The statements that `work` sends to PostgreSQL, in order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const seen: Statement[] = [];
  const query = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [first, values] = args as [string | { text: string; values?: unknown[] }, unknown[] | undefined];
    if (typeof first === "string") seen.push({ text: first, values: values ?? [] });
    else seen.push({ text: first.text, values: first.values ?? values ?? [] });
    return Reflect.apply(query, this, args) as never;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return seen;
}

export type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Plan[];
};

/** How PostgreSQL does the reading of `work`, as its agent's connection: each of its SELECTs is run once more and asked for its plan. */
export async function plansOf(deps: Deps, actor: Actor, work: (tx: Tx) => Promise<unknown>): Promise<Plan[]> {
  const seen = await statementsOf(() => inAccount(deps.app, actor.accountId, work));
  const reads = seen.filter(({ text }) => /^\s*SELECT/i.test(text) && !text.includes("set_config"));
  if (reads.length === 0) throw new Error("nothing was read");
  const plans: Plan[] = [];
  for (const { text, values } of reads)
    await inAccount(deps.app, actor.accountId, async (tx) => {
      const parts = text.split(/\$\d+/);
      const numbers = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
      const query = parts.flatMap((part, index) => [
        sql.raw(part),
        ...(index < numbers.length ? [sql`${values[(numbers[index] ?? 1) - 1]}`] : []),
      ]);
      const { rows } = await sql<{
        "QUERY PLAN": { Plan: Plan }[];
      }>`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql.join(query, sql``)}`.execute(tx);
      const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
      if (!plan) throw new Error("a statement has a plan");
      plans.push(plan);
    });
  return plans;
}

/** Tables that a plan reads from end to end. */
export const readWhole = (plan: Plan): string[] => [
  ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? ""] : []),
  ...(plan.Plans ?? []).flatMap(readWhole),
];

/**
 * The pages of the database (8 KB each) that the reading done by `work` touches. A count, not a time: the same on any machine.
 */
export async function pagesRead(
  deps: Deps,
  actor: Actor,
  work: (tx: Tx) => Promise<unknown>,
): Promise<number> {
  const plans = await plansOf(deps, actor, work);
  return plans.reduce((sum, plan) => sum + plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], 0);
}
