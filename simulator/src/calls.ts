import type { JsonObject, SimUser } from "./model.ts";
import { metadataOf } from "./number-facts.ts";
import { phoneVisible } from "./rules.ts";
import type { Simulator } from "./simulator.ts";
import { profileOf, seconds } from "./statuses.ts";

/** A call of a person to the business. `seconds`: how long they talked; 0 = nobody answered. */
export type UserCall = { phoneNumberId?: string; seconds?: number };

const RINGING_MS = 20_000;

/**
 * The person calls the business: `connect`, and `terminate` when it has rung for 20 s or the talk is over (section 16).
 * Opens the service window (13.1). Gives the id of the call.
 * Throws a RangeError when there is no such number.
 */
export function callBusiness(sim: Simulator, user: SimUser, input: UserCall = {}): string {
  const { world, sender } = sim;
  const number =
    input.phoneNumberId === undefined ? sim.numbers()[0] : world.numbers.get(input.phoneNumberId);
  if (!number) throw new RangeError(`There is no business number ${input.phoneNumberId ?? ""}.`);
  const talk = input.seconds ?? 0;
  const thread = world.thread(number.phoneNumberId, user.id);
  const at = world.clock.now();
  const id = `wacid.${Buffer.from(`SIM${world.idRandom.hex(32)}`).toString("base64url")}`;
  const visible = phoneVisible(user, number, thread, at);
  const userId = world.bsuidOf(user, number.portfolioId);
  const who = visible ? { from: user.waId, from_user_id: userId } : { from_user_id: userId };
  const contact: JsonObject = {
    profile: profileOf(user, true),
    ...(visible ? { wa_id: user.waId } : {}),
    user_id: userId,
  };
  const call = { id, ...who, to: number.displayPhone, direction: "USER_INITIATED" };
  const tell = (part: JsonObject): void => {
    const value = {
      messaging_product: "whatsapp",
      metadata: metadataOf(number),
      contacts: [contact],
      calls: [{ ...call, ...part }],
    };
    sender.enqueue({ number, field: "calls", value, onDelivered: null });
  };
  thread.lastUserMessageAt = Math.max(at, thread.lastUserMessageAt ?? 0);
  world.changed();
  tell({ event: "connect", timestamp: seconds(at), session: { sdp_type: "offer", sdp: "v=0\r\n" } });
  world.scheduler.schedule(at + (talk > 0 ? talk * 1_000 : RINGING_MS), "status", (end) => {
    const ended = { event: "terminate", timestamp: seconds(end) };
    if (talk === 0) tell({ ...ended, status: "FAILED" });
    else
      tell({
        ...ended,
        status: "COMPLETED",
        start_time: seconds(at),
        end_time: seconds(end),
        duration: talk,
      });
  });
  return id;
}
