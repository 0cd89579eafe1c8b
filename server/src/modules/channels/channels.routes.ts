import { ChannelList } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators } from "../../platform/http.ts";
import { getChannels } from "./channels.reading.ts";

/** Configurações > Canais: the account's numbers, by administrators. */
export function channelRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get("/api/channels", { config, schema: { response: { 200: ChannelList } } }, ({ actor }) =>
    getChannels(deps, actor),
  );
}
