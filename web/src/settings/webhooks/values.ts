import type { DeliveryResult } from "@balcao/api";

/** Meta's fields that a desk may be told of (wire facts, section 3.1): what the list can be narrowed to. */
export const FIELDS = [
  "messages",
  "message_template_status_update",
  "template_category_update",
  "message_template_quality_update",
  "message_template_components_update",
  "template_correct_category_detection",
  "phone_number_quality_update",
  "phone_number_name_update",
  "account_update",
  "account_alerts",
  "account_review_update",
  "business_capability_update",
  "security",
  "user_preferences",
  "smb_message_echoes",
  "smb_app_state_sync",
  "history",
  "calls",
] as const;

/** What the list is narrowed to; "" = not. */
export type LedgerFilter = {
  channelId: string;
  result: "" | "problem" | "waiting";
  field: string;
  search: string;
};
export const EVERYTHING: LedgerFilter = { channelId: "", result: "", field: "", search: "" };

/** The server looks for nothing shorter. */
const SHORTEST_SEARCH = 4;

/** The filter as the address of the list has it. */
export function queryOf({ channelId, result, field, search }: LedgerFilter): Record<string, string> {
  const text = search.trim();
  const parts = { channelId, result, field, search: text.length < SHORTEST_SEARCH ? "" : text };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ""));
}

export const isNarrowed = (filter: LedgerFilter): boolean => Object.keys(queryOf(filter)).length > 0;

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** A lag in its largest unit, one decimal at most. Meta tells whole seconds: below one it is nothing. */
export function lagText(ms: number, locale: string): string {
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? ["second", 1_000];
  const value = ms < 1_000 ? 1 : ms / size;
  const text = new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && ms >= 60_000 ? 1 : 0,
  }).format(value);
  return ms < 1_000 ? `< ${text}` : text;
}

/** Lags from here on are worth a look: Meta delivers within a second as a rule (wire facts, section 2.3). */
export const LATE_MS = 60_000;

/** Which sign and colour a result has. */
export const TONES: Readonly<Record<DeliveryResult, "ok" | "wait" | "bad">> = {
  done: "ok",
  waiting: "wait",
  set_aside: "bad",
  unreadable: "bad",
};
