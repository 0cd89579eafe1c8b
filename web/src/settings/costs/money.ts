/** Millionths of a currency as people read them; small ones with the digits that prices of messages have. */
export function money(micros: number, currency: string, locale: string): string {
  const amount = micros / 1_000_000;
  const isSmall = amount > 0 && amount < 1;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    ...(isSmall ? { maximumFractionDigits: 6 } : {}),
  }).format(amount);
}

/** An amount as it is typed, with comma or point, as whole millionths; null when it is something else. */
export function readMicros(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,](\d{1,6}))?$/u.exec(text.trim());
  if (!match) return null;
  const [, whole = "0", part = ""] = match;
  return Number(whole) * 1_000_000 + Number(part.padEnd(6, "0"));
}

/** The same in a field of that language; "" for none. */
export const writeMicros = (micros: number | null, locale: string): string =>
  micros === null
    ? ""
    : new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 }).format(
        micros / 1_000_000,
      );

/** The month before or after one, as "2026-12". */
export function monthBy(month: string, step: 1 | -1): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const index = year * 12 + number - 1 + step;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** A month's name: "novembro de 2026". */
export const monthName = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );
