import { signIn } from "./desk.ts";
import type { Company } from "../../server/src/demo/company.ts";
import type { Running } from "./product.ts";
import { note, Times } from "./report.ts";

/** at least, and enough for each path */
const ROUNDS = 60;
const WARM_UP = 5;

type Get = (path: string, cookie: string) => Promise<Record<string, unknown>>;
export type Visitors = {
  cookies: string[];
  /** one answer, as JSON; anything but success is an error */
  get: Get;
  /** times each of `paths` for everybody, round after round; the first rounds only warm up. Names the slowest */
  measure(
    paths: readonly string[],
    what?: (path: string, cookie: string) => Promise<unknown>,
  ): Promise<Times>;
};

/** People who ask the server by HTTP: unless others are named, an administrator, who sees all, an agent of one team, and one of two. */
export async function visitors(
  server: Running,
  { agents }: Pick<Company, "agents">,
  names: readonly string[] = ["Helena", "Ana", "Paula"],
): Promise<Visitors> {
  const cookies = await Promise.all(names.map((name) => signIn(server, agents[name] ?? "")));
  const get: Get = async (path, cookie) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const measure: Visitors["measure"] = async (paths, what = get) => {
    const times = new Times();
    const slowest = { path: "", ms: 0 };
    const rounds = Math.max(ROUNDS, paths.length);
    for (let round = -WARM_UP; round < rounds; round++)
      for (const cookie of cookies) {
        const path = paths[Math.abs(round) % paths.length] ?? "";
        const start = performance.now();
        await what(path, cookie);
        const ms = performance.now() - start;
        if (round < 0) continue;
        times.add(ms);
        if (ms > slowest.ms) Object.assign(slowest, { path, ms });
      }
    note(`slowest: ${slowest.path} ${slowest.ms.toFixed(0)} ms`);
    return times;
  };
  return { cookies, get, measure };
}
