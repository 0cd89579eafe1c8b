import { IdParams, NumberSettings } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { readNumberSettings, writeNumberSettings, type OnSettingsSaved } from "../settings/index.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators } from "../../platform/http.ts";
import { notFound } from "../../platform/problem.ts";
import type { ChannelCache } from "./channel-cache.ts";

/** What one number does otherwise than the account: its team of first contact and its own words. */
export function numberSettingRoutes(
  app: FastifyInstance,
  deps: Deps,
  { channels, onSaved }: { channels: ChannelCache; onSaved: OnSettingsSaved },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const response = { 200: NumberSettings };
  const own = async (accountId: string, id: string): Promise<string> => {
    const channel = await channels.byId(id);
    if (channel?.accountId !== accountId || channel.removed) throw notFound();
    return id;
  };
  routes.get(
    "/api/channels/:id/settings",
    { config, schema: { params: IdParams, response } },
    async ({ actor, params }) => readNumberSettings(deps, actor, await own(actor.accountId, params.id)),
  );
  routes.put(
    "/api/channels/:id/settings",
    { config, schema: { params: IdParams, body: NumberSettings, response } },
    async ({ actor, params, body }) =>
      writeNumberSettings(deps, actor, await own(actor.accountId, params.id), body, onSaved),
  );
}
