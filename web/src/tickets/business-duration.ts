const MINUTE_MS = 60_000;

/** Business time in hours and minutes: "2h10", "45 min", "< 1 min". Never in days, for a day of work is no day. */
export function businessDuration(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes < 1) return "< 1 min";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}`;
}
