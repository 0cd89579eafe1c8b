import { Batch, BatchResult, IdParams, Label, LabelCreate, LabelList, LabelUpdate } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent, sentenceOf } from "../../platform/http.ts";
import { actOnMany } from "./batch.service.ts";
import { oversees } from "./conversations.policy.ts";
import { createLabel, getLabels, removeLabel, saveLabel } from "./labels.service.ts";

/** Configurações > Conversas > Etiquetas: everyone sees them, who oversees changes them. */
function labelRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: oversees };
  const params = IdParams;
  routes.get(
    "/api/labels",
    { config: { policy: anyAgent }, schema: { response: { 200: LabelList } } },
    async ({ actor }) => ({ items: await getLabels(deps, actor) }),
  );
  routes.post(
    "/api/labels",
    { config, schema: { body: LabelCreate, response: { 201: Label } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createLabel(deps, actor, body)),
  );
  routes.put(
    "/api/labels/:id",
    { config, schema: { params, body: LabelUpdate, response: { 200: Label } } },
    ({ actor, params: { id }, body }) => saveLabel(deps, actor, id, body),
  );
  routes.delete(
    "/api/labels/:id",
    { config, schema: { params, response: { 204: z.null() } } },
    async ({ actor, params: { id } }, reply) => {
      await removeLabel(deps, actor, id);
      return reply.code(204).send(null);
    },
  );
}

/** One act on many conversations, and the labels of the account. */
export function markRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  labelRoutes(app, deps);
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
