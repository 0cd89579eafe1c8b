import type { ConditionTrace, ConsideredTrigger, Trace, TraceStep } from "./types.ts";

type Value = string | number | boolean | string[] | null;

/**
 * A trace as it is stored, a fifth of the size: most of a trace says the same few values again and again. Each value stands
 * once in `values`; a step is places in it: what the step says of itself, then one list per trigger considered.
 */
export type PackedTrace = { values: Value[]; steps: [about: number[], ...considered: number[][]][] };

const STEP = ["event", "team", "idleMs", "foldedText", "winner", "runnerUp", "wonBy", "otherwise"] as const;
const CONDITION = ["condition", "left", "operator", "right", "holds"] as const;

/** What is stored of a trace. `unpackTrace` gives it back whole. */
export function packTrace(trace: Trace): PackedTrace {
  const places = new Map<Value, number>();
  const place = (value: Value): number => {
    const known = places.get(value);
    if (known !== undefined) return known;
    places.set(value, places.size);
    return places.size - 1;
  };
  const steps = trace.steps.map((step): PackedTrace["steps"][number] => [
    [...STEP.map((field) => place(step[field])), ...(step.closed === undefined ? [] : [place(step.closed)])],
    ...step.considered.map(({ triggerId, holds, conditions }) => [
      place(triggerId),
      place(holds),
      ...conditions.flatMap((condition) => CONDITION.map((field) => place(condition[field]))),
    ]),
  ]);
  return { values: [...places.keys()], steps };
}

/** The trace that was packed, also after a way through JSON. */
export function unpackTrace({ values, steps }: PackedTrace): Trace {
  const read = (fields: readonly string[], places: readonly number[]): Record<string, Value | undefined> =>
    Object.fromEntries(fields.map((field, index) => [field, values[places[index] ?? -1]]));
  const considered = ([triggerId = -1, holds = -1, ...rest]: number[]): ConsideredTrigger => ({
    triggerId: values[triggerId] as string,
    conditions: Array.from(
      { length: rest.length / CONDITION.length },
      (_, index) =>
        read(
          CONDITION,
          rest.slice(index * CONDITION.length, (index + 1) * CONDITION.length),
        ) as ConditionTrace,
    ),
    holds: values[holds] as boolean,
  });
  return {
    steps: steps.map(
      ([about, ...triggers]) =>
        ({
          ...read([...STEP, "closed"].slice(0, about.length), about),
          considered: triggers.map(considered),
        }) as TraceStep,
    ),
  };
}
