/** What production code that runs in the simulation is led to instead of PostgreSQL, chance and a plan of bugs. */
export type Bridge = {
  /** a function of a `*.queries.ts`: "channels/inbox#takeFacts", the production function, what it was called with */
  statement(name: string, real: (...args: never[]) => unknown, args: unknown[]): unknown;
  /** binds a transaction to one account, as `inAccount` does */
  bind(tx: unknown, accountId: string): Promise<void>;
  id(): string;
  /** what a node keeps in memory only, which goes with it */
  memory(name: string): Set<string>;
};

/** What production remembers for a whole process and would let a run know of those before it. */
const caches = new Map<string, Map<unknown, unknown>>();
const cache = (name: string): Map<unknown, unknown> => {
  const known = caches.get(name) ?? new Map<unknown, unknown>();
  caches.set(name, known);
  return known;
};

let bridge: Bridge | null = null;
let bug = 0;

/** Is this bug of reliability.md 1C switched on? */
export const planted = (number: number): boolean => bug === number;

/** Switches one bug on, 0 = none. */
export function plant(number: number): void {
  bug = number;
}

/** From now on production code in this process speaks to this run. */
export function cross(to: Bridge): void {
  bridge = to;
  for (const known of caches.values()) known.clear();
}

const here = (): Bridge => {
  if (!bridge) throw new Error("no run is under way");
  return bridge;
};

/** Under this name the transformed production files find it (`loader.ts`). */
export const NAME = "__simulation";
Object.assign(globalThis, {
  [NAME]: {
    planted,
    cache,
    statement: (name: string, real: (...args: never[]) => unknown, args: unknown[]) =>
      here().statement(name, real, args),
    bind: (tx: unknown, accountId: string) => here().bind(tx, accountId),
    id: () => here().id(),
    memory: (name: string) => here().memory(name),
  },
});
