import type { TeamUse as TeamUseSchema } from "@balcao/api";
import type { z } from "zod";

export type TeamUse = z.infer<typeof TeamUseSchema>;
export type UseGroup = { kind: TeamUse["kind"]; count: number; labels: string[] };

const NAMED: ReadonlySet<TeamUse["kind"]> = new Set(["draft_trigger", "published_trigger"]);

/** Uses by kind, as the server orders them: how many there are, and the names of those that have one. */
export function groupUses(uses: readonly TeamUse[]): UseGroup[] {
  const groups = new Map<TeamUse["kind"], UseGroup>();
  for (const { kind, count, label } of uses) {
    const group = groups.get(kind) ?? { kind, count: 0, labels: [] };
    group.count += count;
    if (NAMED.has(kind)) group.labels.push(label);
    groups.set(kind, group);
  }
  return [...groups.values()];
}
