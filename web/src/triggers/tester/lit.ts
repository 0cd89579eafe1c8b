import type { TesterRun } from "@balcao/core";

/** The triggers that acted in a run, each once, in the order in which they first did: the lit path of the drawn flow. */
export function litPath(run: Pick<TesterRun, "entries">): string[] {
  const acted = run.entries.flatMap((entry) => {
    if ("content" in entry) return entry.from === "bot" && entry.triggerId !== null ? [entry.triggerId] : [];
    if (entry.from !== "history" || entry.event !== "conversation.handed_over") return [];
    const { triggerId } = entry.data;
    return typeof triggerId === "string" ? [triggerId] : [];
  });
  return [...new Set(acted)];
}
