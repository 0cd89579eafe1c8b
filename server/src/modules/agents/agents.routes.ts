import {
  Agent,
  AgentList,
  AgentPatch,
  IdParams,
  InvitationCreate,
  InvitationCreated,
  InvitationList,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { getAgents, patchAgent, type AgentHooks } from "./agents.service.ts";
import type { Auth } from "./auth.ts";
import { getInvitations, invite, revoke } from "./invitations.service.ts";

/** The people who work here, and who is invited to. */
export function agentRoutes(app: FastifyInstance, deps: Deps, auth: Auth, hooks: AgentHooks): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const params = IdParams;
  routes.get(
    "/api/agents",
    { config: { policy: anyAgent }, schema: { response: { 200: AgentList } } },
    async ({ actor }) => ({ items: await getAgents(deps, actor) }),
  );
  routes.patch(
    "/api/agents/:id",
    { config, schema: { params, body: AgentPatch, response: { 200: Agent } } },
    ({ actor, body, params: { id } }) => patchAgent(deps, auth, actor, id, body, hooks),
  );
  routes.get(
    "/api/invitations",
    { config, schema: { response: { 200: InvitationList } } },
    async ({ actor }) => ({ items: await getInvitations(deps, actor) }),
  );
  routes.post(
    "/api/invitations",
    { config, schema: { body: InvitationCreate, response: { 201: InvitationCreated } } },
    async ({ actor, body }, reply) => reply.code(201).send(await invite(deps, actor, body)),
  );
  routes.delete(
    "/api/invitations/:id",
    { config, schema: { params, response: { 204: z.null() } } },
    async ({ actor, params: { id } }, reply) => {
      await revoke(deps, actor, id);
      return reply.code(204).send(null);
    },
  );
}
