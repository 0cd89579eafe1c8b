import { CHECKS, checksOf, type Check, type CheckPart } from "@balcao/whatsapp";
import words from "./check-words.json" with { type: "json" };

type Locale = "pt-BR" | "en";
type Catalogue = Record<"parts" | "checks" | "findings" | "repairs", Record<string, string>> & {
  test: string;
};
const catalogues: Record<Locale, Catalogue> = words;

/** A finding as a person reads it. */
export type SaidCheck = {
  id: Check["id"];
  state: Check["state"];
  name: string;
  sentence: string;
  repair: string | null;
  act: Check["act"];
  /** Meta's own words with its code, for who asks Meta about it */
  small: string | null;
};
export type SaidPart = { id: CheckPart; name: string; checks: SaidCheck[] };

/** Which values are moments, to be told in the reader's language and the account's time zone. */
const MOMENTS: ReadonlySet<string> = new Set(["at"]);

const filled = (text: string, data: Check["data"], locale: Locale, timeZone: string): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_match, name: string) => {
    const value = data[name] ?? "";
    if (typeof value === "string") return value;
    return MOMENTS.has(name)
      ? new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", timeZone }).format(value)
      : new Intl.NumberFormat(locale).format(value);
  });

/** The sentence of a finding and of its repair. Unknown keys are shown as they are: a newer node may have written them. */
export function sayFinding(
  { finding, repair, data }: Pick<Check, "finding" | "repair" | "data">,
  locale: Locale,
  timeZone: string,
): { sentence: string; repair: string | null } {
  const { findings, repairs } = catalogues[locale];
  const say = (text: string): string => filled(text, data, locale, timeZone);
  return {
    sentence: say(findings[finding] ?? finding),
    repair: repair === null ? null : say(repairs[repair] ?? repair),
  };
}

function sayCheck(check: Check, locale: Locale, timeZone: string): SaidCheck {
  const { id, state, act, data } = check;
  const words = typeof data["said"] === "string" ? data["said"] : "";
  return {
    id,
    state,
    act,
    name: catalogues[locale].checks[id] ?? id,
    ...sayFinding(check, locale, timeZone),
    small: words === "" ? null : `${words} (${String(data["code"] ?? "")})`,
  };
}

/** The message that an administrator sends to their own phone. */
export const testWords = (locale: Locale, name: string): string =>
  filled(catalogues[locale].test, { name }, locale, "UTC");

/** Findings part by part, in the order in which they are mended. `timeZone`: of the account, IANA. */
export const sayChecks = (checks: readonly Check[], locale: Locale, timeZone: string): SaidPart[] =>
  (Object.keys(CHECKS) as CheckPart[]).flatMap((part) => {
    const own = checksOf(checks, part).map((check) => sayCheck(check, locale, timeZone));
    return own.length === 0 ? [] : [{ id: part, name: catalogues[locale].parts[part] ?? part, checks: own }];
  });
