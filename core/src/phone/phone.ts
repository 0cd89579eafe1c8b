/** Area codes that exist in Brazil (wire facts, section 14.3). */
const AREA_CODES = new Set(
  "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99".split(
    " ",
  ),
);
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

export const digitsOf = (text: string): string => text.replace(/\D/g, "");
export const isBsuid = (text: string): boolean => BSUID.test(text);
export const isAreaCode = (code: string): boolean => AREA_CODES.has(code);

/**
 * The key under which all forms of one phone meet. Brazilian mobiles are seen with and without the ninth digit; landlines
 * (first digit 2–5) have none, and adding it would name somebody else. Mexico 521 and Argentina 549 have the same trap.
 * A BSUID is no phone and is answered as it is.
 */
export function matchKey(phoneOrWaId: string): string {
  if (isBsuid(phoneOrWaId)) return phoneOrWaId;
  const digits = digitsOf(phoneOrWaId);
  const brazil = /^55(\d\d)([6-9]\d{7})$/.exec(digits);
  if (brazil) return `55${brazil[1]}9${brazil[2]}`;
  const mexico = /^521(\d{10})$/.exec(digits);
  if (mexico) return `52${mexico[1]}`;
  const argentina = /^549(\d{10})$/.exec(digits);
  if (argentina) return `54${argentina[1]}`;
  return digits;
}

/** The forms under which one phone may be known: as given, with and without the ninth digit. */
export function phoneVariants(phone: string): string[] {
  const digits = digitsOf(phone);
  const key = matchKey(digits);
  const short = /^55(\d\d)9([6-9]\d{7})$/.exec(key);
  return [...new Set([digits, key, ...(short ? [`55${short[1]}${short[2]}`] : [])])];
}

const LONGEST_PHONE = 15;
const SHORTEST_PHONE = 8;

/**
 * A whole phone as people write it, in digits with its country; null when it is none. Without a country (`+`, `00`, or 55 in
 * front) it is Brazilian: area code and 8 or 9 digits, perhaps after the 0 of a trunk call.
 */
export function readPhone(text: string): string | null {
  const written = text.trim();
  if (!/^\+?[\d\s().\-/]+$/.test(written)) return null;
  const digits = digitsOf(written);
  const abroad = written.startsWith("+") ? digits : /^00(\d+)$/.exec(digits)?.[1];
  const brazilian = (national: string): string | null =>
    isAreaCode(national.slice(0, 2)) && /^\d\d(9\d{8}|[2-9]\d{7})$/.test(national) ? `55${national}` : null;
  if (abroad === undefined)
    return (
      brazilian(digits.replace(/^0/, "")) ?? (digits.startsWith("55") ? brazilian(digits.slice(2)) : null)
    );
  if (abroad.startsWith("55")) return brazilian(abroad.slice(2));
  const isPhone =
    abroad.length >= SHORTEST_PHONE && abroad.length <= LONGEST_PHONE && !abroad.startsWith("0");
  return isPhone ? abroad : null;
}

/** Country codes of one and two digits; all others have three (ITU-T E.164, list of assigned codes). */
const COUNTRY = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** "+55 (11) 98765-4321"; other countries as "+351 912 345 678". */
export function formatPhone(phone: string): string {
  const digits = matchKey(phone);
  const brazil = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(digits);
  if (brazil) return `+55 (${brazil[1]}) ${brazil[2]}-${brazil[3]}`;
  const [country = ""] = COUNTRY.exec(digits) ?? [];
  const rest = digits.slice(country.length).replace(/(\d{3})(?=\d{3})/g, "$1 ");
  return `+${[country, rest].filter((part) => part !== "").join(" ")}`;
}

/**
 * Digits to look for when somebody types part of a phone: with and without the ninth digit, wherever it may stand.
 * Fewer than 3 digits are no phone.
 */
export function phoneSearchKeys(query: string): string[] {
  const digits = digitsOf(query);
  if (digits.length < 3) return [];
  const keys = new Set([digits]);
  const area = /^(55)?(\d\d)([6-9]\d{7})$/.exec(digits);
  if (area) keys.add(`${area[1] ?? ""}${area[2]}9${area[3]}`);
  if (/^[6-9]\d{7}$/.test(digits)) keys.add(`9${digits}`);
  return [...keys];
}
