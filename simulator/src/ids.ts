import { createHash } from "node:crypto";
import { countryOf } from "./brazil.ts";
import type { SeededRandom } from "./random.ts";

/** Hexadecimal of "SIM": every id made here carries it, so that it can be told from a real one. */
const MARK = "53494D";

/**
 * A wamid as seen in public samples: base64 of 1c 18 <len> <digits> 15 02 00 <11 out | 12 in> 18 14 <20 hex> 00.
 * `waId` is the customer's account id.
 */
export function makeWamid(random: SeededRandom, waId: string, direction: "in" | "out"): string {
  const digits = waId.slice(0, 100);
  const bytes = Buffer.allocUnsafe(3 + digits.length + 27);
  bytes[0] = 0x1c;
  bytes[1] = 0x18;
  bytes[2] = digits.length;
  bytes.write(digits, 3, "latin1");
  const tail = 3 + digits.length;
  bytes[tail] = 0x15;
  bytes[tail + 1] = 0x02;
  bytes[tail + 2] = 0x00;
  bytes[tail + 3] = direction === "out" ? 0x11 : 0x12;
  bytes[tail + 4] = 0x18;
  bytes[tail + 5] = 0x14;
  bytes.write(MARK + random.hex(14), tail + 6, "latin1");
  bytes[tail + 26] = 0x00;
  return `wamid.${bytes.toString("base64")}`;
}

/** The BSUID of a user inside one business portfolio. `rotation` counts changes of number, which change the id. */
export function makeBsuid(userId: string, waId: string, portfolioId: string, rotation: number): string {
  const hash = createHash("sha256").update(`${portfolioId}|${userId}|${rotation}`).digest();
  const digits = (hash.readBigUInt64BE(0) % 9_000_000_000_000_000n) + 1_000_000_000_000_000n;
  return `${countryOf(waId)}.${digits}`;
}

/** 16 digits, as Meta's media and object ids. */
export function makeObjectId(random: SeededRandom): string {
  return random.digits(16);
}

/** The trace id of Graph errors, marked as simulated. */
export function makeTraceId(random: SeededRandom): string {
  return `sim${random.hex(12)}`;
}
