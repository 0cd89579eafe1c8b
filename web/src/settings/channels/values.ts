import type { ChannelView } from "@balcao/api";

const all = ({ parts }: Pick<ChannelView, "parts">) => parts.flatMap(({ checks }) => checks);

/** How many checks of a number are not as they should be. */
export const toMend = (view: Pick<ChannelView, "parts">): number =>
  all(view).filter(({ state }) => state === "fail" || state === "warn" || state === "unknown").length;

const TOLD_BY_META: ReadonlySet<string> = new Set(["arriving", "test"]);

/** Is something on its way that only Meta can tell? Not while another thing stands in its way. */
export const waitsForMeta = (view: Pick<ChannelView, "parts">): boolean =>
  all(view).some(({ id, state }) => TOLD_BY_META.has(id) && state === "wait") &&
  !all(view).some(({ state }) => state === "fail");

/** The checks that offer an act: each act stands once, beside the first that it mends. */
export function firstOfEachAct(view: Pick<ChannelView, "parts">): ReadonlySet<string> {
  const first = new Map<string, string>();
  for (const { id, act } of all(view)) if (act !== null && !first.has(act)) first.set(act, id);
  return new Set(first.values());
}

const TROUBLES = [
  "restriction",
  "violation",
  "ban",
  "disconnected",
  "alert",
  "name",
  "quality",
  "review",
  "pin",
  "error",
  "silence",
] as const;

/** The catalogue's key for what ails a number; one we have no words for is an alert. */
export const kindOf = (kind: string): (typeof TROUBLES)[number] =>
  TROUBLES.find((known) => known === kind) ?? "alert";
