import { isWindowOpen } from "../window/service-window.ts";
import { snoozeChoices, type SnoozeChoice } from "./snooze.ts";

const MINUTE_MS = 60_000;
/** so long before the window closes there is still time to see what became of the message */
const BEFORE_CLOSING_MS = 15 * MINUTE_MS;
const ROUND_MS = 5 * MINUTE_MS;

export type ScheduleChoice = SnoozeChoice | "before_closing";

/**
 * Moments that are offered for sending later, soonest first, in the account's zone: those of snoozing, and for a text (`windowClosesAt`
 * given) the last round one while the service window is still open.
 */
export function scheduleChoices(
  now: number,
  timeZone: string,
  windowClosesAt: number | null,
): { choice: ScheduleChoice; at: number }[] {
  const choices: { choice: ScheduleChoice; at: number }[] = snoozeChoices(now, timeZone);
  if (windowClosesAt !== null) {
    const last = Math.floor((windowClosesAt - BEFORE_CLOSING_MS) / ROUND_MS) * ROUND_MS;
    if (last > now && choices.every(({ at }) => at !== last))
      choices.push({ choice: "before_closing", at: last });
  }
  return choices.toSorted((a, b) => a.at - b.at);
}

/** Will the service window be closed by then, unless the customer writes again? Then no text can be sent. */
export const outlastsWindow = (at: number, windowClosesAt: number | null): boolean =>
  !isWindowOpen(windowClosesAt, at);
