import { createHmac, timingSafeEqual } from "node:crypto";

const HEADER = /^sha256=([0-9a-f]{64})$/;

/** `X-Hub-Signature-256` of a body: HMAC-SHA256 over the raw bytes with the app's secret (wire facts, section 2.2). */
export function signBody(rawBytes: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(rawBytes).digest("hex")}`;
}

/** Constant time; false for a missing, short or malformed header and for an empty secret. Never throws. */
export function isSignatureValid(rawBytes: Uint8Array, header: string | undefined | null, appSecret: string): boolean {
  const hex = typeof header === "string" ? HEADER.exec(header)?.[1] : undefined;
  if (hex === undefined || appSecret === "") return false;
  const expected = createHmac("sha256", appSecret).update(rawBytes).digest();
  return timingSafeEqual(expected, Buffer.from(hex, "hex"));
}
