import { IdParams, Label, LabelCreate, LabelList, LabelUpdate } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent, overseers } from "../../platform/http.ts";
import { createLabel, getLabels, removeLabel, saveLabel } from "./labels.service.ts";

/** Configurações > Conversas > Etiquetas: everyone sees them, who oversees changes them. */
export function labelRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: overseers };
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
