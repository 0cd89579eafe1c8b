import type { FastifyInstance, FastifyReply } from "fastify";
import type { SimEvent } from "../events.ts";
import type { JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { publicNumber } from "./number-routes.ts";
import { chatOf, publicUser } from "./user-routes.ts";

const BEAT_MS = 15_000;

/** What the phone page reads: a first picture of everything, then server-sent events. */
export function eventRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/phone/state", async (request) => {
    const asked = (request.query as { user?: string }).user;
    const user =
      (asked === undefined ? undefined : sim.world.users.get(asked)) ?? sim.world.users.values().next().value;
    return {
      now: sim.now(),
      userId: user?.id ?? null,
      users: sim.users().map((one) => publicUser(sim, one)),
      numbers: sim.numbers().map(publicNumber),
      chats: user ? sim.numbers().map((number) => chatOf(sim, user, number.phoneNumberId)) : [],
    };
  });
  app.get("/__sim/phone/events", (request, reply) => {
    const { user, client } = request.query as { user?: string; client?: string };
    stream(sim, reply, user ?? null, client ?? null);
  });
}

function stream(sim: Simulator, reply: FastifyReply, userId: string | null, client: string | null): void {
  const headers = reply.getHeaders();
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(headers as Record<string, string>),
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  const send = (event: SimEvent): void => {
    const data = dataFor(sim, event, userId);
    if (data !== null) raw.write(`event: ${event.kind}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  raw.write(`retry: 1000\nevent: clock\ndata: ${JSON.stringify({ now: sim.now() })}\n\n`);
  const stop = sim.world.events.subscribe(send);
  const beat = setInterval(() => raw.write(": beat\n\n"), BEAT_MS);
  raw.on("close", () => {
    clearInterval(beat);
    stop();
    if (client !== null) sim.closeClient(client);
  });
}

function dataFor(sim: Simulator, event: SimEvent, userId: string | null): JsonObject | null {
  switch (event.kind) {
    case "message":
    case "typing":
      return event.userId === userId ? { ...event, now: sim.now() } : null;
    case "users":
      return { users: sim.users().map((one) => publicUser(sim, one)) };
    case "numbers":
      return { numbers: sim.numbers().map(publicNumber) };
    case "clock":
      return { now: sim.now() };
    case "webhook":
      return { id: event.id };
  }
}
