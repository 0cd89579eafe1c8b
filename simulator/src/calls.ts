import type { JsonObject, SimUser } from "./model.ts";
import { metadataOf } from "./number-facts.ts";
import { phoneVisible } from "./rules.ts";
import type { Simulator } from "./simulator.ts";
import { profileOf, seconds } from "./statuses.ts";

/** A call of a person to the business. `seconds`: how long they talked; 0 = nobody answered. `rejected`: somebody turned it away. */
export type UserCall = { phoneNumberId?: string; seconds?: number; rejected?: boolean };
/** A call of the business, made elsewhere than at the desk. `answer`: what the person does; `seconds`: how long they talk then. */
export type BusinessCall = { answer: "accepted" | "rejected" | "none"; seconds?: number };

const RINGING_MS = 20_000;
const ANSWERING_MS = 3_000;

/**
 * The person calls the business: `connect`, and `terminate` when it has rung for 20 s or the talk is over (section 16).
 * Opens the service window (13.1). Gives the id of the call.
 * Throws a RangeError when there is no such number.
 */
export function callBusiness(sim: Simulator, user: SimUser, input: UserCall = {}): string {
  const { world } = sim;
  const talk = input.seconds ?? 0;
  const { number, thread, at, id, phone, userId, tell } = lineOf(sim, user, input.phoneNumberId);
  const who = phone === null ? { from_user_id: userId } : { from: phone, from_user_id: userId };
  const call = { id, ...who, to: number.displayPhone, direction: "USER_INITIATED" };
  const say = (part: JsonObject): void => tell({ calls: [{ ...call, ...part }] });
  thread.lastUserMessageAt = Math.max(at, thread.lastUserMessageAt ?? 0);
  world.changed();
  say({ event: "connect", timestamp: seconds(at), session: { sdp_type: "offer", sdp: "v=0\r\n" } });
  const lasts = input.rejected ? ANSWERING_MS : talk > 0 ? talk * 1_000 : RINGING_MS;
  world.scheduler.schedule(at + lasts, "status", (end) => say(ending(at, end, input.rejected ? 0 : talk)));
  return id;
}

/** The end of a call that was talked for `talk` seconds; 0 = it was not taken. */
function ending(start: number, end: number, talk: number): JsonObject {
  const ended = { event: "terminate", timestamp: seconds(end) };
  if (talk === 0) return { ...ended, status: "FAILED" };
  return {
    ...ended,
    status: "COMPLETED",
    start_time: seconds(start),
    end_time: seconds(end),
    duration: talk,
  };
}

/**
 * The business calls the person from elsewhere; the desk hears of it: `statuses` of the call, and its end (section 16). The window stays as it is.
 * Gives the id of the call. Throws a RangeError when there is no such number, or the answer is none of the three.
 */
export function callPerson(
  sim: Simulator,
  user: SimUser,
  phoneNumberId: string,
  input: BusinessCall,
): string {
  if (!["accepted", "rejected", "none"].includes(input.answer))
    throw new RangeError(`"answer" must be accepted, rejected or none.`);
  const { number, at, id, phone, userId, tell } = lineOf(sim, user, phoneNumberId);
  const status = (word: string, moment: number): void => {
    const whom = phone === null ? {} : { recipient_id: phone };
    const one = {
      id,
      type: "call",
      status: word,
      timestamp: seconds(moment),
      ...whom,
      recipient_user_id: userId,
    };
    tell({ statuses: [one] });
  };
  const end = (moment: number, talk: number): void => {
    const call = {
      id,
      from: number.displayPhone,
      ...(phone === null ? {} : { to: phone }),
      to_user_id: userId,
    };
    tell({
      calls: [{ ...call, direction: "BUSINESS_INITIATED", ...ending(moment - talk * 1_000, moment, talk) }],
    });
  };
  status("RINGING", at);
  const { scheduler } = sim.world;
  if (input.answer === "none") scheduler.schedule(at + RINGING_MS, "status", (moment) => end(moment, 0));
  else
    scheduler.schedule(at + ANSWERING_MS, "status", (moment) => {
      status(input.answer.toUpperCase(), moment);
      const talk = input.answer === "accepted" ? (input.seconds ?? 60) : 0;
      scheduler.schedule(moment + talk * 1_000, "status", (last) => end(last, talk));
    });
  return id;
}

/** A line between a person and a number: whom Meta names, and how it tells of their call. */
function lineOf(sim: Simulator, user: SimUser, phoneNumberId: string | undefined) {
  const { world, sender } = sim;
  const number = phoneNumberId === undefined ? sim.numbers()[0] : world.numbers.get(phoneNumberId);
  if (!number) throw new RangeError(`There is no business number ${phoneNumberId ?? ""}.`);
  const thread = world.thread(number.phoneNumberId, user.id);
  const at = world.clock.now();
  const id = `wacid.${Buffer.from(`SIM${world.idRandom.hex(32)}`).toString("base64url")}`;
  const phone = phoneVisible(user, number, thread, at) ? user.waId : null;
  const userId = world.bsuidOf(user, number.portfolioId);
  const contact: JsonObject = {
    profile: profileOf(user, true),
    ...(phone === null ? {} : { wa_id: phone }),
    user_id: userId,
  };
  const tell = (part: JsonObject): void => {
    const value = {
      messaging_product: "whatsapp",
      metadata: metadataOf(number),
      contacts: [contact],
      ...part,
    };
    sender.enqueue({ number, field: "calls", value, onDelivered: null });
  };
  return { number, thread, at, id, phone, userId, tell };
}
