import { readdirSync, readFileSync } from "node:fs";
import type { Look } from "./look.ts";

/** Processor time in milliseconds that each part has used since it began. */
export type Cpu = { app: number; database: number; load: number };

/** Linux counts in hundredths of a second (USER_HZ). */
const TICK_MS = 10;

type Stat = { parent: number; cpuMs: number };

function statOf(pid: string): Stat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // the name in parentheses may hold blanks; after it: state, ppid, …, utime (12th), stime (13th)
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS };
  } catch {
    return null;
  }
}

/** Null where there is no /proc. */
export async function cpuSoFar(look: Look, appPid: number): Promise<Cpu | null> {
  const backend = statOf(String(await look.number("SELECT pg_backend_pid()")));
  const app = statOf(String(appPid));
  if (!backend || !app) return null;
  let database = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (stat?.parent === backend.parent) database += stat.cpuMs;
  }
  const own = process.cpuUsage();
  return { app: app.cpuMs, database, load: (own.user + own.system) / 1000 };
}

/** Milliseconds of each part for one of `count` things done between two moments. */
export function cpuEach(before: Cpu | null, after: Cpu | null, count: number): string {
  if (!before || !after) return "processor time unknown";
  const each = (part: keyof Cpu): string => ((after[part] - before[part]) / count).toFixed(3);
  return `processor ms: app ${each("app")}, database ${each("database")}, load generator ${each("load")}`;
}
