import { MessageHitPage, MessageSearchQuery } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { searchMessages } from "./message-search.reading.ts";

/** The search box of Conversas, as far as it looks into what was said. */
export function messageSearchRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    "/api/messages/search",
    {
      config: { policy: anyAgent },
      schema: { querystring: MessageSearchQuery, response: { 200: MessageHitPage } },
    },
    ({ actor, query }) => searchMessages(deps, actor, query),
  );
}
