import { readFileSync, readdirSync } from "node:fs";
import { extname } from "node:path";
import type { FastifyInstance, FastifyReply } from "fastify";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' http://127.0.0.1:* http://localhost:* https://127.0.0.1:* https://localhost:*",
].join("; ");

/** The phone: a fixed set of static files, read once; only pages of this machine may frame it. */
export function phoneRoutes(app: FastifyInstance): void {
  const folder = new URL("../../phone/", import.meta.url);
  const files = new Map(
    readdirSync(folder)
      .filter((name) => TYPES[extname(name)])
      .map((name) => [name, readFileSync(new URL(name, folder))]),
  );
  const answer = (reply: FastifyReply, name: string): FastifyReply => {
    const bytes = files.get(name);
    if (!bytes) return reply.code(404).send({ error: "There is nothing at this address." });
    return reply
      .header("Content-Type", TYPES[extname(name)] ?? "application/octet-stream")
      .header("Content-Security-Policy", POLICY)
      .header("X-Content-Type-Options", "nosniff")
      .header("Referrer-Policy", "no-referrer")
      .header("Cache-Control", "no-cache")
      .send(bytes);
  };
  app.get("/", (_request, reply) => reply.redirect("/phone", 302));
  app.get("/phone", (_request, reply) => answer(reply, "index.html"));
  app.get<{ Params: { name: string } }>("/phone/:name", (request, reply) =>
    answer(reply, request.params.name),
  );
}
