import {
  IdParams,
  WebhookDetail,
  WebhookList,
  WebhookListQuery,
  WebhookSettings,
  WebhookState,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import type { ChannelCache } from "./channel-cache.ts";
import {
  getDelivery,
  getWebhookState,
  listDeliveries,
  replayDelivery,
  replayLoose,
  setWebhookKeep,
} from "./ledger.service.ts";

/** Configurações > Canais > Webhooks: everything Meta posted, by administrators. */
export function ledgerRoutes(app: FastifyInstance, deps: Deps, channels: ChannelCache): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get(
    "/api/webhooks",
    { config, schema: { querystring: WebhookListQuery, response: { 200: WebhookList } } },
    ({ actor, query }) => listDeliveries(deps, actor, query),
  );
  routes.get("/api/webhooks/state", { config, schema: { response: { 200: WebhookState } } }, ({ actor }) =>
    getWebhookState(deps, actor),
  );
  routes.put(
    "/api/webhooks/settings",
    { config, schema: { body: WebhookSettings, response: { 200: WebhookState } } },
    ({ actor, body }) => setWebhookKeep(deps, actor, body),
  );
  routes.post(
    "/api/webhooks/loose/replay",
    { config: { ...config, ...door(30) }, schema: { response: { 200: WebhookState } } },
    ({ actor }) => replayLoose(deps, actor),
  );
  routes.get(
    "/api/webhooks/:id",
    { config, schema: { params: IdParams, response: { 200: WebhookDetail } } },
    ({ actor, params }) => getDelivery(deps, actor, params.id),
  );
  routes.post(
    "/api/webhooks/:id/replay",
    { config: { ...config, ...door(120) }, schema: { params: IdParams, response: { 200: WebhookDetail } } },
    ({ actor, params }) => replayDelivery(deps, channels, actor, params.id),
  );
}
