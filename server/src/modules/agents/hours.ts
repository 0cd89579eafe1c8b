import type { WeeklyHours } from "@balcao/api";

/** Stretches that end before they begin, or overlap the one before; told by day, 0 = Sunday. */
export function hoursProblems(hours: WeeklyHours | null, path: string): { path: string; code: string }[] {
  return (hours?.days ?? []).flatMap((day, index) => {
    const sorted = day.toSorted((a, b) => a.from - b.from);
    const isWrong = sorted.some(
      (stretch, place) => stretch.from >= stretch.to || stretch.from < (sorted[place - 1]?.to ?? 0),
    );
    return isWrong ? [{ path: `${path}.days.${index}`, code: "hours_overlap" }] : [];
  });
}
