import { randomBytes } from "node:crypto";

export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

const POOL_BYTES = 8192;
let pool = Buffer.alloc(0);
let used = 0;

function tenRandomBytes(): Buffer {
  if (used + 10 > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += 10;
  return pool.subarray(used - 10, used);
}

let lastMs = 0;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter that grows within one millisecond (method 1), then 62 random
 * bits. Ids made by one process sort in the order they were made, which keeps index inserts at the right-hand edge.
 */
export function uuidv7(): string {
  const ms = Date.now();
  if (ms > lastMs) {
    lastMs = ms;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  const random = tenRandomBytes();
  const head = lastMs.toString(16).padStart(12, "0");
  const version = (0x7000 | counter).toString(16);
  const variant = (0x80 | ((random[0] ?? 0) & 0x3f)).toString(16).padStart(2, "0");
  const tail = random.toString("hex", 1, 8);
  return `${head.slice(0, 8)}-${head.slice(8)}-${version}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`;
}
