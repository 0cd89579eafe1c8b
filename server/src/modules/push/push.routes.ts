import { PushBrowser, PushSettings, PushSettingsView, PushSubscribe } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent, localeOf } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import { readPushSettings, sendTest, subscribe, unsubscribe, writePushSettings } from "./push.service.ts";

const nothing = { 204: z.null() };

/** Notices while Balcão is closed: what the account allows, and each person's own browsers. */
export function pushRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent };
  const response = { 200: PushSettingsView };
  routes.get("/api/settings/push", { config, schema: { response } }, ({ actor }) =>
    readPushSettings(deps, actor),
  );
  routes.put(
    "/api/settings/push",
    { config: { policy: administrators }, schema: { body: PushSettings, response } },
    ({ actor, body }) => writePushSettings(deps, actor, body),
  );
  routes.put(
    "/api/me/push",
    { config, schema: { body: PushSubscribe, response: nothing } },
    async (request, reply) => {
      await subscribe(deps, request.actor, request.body, localeOf(request));
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/me/push/end",
    { config, schema: { body: PushBrowser, response: nothing } },
    async ({ actor, body }, reply) => {
      await unsubscribe(deps, actor, body);
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/me/push/test",
    { config: { ...config, ...door(60) }, schema: { body: PushBrowser, response: nothing } },
    async ({ actor, body }, reply) => {
      await sendTest(deps, actor, body);
      return reply.code(204).send(null);
    },
  );
}
