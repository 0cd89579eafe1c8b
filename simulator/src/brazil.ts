/**
 * Phone identity rules of the simulated WhatsApp. A Brazilian account keeps the form it was made with: 12 or 13 digits;
 * both reach it (wire facts, section 14).
 */

/** Only the digits of a phone as typed. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Every digit form under which Meta finds the account: itself and, for Brazilian mobiles, with and without the ninth digit. */
export function phoneForms(waId: string): string[] {
  const short = /^55(\d\d)([6-9]\d{7})$/.exec(waId);
  if (short) return [waId, `55${short[1]}9${short[2]}`];
  const long = /^55(\d\d)9([6-9]\d{7})$/.exec(waId);
  if (long) return [waId, `55${long[1]}${long[2]}`];
  return [waId];
}

const CALLING_CODES: readonly (readonly [string, string])[] = [
  ["55", "BR"],
  ["351", "PT"],
  ["54", "AR"],
  ["57", "CO"],
  ["56", "CL"],
  ["52", "MX"],
  ["51", "PE"],
  ["595", "PY"],
  ["598", "UY"],
  ["591", "BO"],
  ["58", "VE"],
  ["244", "AO"],
  ["34", "ES"],
  ["44", "GB"],
  ["49", "DE"],
  ["33", "FR"],
  ["1", "US"],
];

/** Two-letter country of a phone, as used in front of a BSUID; "ZZ" when unknown. */
export function countryOf(waId: string): string {
  return CALLING_CODES.find(([code]) => waId.startsWith(code))?.[1] ?? "ZZ";
}

/** How WhatsApp would print the number: +55 11 98765-4321 for Brazil, +digits elsewhere. */
export function formatPhone(waId: string): string {
  const match = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(waId);
  return match ? `+55 ${match[1]} ${match[2]}-${match[3]}` : `+${waId}`;
}
