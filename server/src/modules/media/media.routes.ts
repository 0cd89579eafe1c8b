import { IdParams } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { getMedia, type MediaAccess } from "./media.service.ts";
import { sendStored } from "./send-stored.ts";

/** Files of conversations: only for who may see the conversation. */
export function mediaRoutes(app: FastifyInstance, deps: Deps, mayAccess: MediaAccess): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      "/api/media/:id",
      { config: { policy: anyAgent }, schema: { params: IdParams } },
      async (request, reply) => {
        const media = await getMedia(deps, request.actor, request.params.id, mayAccess);
        return sendStored(reply, deps.storage, media, request.headers.range);
      },
    );
}
