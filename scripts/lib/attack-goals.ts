import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Figure } from "./proof.ts";

/** `at least` so many were tried, at most so long did it take (milliseconds, of one test), or none got through. */
type Goal =
  | { name: string; count: string; what: string; atLeast: number }
  | { name: string; count: string; what: string; atMost: number }
  | {
      name: string;
      count: string;
      what: string;
      none: true;
    };

/** What the attack tests are to count by `tally`, in the order of docs/proof.md. */
const GOALS: readonly Goal[] = [
  { name: "access", count: "cells", what: "cells of the access matrix", atLeast: 5_000 },
  { name: "access", count: "wrong", what: "cells answered otherwise than the policy says", none: true },
  { name: "rls", count: "reads", what: "answers asked for by queries that name no account", atLeast: 250 },
  { name: "rls", count: "differing", what: "of them with anything of another account", none: true },
  { name: "revoked", count: "ways", what: "ways to put somebody out, on two nodes", atLeast: 6 },
  {
    name: "revoked",
    count: "slowest",
    what: "the slowest of them until the other node's calls and sockets are closed, ms",
    atMost: 5_000,
  },
  {
    name: "revoked-held-back",
    count: "slowest",
    what: "the same while an open transaction hides the news, ms",
    atMost: 5_000,
  },
  {
    name: "audit",
    count: "statements",
    what: "statements tried on the audit log as the program's roles",
    atLeast: 100,
  },
  { name: "audit", count: "through", what: "of them let through", none: true },
  {
    name: "secrets",
    count: "through",
    what: "secrets in a copy of the database, answers, exports, logs and the browser's storage",
    none: true,
  },
  { name: "ssrf", count: "cases", what: "addresses a request of ours must not reach (SSRF)", atLeast: 120 },
  { name: "ssrf", count: "through", what: "of them reached", none: true },
  { name: "xss", count: "payloads", what: "scripts written into texts (XSS)", atLeast: 600 },
  { name: "xss", count: "sinks", what: "places that show each of them", atLeast: 20 },
  { name: "xss", count: "through", what: "of them run", none: true },
  { name: "uploads", count: "cases", what: "hostile files uploaded", atLeast: 80 },
  { name: "uploads", count: "through", what: "of them taken for what they are not", none: true },
  { name: "csv", count: "cases", what: "formulas written into exported cells", atLeast: 1 },
  { name: "csv", count: "through", what: "of them left as formulas", none: true },
];

/**
 * The counts that tests left in the folder, summed by name.
 * @throws SyntaxError for a file that no `tally` wrote
 */
export function talliesIn(folder: string): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const file of readdirSync(folder)) {
    const { name, counts } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
      name: string;
      counts: Record<string, number>;
    };
    const sum = sums.get(name) ?? {};
    for (const [count, value] of Object.entries(counts)) sum[count] = (sum[count] ?? 0) + value;
    sums.set(name, sum);
  }
  return sums;
}

const isMet = (goal: Goal, found: number): boolean =>
  "none" in goal ? found === 0 : "atMost" in goal ? found <= goal.atMost : found >= goal.atLeast;

const wordsOf = (goal: Goal): string =>
  "none" in goal
    ? "0"
    : "atMost" in goal
      ? `≤ ${goal.atMost.toLocaleString("en-US")}`
      : `≥ ${goal.atLeast.toLocaleString("en-US")}`;

/** Each goal with what was counted for it; one that nothing was counted for falls short. */
export function figuresOf(sums: ReadonlyMap<string, Readonly<Record<string, number>>>): Figure[] {
  return GOALS.map((goal) => {
    const found = sums.get(goal.name)?.[goal.count];
    const met = found !== undefined && isMet(goal, found);
    return {
      what: goal.what,
      value: found === undefined ? "not counted" : found.toLocaleString("en-US"),
      goal: wordsOf(goal),
      met,
    };
  });
}
