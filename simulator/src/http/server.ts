import multipart from "@fastify/multipart";
import Fastify from "fastify";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { GraphError } from "../graph/graph-error.ts";
import { makeTraceId } from "../ids.ts";
import type { Simulator } from "../simulator.ts";
import { controlRoutes } from "./control-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { graphAppRoutes } from "./graph-app-routes.ts";
import { graphHooks } from "./graph-hooks.ts";
import { graphManagementRoutes } from "./graph-management-routes.ts";
import { graphMediaRoutes } from "./graph-media-routes.ts";
import { graphMessageRoutes } from "./graph-message-routes.ts";
import { groupRoutes } from "./group-routes.ts";
import { guard } from "./guard.ts";
import { numberRoutes } from "./number-routes.ts";
import { graphNumberRoutes } from "./graph-number-routes.ts";
import { graphTemplateRoutes } from "./graph-template-routes.ts";
import { graphUploadRoutes, UPLOAD_SESSION } from "./graph-upload-routes.ts";
import { GRAPH, LARGEST_FILE } from "./paths.ts";
import { phoneRoutes } from "./phone-routes.ts";
import { userRoutes } from "./user-routes.ts";

export type SimServer = {
  /** Gives the base URL. Rejects when the port is taken. */
  listen(port: number): Promise<string>;
  close(): Promise<void>;
};

/** The HTTP face: Graph, control API and phone on one loopback port. */
export function buildServer(sim: Simulator): SimServer {
  const app = Fastify({
    bodyLimit: 3 * 1024 * 1024,
    forceCloseConnections: true,
    keepAliveTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    rewriteUrl: (request) => rewrite(request.url ?? "/"),
  });
  guard(app);
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  void app.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 1 } });
  app.setErrorHandler((error: FastifyError | GraphError, request, reply) =>
    answerError(sim, error, request.url.startsWith(GRAPH), reply),
  );
  // whoever compares what is told with when it was told needs the clock of who tells it
  app.addHook("onRequest", async (_request, reply) => {
    void reply.header("date", new Date(sim.now()).toUTCString());
  });
  app.setNotFoundHandler((request, reply) => notFound(sim, request.url, reply));
  graphHooks(app, sim);
  graphMessageRoutes(app, sim);
  graphMediaRoutes(app, sim);
  graphNumberRoutes(app, sim);
  graphAppRoutes(app, sim);
  graphManagementRoutes(app, sim);
  graphTemplateRoutes(app, sim);
  graphUploadRoutes(app, sim);
  controlRoutes(app, sim);
  numberRoutes(app, sim);
  userRoutes(app, sim);
  groupRoutes(app, sim);
  eventRoutes(app, sim);
  phoneRoutes(app);
  return {
    async listen(port) {
      await app.listen({ port, host: "127.0.0.1" });
      return `http://127.0.0.1:${portOf(app)}`;
    },
    close: () => app.close(),
  };
}

function rewrite(url: string): string {
  const versioned = /^\/v\d+\.\d+(?=[/?]|$)/.exec(url);
  const rest = versioned ? url.slice(versioned[0].length) : "";
  if (rest.startsWith("/upload:")) return `${GRAPH}${UPLOAD_SESSION}/${rest.slice(1)}`;
  if (versioned) return `${GRAPH}${rest}`;
  return url.startsWith(GRAPH) ? `/unknown${url}` : url;
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

function answerError(
  sim: Simulator,
  error: FastifyError | GraphError,
  graph: boolean,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof GraphError) {
    sim.ledger.rejected++;
    return reply.code(error.http).send(error.toBody(makeTraceId(sim.world.idRandom)));
  }
  if (graph) {
    const known = error.statusCode !== undefined && error.statusCode < 500;
    if (!known) sim.world.onError(error);
    const wrapped = known
      ? new GraphError(100, "Invalid parameter", error.message)
      : new GraphError(1, "An unknown error occurred", null, { http: 500 });
    return reply.code(wrapped.http).send(wrapped.toBody(makeTraceId(sim.world.idRandom)));
  }
  if (error instanceof RangeError) return reply.code(400).send({ error: error.message });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return reply.code(error.statusCode).send({ error: error.message });
  sim.world.onError(error);
  return reply.code(500).send({ error: "The simulator failed; see its output." });
}

function notFound(sim: Simulator, url: string, reply: FastifyReply): FastifyReply {
  if (url.startsWith("/__sim") || url.startsWith("/phone"))
    return reply.code(404).send({ error: "There is nothing at this address." });
  const path = url.replace(GRAPH, "").replace(/\?.*$/, "");
  const error = new GraphError(2500, `Unknown path components: ${path}`);
  return reply.code(400).send(error.toBody(makeTraceId(sim.world.idRandom)));
}
