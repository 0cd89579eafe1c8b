import type { FastifyInstance, FastifyReply } from "fastify";
import type { SimEvent } from "../events.ts";
import type { JsonObject } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { publicNumber } from "./number-routes.ts";
import { chatOf, publicUser } from "./user-routes.ts";

const BEAT_MS = 15_000;
/** Lists and webhook notices are told at most this often; a load run must not drown an open phone. */
const GATHER_MS = 100;
/** A picker longer than this helps nobody. */
const MOST_LISTED = 200;

/** What the phone page reads: a first picture of everything, then server-sent events. */
export function eventRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/phone/state", async (request) => {
    const asked = (request.query as { user?: string }).user;
    const known = asked === undefined ? undefined : sim.world.users.get(asked);
    const user = known ?? sim.world.users.values().next().value;
    const numbers = sim.numbers().slice(0, MOST_LISTED);
    return {
      now: sim.now(),
      userId: user?.id ?? null,
      users: listUsers(sim, user?.id ?? null),
      numbers: numbers.map(publicNumber),
      chats: user ? numbers.map((number) => chatOf(sim, user, number.phoneNumberId)) : [],
    };
  });
  app.get("/__sim/phone/events", (request, reply) => {
    const { user, client } = request.query as { user?: string; client?: string };
    stream(sim, reply, user ?? null, client ?? null);
  });
}

function stream(sim: Simulator, reply: FastifyReply, userId: string | null, client: string | null): void {
  const headers = reply.getHeaders() as Record<string, string>;
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...headers, "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const write = (kind: string, data: JsonObject): void => {
    raw.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  raw.write("retry: 1000\n");
  write("clock", { now: sim.now() });
  const gathered = new Set<SimEvent["kind"]>();
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    for (const kind of gathered) write(kind, gatheredData(sim, kind, userId));
    gathered.clear();
  };
  const stop = sim.world.events.subscribe((event) => {
    if (event.kind === "message" || event.kind === "typing") {
      if (event.userId === userId) write(event.kind, { ...event, now: sim.now() });
      return;
    }
    gathered.add(event.kind);
    timer ??= setTimeout(flush, GATHER_MS);
  });
  const beat = setInterval(() => raw.write(": beat\n\n"), BEAT_MS);
  raw.on("close", () => {
    clearInterval(beat);
    if (timer) clearTimeout(timer);
    stop();
    if (client !== null) sim.closeClient(client);
  });
}

function gatheredData(sim: Simulator, kind: SimEvent["kind"], userId: string | null): JsonObject {
  if (kind === "users") return { users: listUsers(sim, userId) };
  return { now: sim.now() };
}

/** The first people, and always the one in use. */
function listUsers(sim: Simulator, userId: string | null): JsonObject[] {
  const users = sim.users();
  const listed = users.slice(0, MOST_LISTED);
  const own = users.find((user) => user.id === userId);
  if (own && !listed.includes(own)) listed.push(own);
  return listed.map((user) => publicUser(sim, user));
}
