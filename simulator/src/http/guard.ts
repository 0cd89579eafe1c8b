import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d{1,5})?$/i;

/** True for an http(s) origin on this machine; "null" and everything else is foreign. */
export function isLoopbackOrigin(origin: string): boolean {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match !== null && LOOPBACK_HOST.test(match[1] ?? "");
}

/** True when the Host header names this machine. A name that was rebound to 127.0.0.1 fails here. */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK_HOST.test(host);
}

/**
 * Keeps other sites' pages out: every request must name a loopback host; the control API also refuses a foreign Origin
 * and a browser request that another site caused. Loopback origins get CORS answers.
 */
export function guard(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!isLoopbackHost(request.headers.host))
      return refuse(reply, "This server only answers under a loopback name.");
    if (!request.url.startsWith("/__sim")) return undefined;
    const origin = request.headers.origin;
    if (origin !== undefined && !isLoopbackOrigin(origin))
      return refuse(reply, "Only pages of this machine may use the control API.");
    if (origin === undefined && request.headers["sec-fetch-site"] === "cross-site")
      return refuse(reply, "Cross-site request refused.");
    if (origin !== undefined) allowOrigin(request, reply, origin);
    if (request.method === "OPTIONS") return reply.code(204).send();
    return undefined;
  });
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(403).send({ error: message });
}

function allowOrigin(request: FastifyRequest, reply: FastifyReply, origin: string): void {
  void reply.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin");
  if (request.method !== "OPTIONS") return;
  void reply
    .header("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE")
    .header("Access-Control-Allow-Headers", "Content-Type, X-File-Name")
    .header("Access-Control-Max-Age", "600");
}
