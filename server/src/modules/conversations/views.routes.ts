import { IdParams, ListView, ListViewFields, ListViews, ListViewUpdate } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { createView, getViews, removeView, saveView } from "./views.service.ts";

/** Visões: filters and orders of the list, kept under a name. */
export function viewRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent };
  const params = IdParams;
  routes.get("/api/views", { config, schema: { response: { 200: ListViews } } }, async ({ actor }) => ({
    items: await getViews(deps, actor),
  }));
  routes.post(
    "/api/views",
    { config, schema: { body: ListViewFields, response: { 201: ListView } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createView(deps, actor, body)),
  );
  routes.put(
    "/api/views/:id",
    { config, schema: { params, body: ListViewUpdate, response: { 200: ListView } } },
    ({ actor, params: { id }, body }) => saveView(deps, actor, id, body),
  );
  routes.delete(
    "/api/views/:id",
    { config, schema: { params, response: { 204: z.null() } } },
    async ({ actor, params: { id } }, reply) => {
      await removeView(deps, actor, id);
      return reply.code(204).send(null);
    },
  );
}
