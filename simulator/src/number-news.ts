import type { BusinessNumber, JsonObject } from "./model.ts";
import type { NumberInput } from "./options.ts";
import type { Simulator } from "./simulator.ts";

/** Limits of people outside their windows in 24 h, as `business_capability_update` counts them; -1 = unlimited (3.2). */
const PEOPLE: Readonly<Record<string, number>> = {
  TIER_250: 250,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: -1,
};
/** What the webhook calls a decision about a name. */
const DECISIONS: Readonly<Record<string, string>> = {
  APPROVED: "APPROVED",
  AVAILABLE_WITHOUT_REVIEW: "APPROVED",
  DECLINED: "REJECTED",
  PENDING_REVIEW: "PENDING",
};

type News = { field: string; value: JsonObject };

const dateFormat = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" });

function newsOf(before: BusinessNumber, after: BusinessNumber, now: number): News[] {
  const display_phone_number = after.displayPhone;
  const news: News[] = [];
  if (before.banned !== after.banned)
    news.push({
      field: "account_update",
      value: {
        event: "DISABLED_UPDATE",
        ban_info: {
          waba_ban_state: after.banned ? "DISABLE" : "REINSTATE",
          ...(after.banned ? { waba_ban_date: dateFormat.format(now) } : {}),
        },
      },
    });
  const decision = before.nameStatus === after.nameStatus ? undefined : DECISIONS[after.nameStatus];
  if (decision !== undefined)
    news.push({
      field: "phone_number_name_update",
      value: {
        display_phone_number,
        decision,
        requested_verified_name: after.verifiedName,
        rejection_reason: decision === "REJECTED" ? "NAME_NOT_CONSISTENT" : null,
      },
    });
  if (before.messagingLimit !== after.messagingLimit)
    news.push({
      field: "business_capability_update",
      value: {
        max_daily_conversations_per_business: PEOPLE[after.messagingLimit] ?? -1,
        max_phone_numbers_per_business: 20,
        max_phone_numbers_per_waba: 20,
      },
    });
  if (before.throughputLevel !== after.throughputLevel && after.throughputLevel === "HIGH")
    news.push({
      field: "phone_number_quality_update",
      value: {
        display_phone_number,
        event: "THROUGHPUT_UPGRADE",
        max_daily_conversations_per_business: after.messagingLimit,
      },
    });
  return news;
}

/** Changes a number as Meta does at its own time, and tells what it tells then: bans, names, limits, throughput (3.2). */
export function changeNumberAtMeta(sim: Simulator, input: NumberInput): BusinessNumber {
  const known = sim.world.numbers.get(input.phoneNumberId);
  const before = known && { ...known };
  const number = sim.addNumber(input);
  if (before)
    for (const { field, value } of newsOf(before, number, sim.now()))
      sim.sender.enqueue({ number, field, value, onDelivered: null });
  return number;
}
