import { ChannelRemoval, ChannelRename, ChannelUses, ChannelView, IdParams } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import type { Doors } from "./channels.routes.ts";
import { removeNumber, rename, usesOfNumber, type RemovalOptions } from "./removal.service.ts";

/** The name of a number, and its end. */
export function removalRoutes(
  app: FastifyInstance,
  deps: Deps,
  options: RemovalOptions,
  { own, reader }: Doors,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const params = IdParams;
  routes.put(
    "/api/channels/:id/name",
    { config, schema: { params, body: ChannelRename, response: { 200: ChannelView } } },
    async (request) => {
      const { actor, body } = request;
      const channel = await own(actor, request.params.id);
      return rename(deps, options, actor, channel, body, await reader(request));
    },
  );
  routes.get(
    "/api/channels/:id/uses",
    { config, schema: { params, response: { 200: ChannelUses } } },
    async ({ actor, params: { id } }) => usesOfNumber(deps, options, actor, await own(actor, id)),
  );
  routes.post(
    "/api/channels/:id/remove",
    {
      config: { ...config, ...door(30) },
      schema: { params, body: ChannelRemoval, response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { actor, body } = request;
      const channel = await own(actor, request.params.id);
      await removeNumber(deps, options, actor, channel, body, await reader(request));
      return reply.code(204).send(null);
    },
  );
}
