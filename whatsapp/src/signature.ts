import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const HEADER = /^sha256=([0-9a-f]{64})$/;

/** `X-Hub-Signature-256` of a body: HMAC-SHA256 over the raw bytes with the app's secret (wire facts, section 2.2). */
export function signBody(rawBytes: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(rawBytes).digest("hex")}`;
}

/** Has this header the form of a signature? What has not need not be read. */
export const mayBeSignature = (header: unknown): boolean => typeof header === "string" && HEADER.test(header);

/**
 * Is `header` (the value of `X-Hub-Signature-256`, whatever the framework gave) the signature of these bytes? Compared in
 * constant time; false for a missing, repeated, short or malformed header and for an empty secret. Never throws.
 */
export function isSignatureValid(rawBytes: Uint8Array, header: unknown, appSecret: string): boolean {
  const hex = typeof header === "string" ? HEADER.exec(header)?.[1] : undefined;
  if (hex === undefined || typeof appSecret !== "string" || appSecret === "") return false;
  if (!(rawBytes instanceof Uint8Array)) return false;
  const expected = createHmac("sha256", appSecret).update(rawBytes).digest();
  return timingSafeEqual(expected, Buffer.from(hex, "hex"));
}

const digest = (text: string): Uint8Array => createHash("sha256").update(text).digest();

/** Compares two secrets without telling by its time how much of them agrees, nor how long they are. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}
