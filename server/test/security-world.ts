import { channel } from "node:diagnostics_channel";
import type { FastifyInstance, RouteOptions } from "fastify";
import { openDesk, type Desk, type DeskOptions, type Method } from "./desk-world.ts";

export type Route = {
  method: Method;
  url: string;
  isPublic: boolean;
  /** as the route declares it (zod) */
  schema: { body?: unknown; querystring?: unknown };
};
const METHODS: ReadonlySet<unknown> = new Set(["GET", "POST", "PUT", "PATCH", "DELETE"]);

/** A desk, with every route its app answers: taken from Fastify itself, so that none is forgotten. */
export async function openListedDesk(options: DeskOptions = {}): Promise<{ desk: Desk; routes: Route[] }> {
  const routes: Route[] = [];
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook("onRoute", (route: RouteOptions) => {
      for (const method of [route.method].flat())
        if (METHODS.has(method))
          routes.push({
            method: method as Method,
            url: route.url,
            isPublic: typeof route.config?.policy === "string",
            schema: route.schema ?? {},
          });
    });
  };
  const born = channel("fastify.initialization");
  born.subscribe(listen);
  try {
    return { desk: await openDesk({ withBot: true, ...options }), routes };
  } finally {
    born.unsubscribe(listen);
  }
}
