import { ClientFrame, type ServerFrame } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { WebSocket } from "ws";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { errorData } from "../../platform/logger.ts";
import type { Seat } from "./presence.ts";
import type { Farewell } from "./realtime-members.ts";
import type { Realtime } from "./realtime.ts";

/** A session or right taken away closes its sockets within this, should the log be held back: a second below what is promised (5 s). */
const REVALIDATE_MS = 3000;
const HELLO_MS = 10_000;
/** a line without a sign of life for one to two of these is dead */
const BEAT_MS = 30_000;
/** frames one socket may send in so long: a key held down over a list makes some thirty a second */
const FRAMES = { most: 600, ms: 10_000 };
/** a browser that reads this slowly is cut off and resumes from its cursor (bytes) */
const MOST_BUFFERED = 1024 * 1024;
/** RFC 6455, section 7.4: 1008 policy, 1011 our failure; 4000 and above are an application's own */
const CODES = { session: 1008, rights: 4001, policy: 1008, failed: 1011 } as const;

/** Cookies travel with any page's handshake, so only our own pages may listen. */
function isOwnOrigin(origin: string | undefined, baseUrl: string, host: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin).host;
  return from === new URL(baseUrl).host || from === host;
}

function parse(data: string): ClientFrame | null {
  try {
    return ClientFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch {
    return null;
  }
}

/** Says whether one more frame is one too many. */
function frameCount(): () => boolean {
  let since = performance.now();
  let frames = 0;
  return () => {
    const now = performance.now();
    if (now - since >= FRAMES.ms) [since, frames] = [now, 0];
    frames += 1;
    return frames > FRAMES.most;
  };
}

type Line = { socket: WebSocket; alive: boolean };

/** One socket's life: hello, what is pushed, what it shows, pings, farewell. */
function serve(socket: WebSocket, actor: Actor, hub: Realtime, deps: Deps, line: Line): void {
  let joined = false;
  let leave: (() => void) | null = null;
  let seat: Seat | null = null;
  const send = (text: string): void => {
    if (socket.bufferedAmount > MOST_BUFFERED) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(text);
  };
  const say = (frame: ServerFrame): void => send(JSON.stringify(frame));
  const close = (why: Farewell): void => socket.close(CODES[why], why);
  const isFlood = frameCount();
  const silent = setTimeout(() => joined || socket.close(CODES.policy, "hello"), HELLO_MS);
  socket.on("message", (data: Buffer, isBinary) => {
    line.alive = true;
    // what was sent before the closing was heard of comes in all the same
    if (socket.readyState !== socket.OPEN) return;
    if (isFlood()) return socket.close(CODES.policy, "flood");
    const frame = isBinary ? null : parse(data.toString());
    if (!frame || (frame.type === "hello" && joined)) return socket.close(CODES.policy, "frame");
    if (frame.type === "ping") return say({ type: "pong", now: new Date(deps.clock.now()).toISOString() });
    if (frame.type === "here") return seat ? seat.here(frame) : socket.close(CODES.policy, "frame");
    joined = true;
    seat = hub.presence.enter({ actor, send, close });
    hub.join({ actor, send, close }, frame.cursor).then(
      (off) => {
        if (socket.readyState === socket.OPEN) leave = off;
        else off();
      },
      (error: unknown) => {
        deps.log.error("realtime.join_failed", errorData(error));
        socket.close(CODES.failed, "failed");
      },
    );
  });
  socket.on("pong", () => {
    line.alive = true;
  });
  // a frame too long and the like: the library ends the socket by itself
  socket.on("error", (error) => deps.log.warn("realtime.socket", errorData(error)));
  socket.on("close", () => {
    clearTimeout(silent);
    leave?.();
    seat?.leave();
  });
}

/** WebSocket /api/realtime. Who listens is decided by the session, again every few seconds. */
export function socketRoutes(app: FastifyInstance, deps: Deps, hub: Realtime): void {
  const lines = new Set<Line>();
  const timers = [
    setInterval(
      () =>
        void hub
          .revalidate()
          .catch((error: unknown) => deps.log.error("realtime.revalidate_failed", errorData(error))),
      REVALIDATE_MS,
    ),
    setInterval(() => {
      for (const line of lines) {
        if (!line.alive) line.socket.terminate();
        line.alive = false;
        line.socket.ping();
      }
    }, BEAT_MS),
  ];
  for (const timer of timers) timer.unref();
  app.addHook("onClose", () => timers.forEach((timer) => clearInterval(timer)));
  app.get(
    "/api/realtime",
    { websocket: true, config: { policy: anyAgent, socket: true } },
    (socket, request) => {
      if (!isOwnOrigin(request.headers.origin, deps.baseUrl, request.headers.host))
        return socket.close(CODES.policy, "origin");
      const line: Line = { socket, alive: true };
      lines.add(line);
      socket.on("close", () => lines.delete(line));
      serve(socket, request.actor, hub, deps, line);
    },
  );
}
