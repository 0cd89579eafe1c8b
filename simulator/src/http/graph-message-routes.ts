import type { FastifyInstance, FastifyReply } from "fastify";
import { invalid, needText } from "../graph/check.ts";
import { GraphError } from "../graph/graph-error.ts";
import { acceptSend } from "../graph/send.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { spoilAfter, spoilBefore } from "./graph-fault-answers.ts";
import { authorizedNumber } from "./graph-auth.ts";
import { GRAPH } from "./paths.ts";

const TYPING_MS = 25_000;

/** POST /{phone}/messages: sending, marking as read, typing. */
export function graphMessageRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post<{ Params: { id: string } }>(`${GRAPH}/:id/messages`, async (request, reply) => {
    const number = authorizedNumber(sim.world, request, request.params.id);
    const body = request.body;
    if (!isObject(body)) throw new GraphError(100, "Invalid parameter", "The body must be a JSON object.");
    if (body.status !== undefined) return markRead(sim, number, body);
    return sendMessage(sim, number, body, reply);
  });
}

async function sendMessage(
  sim: Simulator,
  number: BusinessNumber,
  body: JsonObject,
  reply: FastifyReply,
): Promise<unknown> {
  const { world, statuses, sender } = sim;
  const to = body.to ?? body.recipient;
  const fault = world.faults.take(world.faultRandom, {
    on: "messages",
    phoneNumberId: number.phoneNumberId,
    to: typeof to === "string" ? to : null,
    path: `/${number.phoneNumberId}/messages`,
  });
  if (fault !== null && spoilBefore(fault, reply)) return reply;
  const early = world.faultRandom.chance(world.knobs.statusBeforeResponse);
  const failure = fault?.as === "status" && typeof fault.kind === "number" ? fault.kind : null;
  const accepted = acceptSend(world, statuses, number, body, { begin: !early, failure });
  if (early && accepted.user && accepted.thread) {
    const { user, thread, message } = accepted;
    await sender.sendNow(statuses.leave(number, user, thread, message, world.clock.now()));
    statuses.planDelivery(number, user, thread, message, world.clock.now());
  }
  if (fault === null || failure !== null) return accepted.answer;
  const send = world.ledger.sends.last();
  if (send) send.answerLost = true;
  spoilAfter(fault.kind, reply, accepted.answer);
  return reply;
}

function markRead(sim: Simulator, number: BusinessNumber, body: JsonObject): JsonObject {
  if (body.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  if (body.status !== "read") throw invalid("Param status must be one of {READ}.");
  const found = sim.world.findMessage(needText(body.message_id, "message_id", 1_000));
  if (!found || found.thread.phoneNumberId !== number.phoneNumberId || found.message.direction !== "in") {
    throw invalid("Message id is not known.");
  }
  const { thread, message } = found;
  for (const earlier of thread.messages) {
    if (earlier.direction !== "in" || (earlier.status !== "sent" && earlier.status !== "delivered")) continue;
    if (earlier.at > message.at) continue;
    earlier.status = "read";
    sim.world.announce(thread, earlier);
  }
  if (body.typing_indicator !== undefined) {
    thread.typingUntil = sim.world.clock.now() + TYPING_MS;
    sim.world.events.emit({
      kind: "typing",
      userId: thread.userId,
      phoneNumberId: thread.phoneNumberId,
      until: thread.typingUntil,
    });
  }
  return { success: true };
}
