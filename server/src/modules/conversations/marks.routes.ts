import { Batch, BatchResult } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent, sentenceOf } from "../../platform/http.ts";
import { actOnMany } from "./batch.service.ts";

/** One act on many conversations. */
export function markRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    "/api/conversations/acts",
    { config: { policy: anyAgent }, schema: { body: Batch, response: { 200: BatchResult } } },
    async (request) => {
      const results = await actOnMany(deps, request.actor, request.body);
      return {
        items: results.map(({ id, conversation, problem }) => ({
          id,
          conversation,
          problem: problem && { code: problem.code, title: sentenceOf(request, problem.code) },
        })),
      };
    },
  );
}
