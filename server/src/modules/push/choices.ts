import { CALL_RULES, type CallRule, type QuietHours } from "@balcao/core";

/** What a person chose about being called, out of their preferences; what was never chosen is as the desk has it. */
export type CallChoices = {
  callFor: CallRule;
  availability: "available" | "away";
  quietHours: QuietHours | null;
  sound: boolean;
  /** the message's text in notices that come while Balcão is closed */
  pushText: boolean;
};

const MINUTES = 24 * 60;
const isMinute = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < MINUTES;

function quietHoursOf(value: unknown): QuietHours | null {
  if (typeof value !== "object" || value === null || !("from" in value) || !("to" in value)) return null;
  const { from, to } = value;
  return isMinute(from) && isMinute(to) ? { from, to } : null;
}

/** Preferences are kept as browsers sent them: what is none of ours counts as not chosen. */
export function callChoices(preferences: Record<string, unknown>): CallChoices {
  const { callFor, availability, quietHours, sound, pushText } = preferences;
  return {
    callFor: CALL_RULES.find((rule) => rule === callFor) ?? "team",
    availability: availability === "away" ? "away" : "available",
    quietHours: quietHoursOf(quietHours),
    sound: sound !== false,
    pushText: pushText === true,
  };
}
