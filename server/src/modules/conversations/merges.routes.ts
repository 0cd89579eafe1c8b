import { IdParams, MergeContact } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { mergeContacts, undoMerge } from "./merges.service.ts";

/** Two contacts that are one person, and back. */
export function mergeRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent };
  const params = IdParams;
  const response = { 204: z.null() };
  routes.post(
    "/api/contacts/:id/merge",
    { config, schema: { params, body: MergeContact, response } },
    async ({ actor, params: { id }, body }, reply) => {
      await mergeContacts(deps, actor, id, body);
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/contact-merges/:id/undo",
    { config, schema: { params, response } },
    async ({ actor, params: { id } }, reply) => {
      await undoMerge(deps, actor, id);
      return reply.code(204).send(null);
    },
  );
}
