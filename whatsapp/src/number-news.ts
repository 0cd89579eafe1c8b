import type { NoticeFact } from "./facts.ts";
import { array, asObject, filled, id, number, object, phone, seconds, value, type Json } from "./read.ts";

/** What a notice may ail a number with. */
export type TroubleKind =
  | "restriction"
  | "violation"
  | "ban"
  | "disconnected"
  | "alert"
  | "name"
  | "quality"
  | "review"
  | "pin"
  | "error"
  /** nobody says it: Meta has fallen silent about the number */
  | "silence";

/** Something is wrong with a number, in Meta's word `cause`. `until`: when Meta said that it ends by itself. */
export type Trouble = {
  kind: TroubleKind;
  cause: string;
  severity: "critical" | "warning" | "info";
  /** the sends that Meta would refuse meanwhile: templates outside a window, answers, utility templates */
  stops: "begin" | "answer" | "utility" | null;
  until: number | null;
  /** Meta's own words for a person, and its dates */
  data: Record<string, string>;
};

/** What is well again; `cause` null = whatever its cause was. */
export type TroubleEnd = { kind: TroubleKind; cause: string | null };

/** What a number is said to be; absent = not spoken of. */
export type NumberFacts = {
  verifiedName?: string;
  nameDecision?: string;
  messagingLimit?: string;
  throughput?: string;
};

/** A notice about numbers, read. */
export type NumberNews = {
  /** the number it names, by its digits or its id; neither = every number of the business account (`wabaId`), or of the portfolio (all null) */
  displayPhone: string | null;
  phoneNumberId: string | null;
  wabaId: string | null;
  facts: NumberFacts;
  begins: Trouble[];
  ends: TroubleEnd[];
};

type Said = Pick<NumberNews, "facts" | "begins" | "ends">;
const NOTHING: Said = { facts: {}, begins: [], ends: [] };

/** An error of the account is passing news: shown this long after it was last heard. */
const ERROR_SHOWN_MS = 3_600_000;

function trouble(kind: TroubleKind, cause: string, more: Partial<Trouble> = {}): Trouble {
  return { kind, cause, severity: "warning", stops: null, until: null, data: {}, ...more };
}

/** The texts of these keys, as far as they are there. */
function wordsOf(source: Json | null, ...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const found = filled(source, name);
      return found === null ? [] : [[name, found]];
    }),
  );
}

const LIMITS = new Map([
  [50, "TIER_50"],
  [250, "TIER_250"],
  [1000, "TIER_1K"],
  [2000, "TIER_2K"],
  [10_000, "TIER_10K"],
  [100_000, "TIER_100K"],
  [-1, "TIER_UNLIMITED"],
]);

/** People a day outside their windows: a number in one field, a word in the other (wire facts, section 3.2). */
function limitOf(source: Json): string | null {
  const most = "max_daily_conversations_per_business";
  const told = filled(source, most) ?? filled(source, "current_limit");
  if (told !== null) return /^TIER_[A-Z0-9_]+$/.test(told) ? told : null;
  const count = number(source, most);
  return count === null ? null : (LIMITS.get(count) ?? null);
}

function qualityUpdate(source: Json): Said {
  const event = filled(source, "event");
  const limit = limitOf(source);
  const facts: NumberFacts = {
    ...(limit === null ? {} : { messagingLimit: limit }),
    ...(event === "THROUGHPUT_UPGRADE" ? { throughput: "HIGH" } : {}),
  };
  if (event === "FLAGGED") return { facts, begins: [trouble("quality", "FLAGGED")], ends: [] };
  return { facts, begins: [], ends: event === "UNFLAGGED" ? [{ kind: "quality", cause: "FLAGGED" }] : [] };
}

function nameUpdate(source: Json): Said {
  const decision = filled(source, "decision");
  if (decision === null) return NOTHING;
  const name = filled(source, "requested_verified_name");
  const facts: NumberFacts = {
    nameDecision: decision,
    ...(decision === "APPROVED" && name !== null ? { verifiedName: name } : {}),
  };
  if (decision !== "REJECTED") return { facts, begins: [], ends: [{ kind: "name", cause: null }] };
  const data = wordsOf(source, "requested_verified_name", "rejection_reason");
  return { facts, begins: [trouble("name", decision, { data })], ends: [] };
}

function reviewUpdate(source: Json): Said {
  const decision = filled(source, "decision");
  const ends: TroubleEnd[] = [{ kind: "review", cause: null }];
  if (decision === "REJECTED")
    return { ...NOTHING, begins: [trouble("review", decision, { severity: "critical" })] };
  return decision === "APPROVED" ? { ...NOTHING, ends } : NOTHING;
}

const SEVERITIES: Readonly<Record<string, Trouble["severity"]>> = {
  CRITICAL: "critical",
  WARNING: "warning",
};

function alert(source: Json): Said {
  const info = object(source, "alert_info") ?? source;
  const cause = filled(info, "alert_type");
  if (cause === null) return NOTHING;
  if (filled(info, "alert_status") === "NONE") return { ...NOTHING, ends: [{ kind: "alert", cause }] };
  const told = filled(info, "alert_severity") ?? "";
  const severity = Object.hasOwn(SEVERITIES, told) ? SEVERITIES[told] : undefined;
  // good news is told in the log, and ails nothing
  if (severity === undefined) return NOTHING;
  return {
    ...NOTHING,
    begins: [trouble("alert", cause, { severity, data: wordsOf(info, "alert_description") })],
  };
}

const STOPS: Readonly<Record<string, Trouble["stops"]>> = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: "begin",
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: "answer",
  RESTRICTED_UTILITY_TEMPLATES: "utility",
};

function restrictions(source: Json): Trouble[] {
  return array(source, "restriction_info").flatMap((item) => {
    const one = asObject(item);
    const cause = filled(one, "restriction_type");
    if (cause === null) return [];
    const stops = Object.hasOwn(STOPS, cause) ? (STOPS[cause] ?? null) : null;
    const until = seconds(one, "expiration");
    return [
      trouble("restriction", cause, {
        severity: "critical",
        stops,
        until,
        data: wordsOf(one, "remediation"),
      }),
    ];
  });
}

function ban(source: Json): Said {
  const info = object(source, "ban_info");
  const state = filled(info, "waba_ban_state");
  if (state === null) return NOTHING;
  if (state === "REINSTATE") return { ...NOTHING, ends: [{ kind: "ban", cause: null }] };
  const severity = state === "DISABLE" ? "critical" : "warning";
  return { ...NOTHING, begins: [trouble("ban", state, { severity, data: wordsOf(info, "waba_ban_date") })] };
}

const GONE = new Set(["PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_OFFBOARDED", "ACCOUNT_DELETED"]);
const BACK = new Set(["PARTNER_ADDED", "PARTNER_APP_INSTALLED", "ACCOUNT_RECONNECTED"]);

function accountUpdate(source: Json): Said {
  const event = filled(source, "event") ?? "";
  if (event === "ACCOUNT_RESTRICTION") return { ...NOTHING, begins: restrictions(source) };
  if (event === "ACCOUNT_VIOLATION") {
    const cause = filled(object(source, "violation_info"), "violation_type") ?? "UNKNOWN";
    return { ...NOTHING, begins: [trouble("violation", cause)] };
  }
  if (event === "DISABLED_UPDATE") return ban(source);
  if (BACK.has(event)) return { ...NOTHING, ends: [{ kind: "disconnected", cause: null }] };
  if (!GONE.has(event)) return NOTHING;
  const data = wordsOf(object(source, "disconnection_info"), "reason", "initiated_by");
  return { ...NOTHING, begins: [trouble("disconnected", event, { severity: "critical", data })] };
}

function security(source: Json): Said {
  const event = filled(source, "event");
  if (event === "PIN_RESET_REQUEST") return { ...NOTHING, begins: [trouble("pin", event)] };
  return event === null ? NOTHING : { ...NOTHING, ends: [{ kind: "pin", cause: null }] };
}

function accountErrors(source: Json, at: number): Said {
  const begins = array(source, "errors").flatMap((item) => {
    const error = asObject(item);
    const code = id(error, "code");
    const data = {
      ...wordsOf(error, "title", "message"),
      ...wordsOf(object(error, "error_data"), "details"),
    };
    return code === null ? [] : [trouble("error", code, { until: at + ERROR_SHOWN_MS, data })];
  });
  return { ...NOTHING, begins };
}

const capability = (source: Json): Said => {
  const limit = limitOf(source);
  return limit === null ? NOTHING : { ...NOTHING, facts: { messagingLimit: limit } };
};

const READERS: Readonly<Record<string, (source: Json, at: number) => Said>> = {
  phone_number_quality_update: qualityUpdate,
  phone_number_name_update: nameUpdate,
  account_review_update: reviewUpdate,
  account_alerts: alert,
  account_update: accountUpdate,
  business_capability_update: capability,
  security,
  messages: accountErrors,
};

/** Whom a notice is about. Partner events stand under the portfolio's id, and name the business account inside. */
function subjectOf(
  { field, wabaId }: NoticeFact,
  source: Json,
): Pick<NumberNews, "displayPhone" | "phoneNumberId" | "wabaId"> {
  const entity = field === "account_alerts" ? filled(source, "entity_type") : null;
  if (entity === "PHONE_NUMBER")
    return { displayPhone: null, phoneNumberId: id(source, "entity_id"), wabaId };
  const whole = entity === "BUSINESS" || field === "business_capability_update";
  const within = id(object(source, "waba_info"), "waba_id");
  return {
    displayPhone: phone(source, "display_phone_number"),
    phoneNumberId: id(object(source, "metadata"), "phone_number_id"),
    wabaId: whole ? null : (within ?? (entity === "WABA" ? id(source, "entity_id") : wabaId)),
  };
}

/**
 * What an account, number or security notice says of numbers (wire facts, section 3.2); `at` is its time in epoch
 * milliseconds. Null when it speaks of something else, or says nothing that lasts.
 */
export function numberNews(notice: NoticeFact, at: number): NumberNews | null {
  const source = asObject(notice.value);
  const read = Object.hasOwn(READERS, notice.field) ? READERS[notice.field] : undefined;
  if (source === null || read === undefined) return null;
  if (notice.field === "messages" && value(source, "errors") === undefined) return null;
  const said = read(source, at);
  const isEmpty = Object.keys(said.facts).length === 0 && said.begins.length === 0 && said.ends.length === 0;
  return isEmpty ? null : { ...subjectOf(notice, source), ...said };
}
