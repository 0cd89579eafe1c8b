import { fail, ok, said, unanswered, wait, warn, type Check } from "./check.ts";
import { stoppedFor } from "./checks-access.ts";
import type { NumberNode, SetupFacts } from "./facts.ts";

const display = ({ displayPhone, id }: NumberNode): string => displayPhone ?? id;

function existsCheck({ number, numbers, own }: SetupFacts): Check {
  if (number.kind !== "told")
    return (
      unanswered("number", number) ??
      fail("number", "number_unreachable", {
        data: { number: own.phoneNumberId, ...(number.kind === "refused" ? said(number.error) : {}) },
        repair: "number_unreachable",
        act: "access",
      })
    );
  const data = { number: display(number.facts), name: number.facts.verifiedName ?? "" };
  if (numbers.kind === "told" && !numbers.facts.some(({ id }) => id === own.phoneNumberId))
    return fail("number", "number_of_other_account", {
      data: { ...data, waba: own.wabaId },
      repair: "number_of_other_account",
      act: "access",
    });
  if (number.facts.mode === "SANDBOX")
    return warn("number", "number_is_test", { data, repair: "number_is_test" });
  return ok("number", "number_found", { data });
}

/** Words of `status` under which the number sends, with something to know (wire facts, section 12.1). */
const UNWELL: ReadonlySet<string> = new Set(["FLAGGED", "RESTRICTED", "RATE_LIMITED"]);
const GONE: ReadonlySet<string> = new Set(["DELETED", "MIGRATED", "BANNED"]);

function registrationCheck(facts: SetupFacts, number: NumberNode): Check {
  const { status, codeStatus, platform } = number;
  const data = { number: display(number), status: status ?? "" };
  const isStopped = facts.own.pausedCode === 133010 || facts.own.pausedCode === 131045;
  if (status === "CONNECTED" && !isStopped) return ok("registration", "number_connected", { data });
  if (status !== null && GONE.has(status))
    return fail("registration", "number_gone", { data, repair: "number_gone" });
  if (status !== null && UNWELL.has(status))
    return warn("registration", "number_unwell", { data, repair: "number_unwell" });
  if (platform === "ON_PREMISE")
    return fail("registration", "number_on_premise", { data, repair: "number_on_premise", act: "register" });
  if (codeStatus !== null && codeStatus !== "VERIFIED" && status !== "CONNECTED")
    return fail("registration", "number_not_verified", {
      data,
      repair: "number_not_verified",
      act: "verify_number",
    });
  return fail("registration", "number_not_registered", {
    data: status === "CONNECTED" ? { ...data, ...stoppedFor(facts.own.pausedCode) } : data,
    repair: "number_not_registered",
    act: "register",
  });
}

function nameCheck({ nameStatus, verifiedName }: NumberNode): Check {
  const data = { name: verifiedName ?? "", status: nameStatus ?? "" };
  if (nameStatus === "APPROVED" || nameStatus === "AVAILABLE_WITHOUT_REVIEW")
    return ok("name", "name_approved", { data });
  if (nameStatus === "PENDING_REVIEW") return warn("name", "name_pending", { data, repair: "name_pending" });
  if (nameStatus === "DECLINED" || nameStatus === "EXPIRED")
    return warn("name", "name_declined", { data, repair: "name_declined" });
  return warn("name", "name_none", { data, repair: "name_declined" });
}

function qualityCheck({ quality }: NumberNode): Check {
  if (quality === "YELLOW" || quality === "RED")
    return warn("quality", quality === "RED" ? "quality_low" : "quality_medium", { repair: "quality_low" });
  return ok("quality", quality === "GREEN" ? "quality_high" : "quality_unknown");
}

const LIMITS: Readonly<Record<string, number>> = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_1K: 1000,
  TIER_2K: 2000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
};

/** How many people a portfolio may write to outside their windows in 24 hours; null = no limit, or none that is known. */
export const peopleAllowed = (messagingLimit: string | null): number | null =>
  messagingLimit === null ? null : (LIMITS[messagingLimit] ?? null);

function limitCheck({ messagingLimit, throughput }: NumberNode): Check {
  const data = { perSecond: throughput === "HIGH" ? 1000 : 80 };
  if (messagingLimit === "TIER_UNLIMITED") return ok("limit", "limit_none", { data });
  const people = peopleAllowed(messagingLimit);
  if (people === null) return ok("limit", "limit_untold", { data: { ...data, word: messagingLimit ?? "" } });
  return ok("limit", "limit_people", { data: { ...data, people } });
}

function pinCheck({ hasPin }: NumberNode): Check {
  if (hasPin === null) return ok("pin", "pin_untold");
  return hasPin ? ok("pin", "pin_on") : warn("pin", "pin_off", { repair: "pin_off", act: "pin" });
}

/** The number: there, registered, protected, named, and how it is rated. */
export function numberChecks(facts: SetupFacts): Check[] {
  const exists = existsCheck(facts);
  const { number } = facts;
  if (number.kind !== "told")
    return [
      exists,
      ...(["registration", "pin", "name", "quality", "limit"] as const).map(
        (id) => unanswered(id, number) ?? wait(id, "number_first"),
      ),
    ];
  const node = number.facts;
  return [
    exists,
    registrationCheck(facts, node),
    pinCheck(node),
    nameCheck(node),
    qualityCheck(node),
    limitCheck(node),
  ];
}
