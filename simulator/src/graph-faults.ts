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

/** Calls a fault can befall: message sends, media calls, all the others (numbers, templates, tokens …). */
export type FaultCalls = "messages" | "media" | "management";

export type GraphFault = {
  kind: GraphFaultKind;
  /** "status": the message is accepted and fails with the code later, as a webhook; only for a code on messages */
  as: "answer" | "status";
  /** goes with a code as `error_subcode` of the answer (190: 460, 463, 467) */
  subcode: number | null;
  /** 0..1, default 1 */
  probability: number;
  /** How many calls it still spoils; null = until removed. */
  remaining: number | null;
  /** Only calls of this number / to this recipient (as written in the call). */
  phoneNumberId: string | null;
  to: string | null;
  on: FaultCalls | "all";
  /** Only calls whose path contains this text, e.g. "subscribed_apps". */
  path: string | null;
};

/** A call, as far as faults look at it. `to` as written in it. */
export type FaultTarget = { on: FaultCalls; phoneNumberId: string | null; to: string | null; path: string };

/** Kinds that need an accepted message whose answer they spoil. */
const AFTER_ACCEPTANCE: readonly unknown[] = ["hangAccepted", "resetAccepted", "cutBody"];

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
  const { on, as, subcode } = readTarget(input);
  return {
    kind: kind as GraphFaultKind,
    as,
    subcode,
    probability,
    remaining: count as number | null,
    phoneNumberId: textOf(input.phoneNumberId),
    to: textOf(input.to),
    on,
    path: textOf(input.path),
  };
}

function readTarget(input: Record<string, unknown>): Pick<GraphFault, "on" | "as" | "subcode"> {
  const on = input.on ?? "messages";
  if (on !== "messages" && on !== "media" && on !== "management" && on !== "all")
    throw new RangeError(`"on" must be messages, media, management or all.`);
  if (AFTER_ACCEPTANCE.includes(input.kind) && on !== "messages" && on !== "all")
    throw new RangeError(
      `"${String(input.kind)}" spoils the answer to a message: "on" must be messages or all.`,
    );
  const as = input.as ?? "answer";
  if (as !== "answer" && as !== "status") throw new RangeError(`"as" must be answer or status.`);
  if (as === "status" && (typeof input.kind !== "number" || on !== "messages"))
    throw new RangeError(`"as": "status" needs an error code as "kind", on messages.`);
  const subcode = input.subcode ?? null;
  if (subcode !== null && (!Number.isInteger(subcode) || typeof input.kind !== "number"))
    throw new RangeError(`"subcode" must be a whole number beside an error code.`);
  return { on, as, subcode: subcode as number | null };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
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

  take(random: SeededRandom, target: FaultTarget): GraphFault | null {
    for (const fault of this.#faults) {
      if (!fits(fault, target) || !random.chance(fault.probability)) continue;
      if (fault.remaining !== null && --fault.remaining === 0)
        this.#faults = this.#faults.filter((other) => other !== fault);
      return fault;
    }
    return null;
  }
}

function fits(fault: GraphFault, { on, phoneNumberId, to, path }: FaultTarget): boolean {
  if (fault.on !== "all" && fault.on !== on) return false;
  if (on !== "messages" && AFTER_ACCEPTANCE.includes(fault.kind)) return false;
  if (fault.phoneNumberId !== null && fault.phoneNumberId !== phoneNumberId) return false;
  if (fault.to !== null && fault.to !== to) return false;
  return fault.path === null || path.includes(fault.path);
}
