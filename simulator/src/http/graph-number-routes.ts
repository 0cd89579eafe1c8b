import type { FastifyInstance, FastifyRequest } from "fastify";
import { syncAppData } from "../coexistence.ts";
import { GraphError } from "../graph/graph-error.ts";
import { changeProfile, profileNode } from "../graph/profile.ts";
import { deregister, readPin, register, requestCode, verifyCode } from "../graph/registration.ts";
import { messageHistory } from "../message-history.ts";
import { verifyCallback } from "../post.ts";
import { isObject } from "../model.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { authorizedNumber } from "./graph-auth.ts";
import { blockAnswer } from "./block-answer.ts";
import { pickFields, type ById } from "./graph-fields.ts";
import { GRAPH } from "./paths.ts";

type Act = (number: BusinessNumber, body: JsonObject) => void;

/** Calls on one number: its registration, PIN, callback, profile and blocked people. */
export function graphNumberRoutes(app: FastifyInstance, sim: Simulator): void {
  const { world } = sim;
  const own = (request: FastifyRequest<ById>): BusinessNumber =>
    authorizedNumber(world, request, request.params.id);
  const acts: Record<string, Act> = {
    request_code: requestCode,
    verify_code: verifyCode,
    register: (number, body) => register(number, body, sim.now()),
    deregister: (number) => deregister(number, sim.now()),
  };
  for (const [name, act] of Object.entries(acts)) {
    app.post<ById>(`${GRAPH}/:id/${name}`, async (request) => {
      const number = own(request);
      try {
        act(number, bodyOf(request));
      } finally {
        // a call that was refused counts, too
        world.events.emit({ kind: "numbers" });
        world.changed();
      }
      return name === "verify_code" ? { success: true, id: number.phoneNumberId } : { success: true };
    });
  }
  app.post<ById>(`${GRAPH}/:id/smb_app_data`, async (request) => {
    const answer = syncAppData(sim, own(request), bodyOf(request));
    world.changed();
    return answer;
  });
  app.get<ById>(`${GRAPH}/:id/message_history`, async (request) => {
    const number = own(request);
    const wamid = request.query.message_id;
    if (wamid === undefined) throw new GraphError(100, "The parameter message_id is required.");
    const found = world.findMessage(wamid);
    const mine = found?.thread.phoneNumberId === number.phoneNumberId && found.message.direction === "out";
    return messageHistory(number, mine ? found.message : null);
  });
  profileRoutes(app, sim, own);
  blockRoutes(app, sim, own);
}

function bodyOf(request: FastifyRequest): JsonObject {
  return isObject(request.body) ? request.body : {};
}

/** The verification GET of 2.1; throws 2200 when the receiver does not answer as it must. */
export async function verifyOrThrow(sim: Simulator, url: string, token: string): Promise<void> {
  const problem = URL.canParse(url)
    ? await verifyCallback(url, token, sim.world.idRandom.digits(10))
    : "not a URL";
  if (problem !== null)
    throw new GraphError(2200, `Callback verification failed with the following errors: ${problem}`);
}

/** POST /{phone}: its callback, or its two-step PIN. Throws a GraphError. */
export async function changeNumber(sim: Simulator, request: FastifyRequest<ById>): Promise<JsonObject> {
  const number = authorizedNumber(sim.world, request, request.params.id);
  const body = bodyOf(request);
  const configuration = body.webhook_configuration;
  if (isObject(configuration)) {
    const url =
      typeof configuration.override_callback_uri === "string" ? configuration.override_callback_uri : "";
    if (url !== "") await verifyOrThrow(sim, url, String(configuration.verify_token ?? ""));
    number.webhookOverride = url === "" ? null : { scope: "number", url };
  } else if (body.pin !== undefined) {
    number.pin = readPin(body.pin);
    number.wrongPins = 0;
    const value = { display_phone_number: number.displayPhone, event: "PIN_CHANGED" };
    sim.sender.enqueue({ number, field: "security", value, onDelivered: null });
  } else {
    throw new GraphError(100, "Invalid parameter", "Nothing to change was given.");
  }
  sim.world.changed();
  return { success: true };
}

type Own = (request: FastifyRequest<ById>) => BusinessNumber;

function profileRoutes(app: FastifyInstance, sim: Simulator, own: Own): void {
  const path = `${GRAPH}/:id/whatsapp_business_profile`;
  app.get<ById>(path, async (request) => ({
    data: [pickFields(profileNode(sim.world, own(request)), request.query.fields, "messaging_product")],
  }));
  app.post<ById>(path, async (request) => {
    changeProfile(sim.world, own(request), bodyOf(request));
    sim.world.events.emit({ kind: "numbers" });
    sim.world.changed();
    return { success: true };
  });
}

function blockRoutes(app: FastifyInstance, sim: Simulator, own: Own): void {
  const path = `${GRAPH}/:id/block_users`;
  app.get<ById>(path, async (request) => ({
    data: own(request).blockedUsers.map((id) => ({
      messaging_product: "whatsapp",
      wa_id: sim.world.users.get(id)?.waId,
    })),
  }));
  for (const [method, block] of [
    ["POST", true],
    ["DELETE", false],
  ] as const)
    app.route<ById>({
      method,
      url: path,
      handler: async (request, reply) => {
        const { http, body } = blockAnswer(sim, own(request), request.body, block);
        return reply.code(http).send(body);
      },
    });
}
