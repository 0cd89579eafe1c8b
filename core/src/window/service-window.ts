const HOUR_MS = 3_600_000;
export const WINDOW_MS = 24 * HOUR_MS;

/** The service window closes exactly 24 h after the customer's last message by Meta's clock (wire facts, section 13.1). */
export const windowClosesAt = (lastCustomerMessageAt: number): number => lastCustomerMessageAt + WINDOW_MS;

export const isWindowOpen = (closesAt: number | null, now: number): boolean =>
  closesAt !== null && now < closesAt;

/** How urgent a window is: under 2 h, under 30 min, closed. */
export function windowLevel(closesAt: number | null, now: number): "ok" | "soon" | "urgent" | "closed" {
  if (!isWindowOpen(closesAt, now)) return "closed";
  const left = (closesAt ?? 0) - now;
  return left < HOUR_MS / 2 ? "urgent" : left < 2 * HOUR_MS ? "soon" : "ok";
}
