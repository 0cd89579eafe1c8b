import { AgentAccess, DeviceList, DeviceParams, IdParams, PasswordChange } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { attemptsBy } from "../../platform/limits.ts";
import type { Auth } from "./auth.ts";
import { actedFrom } from "./device-words.ts";
import { changePassword, endAgentSessions, endDevices, getAccess, getDevices } from "./devices.service.ts";
import { headersOf } from "./headers.ts";
import { passkeyRoutes } from "./passkeys.routes.ts";
import { twoStepDoors, twoStepRoutes } from "./two-step.routes.ts";

const nothing = { 204: z.null() };

/** Where one is signed in, and how that ends; one's password. */
function deviceRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent };
  const attempt = attemptsBy(app, { most: 10, minutes: 15 });
  routes.get("/api/sessions", { config, schema: { response: { 200: DeviceList } } }, async ({ actor }) => ({
    items: await getDevices(deps, actor),
  }));
  routes.delete(
    "/api/sessions/:id",
    { config, schema: { params: DeviceParams, response: nothing } },
    async (request, reply) => {
      const only = request.params.id;
      await endDevices(deps, auth, request.actor, { only }, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/sessions/end-others",
    { config, schema: { response: nothing } },
    async (request, reply) => {
      await endDevices(deps, auth, request.actor, "others", actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
  routes.put(
    "/api/me/password",
    { config, schema: { body: PasswordChange, response: nothing } },
    async (request, reply) => {
      await attempt(request, request.actor.userId);
      await changePassword(deps, auth, request.actor, request.body, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
}

/** How colleagues get in: for administrators. */
function accessRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get(
    "/api/agents/:id/access",
    { config, schema: { params: IdParams, response: { 200: AgentAccess } } },
    ({ actor, params: { id } }) => getAccess(deps, actor, id),
  );
  routes.post(
    "/api/agents/:id/end-sessions",
    { config, schema: { params: IdParams, response: nothing } },
    async (request, reply) => {
      await endAgentSessions(deps, auth, request.actor, request.params.id, actedFrom(headersOf(request)));
      return reply.code(204).send(null);
    },
  );
}

/** How one gets in, stays in and is put out. */
export function identityRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  deviceRoutes(app, deps, auth);
  accessRoutes(app, deps, auth);
  twoStepRoutes(app, deps, auth);
  twoStepDoors(app, deps, auth);
  passkeyRoutes(app, deps, auth);
}
