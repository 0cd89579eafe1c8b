import { ClientFrame, type ServerFrame } from "@balcao/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import type { Realtime } from "./realtime.ts";

/** A session or role taken away closes its sockets within this. */
const RECHECK_MS = 4000;
/** a browser that reads this slowly is cut off and resumes from its cursor */
const MOST_BUFFERED = 4 * 1024 * 1024;
const POLICY_VIOLATION = 1008;

const same = (a: Actor, b: Actor): boolean => a.role === b.role && a.accountId === b.accountId && a.teamIds.join() === b.teamIds.join();

/** WebSocket /api/realtime. Who listens is decided by the session, again every few seconds. */
export function socketRoutes(app: FastifyInstance, deps: Deps, hub: Realtime, resolveActor: (request: FastifyRequest) => Promise<Actor | null>): void {
  const host = new URL(deps.baseUrl).host;
  app.get("/api/realtime", { websocket: true, config: { policy: anyAgent } }, (socket, request) => {
    const origin = request.headers.origin;
    if (origin === undefined || (new URL(origin).host !== host && new URL(origin).host !== request.headers.host)) return socket.close(POLICY_VIOLATION, "origin");
    let leave: (() => void) | null = null;
    let joined = false;
    const send = (frame: ServerFrame): void => {
      if (socket.bufferedAmount > MOST_BUFFERED) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
    };
    const recheck = setInterval(() => {
      resolveActor(request)
        .then((actor) => {
          if (!actor || !same(actor, request.actor)) socket.close(POLICY_VIOLATION, "session");
        })
        .catch(() => socket.close(POLICY_VIOLATION, "session"));
    }, RECHECK_MS);
    socket.on("message", (data: Buffer) => {
      let frame;
      try {
        frame = ClientFrame.safeParse(JSON.parse(data.toString()));
      } catch {
        return socket.close(POLICY_VIOLATION, "frame");
      }
      if (!frame.success) return socket.close(POLICY_VIOLATION, "frame");
      if (frame.data.type === "ping") return send({ type: "pong", now: new Date(deps.clock.now()).toISOString() });
      if (joined) return socket.close(POLICY_VIOLATION, "hello");
      joined = true;
      hub.join({ actor: request.actor, send }, frame.data.cursor).then(
        (off) => {
          if (socket.readyState === socket.OPEN) leave = off;
          else off();
        },
        () => socket.close(1011, "failed"),
      );
    });
    socket.on("close", () => {
      clearInterval(recheck);
      leave?.();
    });
  });
}
