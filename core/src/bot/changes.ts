import type { Trigger } from "./types.ts";

/** `moved`: only its place among the others differs. */
export type TriggerChange = {
  triggerId: string;
  description: string;
  kind: "added" | "changed" | "moved" | "removed";
};

/** Equal whatever the order of their keys: a database may keep its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === "object" && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  );

const content = ({ position: _position, ...rest }: Trigger): string => canonical(rest);

/** Indexes of a longest run of rising numbers, so that as few entries as possible count as moved. */
function risingRun(numbers: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before: number[] = [];
  numbers.forEach((number, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  });
  const run = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) run.add(index);
  return run;
}

/**
 * What tells two ordered lists of triggers apart, one entry a trigger: those of `next` in its order, then what is gone from
 * `previous`. Both come in the order of position; positions themselves may have holes.
 */
export function triggerChanges(next: readonly Trigger[], previous: readonly Trigger[]): TriggerChange[] {
  const old = new Map(previous.map((trigger, index) => [trigger.id, { trigger, index }]));
  // one that was changed is said to be changed, wherever it went: only the others can be moved
  const same = next.filter((trigger) => {
    const was = old.get(trigger.id)?.trigger;
    return was !== undefined && content(was) === content(trigger);
  });
  const kept = risingRun(same.map(({ id }) => old.get(id)?.index ?? -1));
  const moved = new Set(same.filter((_trigger, index) => !kept.has(index)).map(({ id }) => id));
  const unchanged = new Set(same.map(({ id }) => id));
  const ids = new Set(next.map(({ id }) => id));
  const entry = ({ id, description }: Trigger, kind: TriggerChange["kind"]): TriggerChange => ({
    triggerId: id,
    description,
    kind,
  });
  return [
    ...next.flatMap((trigger) => {
      if (!old.has(trigger.id)) return [entry(trigger, "added")];
      if (!unchanged.has(trigger.id)) return [entry(trigger, "changed")];
      return moved.has(trigger.id) ? [entry(trigger, "moved")] : [];
    }),
    ...previous.filter(({ id }) => !ids.has(id)).map((trigger) => entry(trigger, "removed")),
  ];
}
