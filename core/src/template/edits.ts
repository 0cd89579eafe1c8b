const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Edits of an approved template (wire facts, section 9). Refused and paused ones may be edited at any time. */
const LIMITS = [
  { within: DAY_MS, most: 1 },
  { within: 30 * DAY_MS, most: 10 },
] as const;
const EDITABLE = ["APPROVED", "REJECTED", "PAUSED"];

export type EditRight =
  | { may: true }
  /** its state does not allow it: it is in review, disabled, or going */
  | { may: false; because: "state"; until: null }
  /** Meta's number of edits is used up until then (epoch milliseconds) */
  | { may: false; because: "limit"; until: number };

/** May a template be edited now? `edits`: when it was, while it was approved, in epoch milliseconds, as far as it is known here. */
export function editRight(status: string, edits: readonly number[], now: number): EditRight {
  if (!EDITABLE.includes(status)) return { may: false, because: "state", until: null };
  if (status !== "APPROVED") return { may: true };
  const until = LIMITS.flatMap(({ within, most }) => {
    const counted = edits.filter((at) => at > now - within).toSorted((a, b) => b - a);
    const oldest = counted[most - 1];
    return oldest === undefined ? [] : [oldest + within];
  });
  return until.length === 0 ? { may: true } : { may: false, because: "limit", until: Math.max(...until) };
}

/** What remains of the edits once one more has been made: those that still count. */
export const editsAfter = (edits: readonly number[], status: string, now: number): number[] =>
  status === "APPROVED" ? [...edits.filter((at) => at > now - 30 * DAY_MS), now] : [...edits];
