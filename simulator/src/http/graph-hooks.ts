import type { FastifyInstance, FastifyRequest } from "fastify";
import { errorByCode } from "../graph/graph-error.ts";
import type { FaultCalls } from "../graph-faults.ts";
import { makeTraceId } from "../ids.ts";
import type { Simulator } from "../simulator.ts";
import { tokenOf } from "./graph-auth.ts";
import { spoilBefore } from "./graph-fault-answers.ts";
import { GRAPH } from "./paths.ts";

/** The version a call ends up at: a dead one is moved up to the oldest living one of November 2026 (section 1). */
const OLDEST_VERSION = 21;
const NO_VERSION = `v${OLDEST_VERSION}.0`;

/** What holds for every Graph call: faults of management calls, the hourly limit of an account, Meta's response headers. */
export function graphHooks(app: FastifyInstance, sim: Simulator): void {
  app.addHook("preHandler", async (request, reply) => {
    if (!request.url.startsWith(GRAPH)) return undefined;
    const wabaId = wabaOf(sim, request);
    if (
      wabaId !== null &&
      !sim.world.managementCalls.take(wabaId, sim.now(), sim.world.knobs.managementCalls)
    )
      throw errorByCode(80008);
    checkScope(sim, request);
    const on = callsOf(sim, request);
    if (on === null) return undefined;
    const fault = sim.world.faults.take(sim.world.faultRandom, {
      on,
      phoneNumberId: numberOf(sim, request)?.phoneNumberId ?? null,
      to: null,
      path: request.originalUrl,
    });
    return fault !== null && spoilBefore(fault, reply) ? reply : undefined;
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (!request.url.startsWith(GRAPH)) return payload;
    const traceId = makeTraceId(sim.world.traceRandom);
    void reply
      .header("facebook-api-version", versionOf(request.originalUrl))
      .header("x-fb-trace-id", traceId)
      .header("x-fb-request-id", traceId);
    const wabaId = wabaOf(sim, request) ?? numberOf(sim, request)?.wabaId;
    if (wabaId !== undefined) void reply.header("x-business-use-case-usage", usageOf(sim, wabaId));
    return payload;
  });
}

/** Calls that need the permission to message; all the others need the one to manage. */
const MESSAGING = /\/(messages|media|block_users|message_history)$/;

/** A token that lives and lacks the permission for the call gets 10 or 200; one that is no token is left to its handler. */
function checkScope(sim: Simulator, request: FastifyRequest): void {
  const token = tokenOf(request);
  const owner = sim.numbers().find((number) => number.accessToken === token);
  const url = request.routeOptions.url ?? "";
  if (!owner || owner.tokenExpired || /\/(debug_token|oauth\/access_token)$/.test(url)) return;
  const messaging = MESSAGING.test(url) || sim.world.media.has(idOf(request));
  const scope = messaging ? "whatsapp_business_messaging" : "whatsapp_business_management";
  if (!owner.scopes.includes(scope)) throw errorByCode(messaging ? 10 : 200);
}

/** Whose faults a call looks at; null = its own handler asks (sends and uploads, which look into the body first). */
function callsOf(sim: Simulator, request: FastifyRequest): FaultCalls | null {
  const url = request.routeOptions.url ?? "";
  if (request.method === "POST" && /\/(messages|media)$/.test(url)) return null;
  return sim.world.media.has(idOf(request)) ? "media" : "management";
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id?: string } | undefined)?.id ?? "";
}

function numberOf(sim: Simulator, request: FastifyRequest): { phoneNumberId: string; wabaId: string } | null {
  return sim.world.numbers.get(idOf(request)) ?? null;
}

function wabaOf(sim: Simulator, request: FastifyRequest): string | null {
  const id = idOf(request);
  return sim.world.templates.has(id) ? id : null;
}

function versionOf(originalUrl: string): string {
  const version = /^\/(v(\d+)\.\d+)/.exec(originalUrl);
  if (!version) return NO_VERSION;
  return Number(version[2]) < OLDEST_VERSION ? NO_VERSION : (version[1] as string);
}

/** Percentages and minutes, as text keyed by account, as in the header of section 1. */
function usageOf(sim: Simulator, wabaId: string): string {
  const limit = sim.world.knobs.managementCalls;
  const used = sim.world.managementCalls.used(wabaId, sim.now());
  const percent = limit === 0 ? 0 : Math.min(100, Math.ceil((used * 100) / limit));
  const usage = {
    type: "whatsapp",
    call_count: percent,
    total_cputime: 1,
    total_time: 1,
    estimated_time_to_regain_access: percent < 100 ? 0 : 60,
  };
  return JSON.stringify({ [wabaId]: [usage] });
}
