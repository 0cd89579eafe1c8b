/** A decimal number as people write it, with comma or point; null when it is something else. */
export function readDecimal(text: string): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,6}([.,]\d{1,3})?$/u.test(trimmed)) return null;
  return Number(trimmed.replace(",", "."));
}

/** The same number in a field of that language; "" for none. */
export const writeDecimal = (value: number | null, locale: string): string =>
  value === null
    ? ""
    : new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 3 }).format(value);
