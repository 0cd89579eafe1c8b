import { digitsOf } from "../brazil.ts";
import { GraphError } from "../graph/graph-error.ts";
import { needList } from "../graph/check.ts";
import { makeTraceId } from "../ids.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject, SimUser } from "../model.ts";
import type { Simulator } from "../simulator.ts";

const MOST_BLOCKED = 64_000;
const MOST_AT_ONCE = 1_000;
const WINDOW_MS = 24 * 3_600_000;

/** Why a person cannot be blocked: who has not written for a day, as who is not there at all; and the business itself. */
function blockFault(
  sim: Simulator,
  number: BusinessNumber,
  user: SimUser | undefined,
  input: string,
): GraphError | null {
  if (digitsOf(input) !== "" && digitsOf(input) === digitsOf(number.displayPhone))
    return new GraphError(131021, "Self Block", "Failed to block self phone number.");
  const wroteAt = user ? sim.world.thread(number.phoneNumberId, user.id).lastUserMessageAt : null;
  if (wroteAt === null || sim.world.clock.now() - wroteAt >= WINDOW_MS)
    return new GraphError(131047, "Re-engagement required", "User has not messaged in the last 24 hours");
  if (number.blockedUsers.length >= MOST_BLOCKED)
    return new GraphError(
      139101,
      "Blocklist limit reached",
      "The blocklist has reached its 64,000 user limit.",
    );
  return null;
}

/** POST and DELETE /{phone}/block_users (12.5): who could not be is told one by one, and the whole answer is an error then. */
export function blockAnswer(
  sim: Simulator,
  number: BusinessNumber,
  body: unknown,
  block: boolean,
): { http: number; body: JsonObject } {
  const list = isObject(body) ? body.block_users : undefined;
  if (Array.isArray(list) && list.length > MOST_AT_ONCE)
    throw new GraphError(130429, "Rate limit hit", "Too many numbers in the request.");
  const done: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of needList(list, "block_users", 1, MOST_AT_ONCE).filter(isObject)) {
    const input = String(entry.user ?? entry.user_id ?? "");
    const user =
      entry.user_id === undefined
        ? sim.world.userByPhone(digitsOf(input))
        : sim.world.userByBsuid(input, number.portfolioId);
    const wa = user ? { wa_id: user.waId } : {};
    const fault = block ? blockFault(sim, number, user, input) : null;
    if (fault) {
      const { title: message, code, details } = fault;
      failed.push({ input, ...wa, errors: [{ message, code, error_data: { details } }] });
      continue;
    }
    number.blockedUsers = number.blockedUsers.filter((id) => id !== user?.id);
    if (block && user) number.blockedUsers.push(user.id);
    done.push({ input, ...wa });
  }
  sim.world.changed();
  const result: JsonObject = { [block ? "added_users" : "removed_users"]: done };
  const answer: JsonObject = { messaging_product: "whatsapp", block_users: result };
  if (failed.length === 0) return { http: 200, body: answer };
  result.failed_users = failed;
  const details = "Failed to block some users, see the block_users response list for details";
  const error = new GraphError(139100, "Failed to block/unblock users", details);
  return { http: error.http, body: { ...answer, ...error.toBody(makeTraceId(sim.world.idRandom)) } };
}
