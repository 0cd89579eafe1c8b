import { timingSafeEqual } from "node:crypto";
import type { BusinessNumber, JsonObject } from "../model.ts";
import { GraphError, errorByCode } from "./graph-error.ts";

const LIMIT_MS = 72 * 3_600_000;
const MOST_CALLS = 10;
const MOST_GUESSES = 5;
/** Countries a number's data can be kept in; Meta's OpenAPI (v23.0), RegisterRequest. */
const REGIONS = ["AE", "AU", "BH", "BR", "CA", "CH", "DE", "GB", "ID", "IN", "JP", "KR", "SG", "ZA"];

/** What every simulated SMS and call says. */
const SIMULATED_CODE = "123456";

/** POST /{phone}/request_code. Throws a GraphError. */
export function requestCode(number: BusinessNumber, body: JsonObject): void {
  if (body.code_method !== "SMS" && body.code_method !== "VOICE")
    throw new GraphError(100, "Param code_method must be one of {SMS, VOICE}.");
  if (typeof body.language !== "string" || !/^[a-z]{2}(_[A-Z]{2})?$/.test(body.language))
    throw new GraphError(100, "Param language must be a locale, e.g. pt_BR.");
  if (number.codeVerified)
    throw new GraphError(136024, "Request code error", "This phone number is verified already.");
  number.verificationCode = SIMULATED_CODE;
}

/** POST /{phone}/verify_code. Throws a GraphError when the code is not the one that was sent. */
export function verifyCode(number: BusinessNumber, body: JsonObject): void {
  if (typeof body.code !== "string" || !/^\d{6}$/.test(body.code))
    throw new GraphError(100, "Param code must be six digits.");
  if (number.verificationCode === null || !same(number.verificationCode, body.code))
    throw errorByCode(136025);
  number.codeVerified = true;
  number.verificationCode = null;
}

/**
 * POST /{phone}/register (12.2): sets the two-step PIN when there is none, else it must match. `now` in epoch ms.
 * Throws 133006 unverified, 133016 too often, 133008 too many guesses, 133005 wrong PIN.
 */
export function register(number: BusinessNumber, body: JsonObject, now: number): void {
  if (body.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  const pin = readPin(body.pin);
  const region = body.data_localization_region;
  if (region !== undefined && !REGIONS.includes(String(region)))
    throw new GraphError(100, `Param data_localization_region must be one of {${REGIONS.join(", ")}}.`);
  countCall(number, now);
  if (!number.codeVerified) throw errorByCode(133006);
  if (number.wrongPins >= MOST_GUESSES) throw errorByCode(133008);
  if (typeof number.pin === "string" && !same(number.pin, pin)) {
    number.wrongPins++;
    throw errorByCode(133005);
  }
  Object.assign(number, { pin, wrongPins: 0, registered: true });
}

/** POST /{phone}/deregister. Throws 133010 when it is not registered, 133016 too often. `now` in epoch ms. */
export function deregister(number: BusinessNumber, now: number): void {
  countCall(number, now);
  if (!number.registered) throw errorByCode(133010);
  number.registered = false;
}

/** Six digits; throws a GraphError on anything else. */
export function readPin(value: unknown): string {
  if (typeof value !== "string" || !/^\d{6}$/.test(value))
    throw new GraphError(100, "Param pin must be six digits.");
  return value;
}

function countCall(number: BusinessNumber, now: number): void {
  const recent = number.registrationCalls.filter((at) => at > now - LIMIT_MS);
  if (recent.length >= MOST_CALLS) throw errorByCode(133016);
  number.registrationCalls = [...recent, now];
}

function same(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
