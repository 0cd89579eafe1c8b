import type { BusinessNumber, SimUser, Thread } from "./model.ts";
import { PAIR_CAPACITY } from "./world.ts";
import type { World } from "./world.ts";

const HOUR_MS = 3_600_000;
const WINDOW_MS = 24 * HOUR_MS;
const FREE_ENTRY_MS = 72 * HOUR_MS;
const PHONE_MEMORY_MS = 30 * 24 * HOUR_MS;
const COEXISTENCE_RATE = 20;
const HIGH_RATE = 1_000;
const PAIR_REFILL_MS = 6_000;

/** Whether free-form messages may go to this person now (13.1). */
export function windowOpen(thread: Thread, now: number): boolean {
  return thread.lastUserMessageAt !== null && now < thread.lastUserMessageAt + WINDOW_MS;
}

/** End of the free entry point of 13.2, or null when none runs. */
export function freeEntryUntil(thread: Thread, now: number): number | null {
  if (thread.referralAt === null || thread.firstAnswerAt === null) return null;
  if (thread.firstAnswerAt > thread.referralAt + WINDOW_MS) return null;
  const until = thread.firstAnswerAt + FREE_ENTRY_MS;
  return now < until ? until : null;
}

/** Whether this number sees the phone of this person now (6.1). */
export function phoneVisible(user: SimUser, number: BusinessNumber, thread: Thread, now: number): boolean {
  if (user.visibility !== "auto") return user.visibility === "visible";
  if (user.username === null || user.contactBook.includes(number.portfolioId)) return true;
  return thread.lastPhoneExchangeAt !== null && now < thread.lastPhoneExchangeAt + PHONE_MEMORY_MS;
}

/** Notes that a message with the phone went between the two, which keeps the phone visible. */
export function notePhoneExchange(world: World, user: SimUser, number: BusinessNumber, thread: Thread): void {
  thread.lastPhoneExchangeAt = world.clock.now();
  if (world.knobs.contactBook && !user.contactBook.includes(number.portfolioId))
    user.contactBook.push(number.portfolioId);
}

/** Takes one message from the bucket of the pair; false when it is empty (131056). */
export function takePair(thread: Thread, now: number): boolean {
  const refilled = thread.pairTokens + (now - thread.pairTokensAt) / PAIR_REFILL_MS;
  thread.pairTokens = Math.min(PAIR_CAPACITY, refilled);
  thread.pairTokensAt = now;
  if (thread.pairTokens < 1) return false;
  thread.pairTokens -= 1;
  return true;
}

/** Messages per second of a number (9): the knob's, a thousand after the upgrade, twenty in coexistence; 0 = no limit. */
function rateOf(world: World, phoneNumberId: string): number {
  const rate = world.knobs.throughput;
  const number = world.numbers.get(phoneNumberId);
  if (rate === 0 || !number) return rate;
  if (number.onBizApp) return Math.min(rate, COEXISTENCE_RATE);
  return number.throughputLevel === "HIGH" ? Math.max(rate, HIGH_RATE) : rate;
}

/** Takes one message from the bucket of the number; false when the throughput is used up (130429). */
export function takeThroughput(world: World, phoneNumberId: string): boolean {
  const rate = rateOf(world, phoneNumberId);
  if (rate === 0) return true;
  const now = world.clock.now();
  const bucket = world.throughput.get(phoneNumberId) ?? { tokens: rate, at: now };
  bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) * rate) / 1000);
  bucket.at = now;
  world.throughput.set(phoneNumberId, bucket);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
