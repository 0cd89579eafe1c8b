/**
 * Loaded before a program (`--import`): its `Date` is off by the milliseconds that stand in the file named by SKEW_FILE, as on a machine
 * whose clock was put forward or back while it ran. The monotonic clock and timers stay right, as they do there.
 */
import { readFileSync } from "node:fs";

const REREAD_MS = 50;
const file = process.env["SKEW_FILE"] ?? "";
const RealDate = Date;
let off = 0;
let readAt = -Infinity;

function skewed(): number {
  if (performance.now() - readAt >= REREAD_MS) {
    readAt = performance.now();
    off = Number(readFileSync(file, "utf8"));
  }
  return RealDate.now() + off;
}

globalThis.Date = new Proxy(RealDate, {
  get: (target, key) => (key === "now" ? skewed : (Reflect.get(target, key) as unknown)),
  construct: (target, args: unknown[], maker) =>
    Reflect.construct(target, args.length === 0 ? [skewed()] : args, maker) as Date,
});
