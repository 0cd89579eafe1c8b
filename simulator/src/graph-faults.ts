import type { SeededRandom } from "./random.ts";

/**
 * Ways in which a Graph call can go wrong.
 * `hangAccepted`, `resetAccepted` and `cutBody` accept the message and spoil the answer; `hang` and `reset` do not accept it.
 * A number is a Graph error code of section 8 (130429, 131056, 190, 131000 ...).
 */
export type GraphFaultKind =
  | "http500"
  | "http503"
  | "html502"
  | "hang"
  | "hangAccepted"
  | "reset"
  | "resetAccepted"
  | "cutBody"
  | number;

export const GRAPH_FAULT_NAMES: readonly string[] = [
  "http500",
  "http503",
  "html502",
  "hang",
  "hangAccepted",
  "reset",
  "resetAccepted",
  "cutBody",
];

export type GraphFault = {
  kind: GraphFaultKind;
  /** 0..1, default 1 */
  probability: number;
  /** How many calls it still spoils; null = until removed. */
  remaining: number | null;
  /** Only calls of this number / to this recipient (as written in the call). */
  phoneNumberId: string | null;
  to: string | null;
  /** Which calls: message sends, media calls, or both. */
  on: "messages" | "media" | "all";
};

/** Reads a fault from control JSON. Throws a RangeError that says what is wrong. */
export function parseGraphFault(input: Record<string, unknown>): GraphFault {
  const kind = input.kind;
  if (typeof kind !== "number" && !GRAPH_FAULT_NAMES.includes(String(kind))) {
    throw new RangeError(`"kind" must be an error code or one of ${GRAPH_FAULT_NAMES.join(", ")}.`);
  }
  const probability = input.probability ?? 1;
  if (typeof probability !== "number" || !(probability >= 0 && probability <= 1))
    throw new RangeError(`"probability" must be 0..1.`);
  const count = input.count ?? null;
  if (count !== null && (!Number.isInteger(count) || (count as number) < 1))
    throw new RangeError(`"count" must be 1 or more.`);
  const on = input.on ?? "messages";
  if (on !== "messages" && on !== "media" && on !== "all")
    throw new RangeError(`"on" must be messages, media or all.`);
  return {
    kind: kind as GraphFaultKind,
    probability,
    remaining: count as number | null,
    phoneNumberId: typeof input.phoneNumberId === "string" ? input.phoneNumberId : null,
    to: typeof input.to === "string" ? input.to : null,
    on,
  };
}

/** The faults in force; the first that fits a call and draws true is taken and counted down. */
export class GraphFaults {
  #faults: GraphFault[] = [];

  add(fault: GraphFault): void {
    this.#faults.push(fault);
  }

  list(): GraphFault[] {
    return this.#faults.map((fault) => ({ ...fault }));
  }

  clear(): void {
    this.#faults = [];
  }

  take(
    random: SeededRandom,
    on: "messages" | "media",
    phoneNumberId: string | null,
    to: string | null,
  ): GraphFaultKind | null {
    for (const fault of this.#faults) {
      if (fault.on !== "all" && fault.on !== on) continue;
      if (fault.phoneNumberId !== null && fault.phoneNumberId !== phoneNumberId) continue;
      if (fault.to !== null && fault.to !== to) continue;
      if (!random.chance(fault.probability)) continue;
      if (fault.remaining !== null && --fault.remaining === 0)
        this.#faults = this.#faults.filter((other) => other !== fault);
      return fault.kind;
    }
    return null;
  }
}
