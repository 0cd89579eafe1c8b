import type { WeeklyHours } from "@balcao/api";

/** Stretches that end before they begin, or overlap one before them; told by day (0 = Sunday) and stretch. */
export function hoursProblems(hours: WeeklyHours | null, path: string): { path: string; code: string }[] {
  return (hours?.days ?? []).flatMap((day, index) =>
    day.flatMap(({ from, to }, place) => {
      const overlaps = day.slice(0, place).some((other) => from < other.to && other.from < to);
      return from >= to || overlaps
        ? [{ path: `${path}.days.${index}.${place}`, code: "hours_overlap" }]
        : [];
    }),
  );
}
