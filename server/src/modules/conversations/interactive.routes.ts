import { UsedInteractive } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { usedInteractive } from "./interactive.service.ts";

/** What an agent need not look up to send a flow or products. */
export function interactiveRoutes(app: FastifyInstance, deps: Deps): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      "/api/interactive/used",
      { config: { policy: anyAgent }, schema: { response: { 200: UsedInteractive } } },
      ({ actor }) => usedInteractive(deps, actor),
    );
}
