import { IdParams, Team, TeamCreate, TeamDelete, TeamList, TeamUpdate, TeamUses } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import type { TeamOwner } from "./teams.owners.ts";
import {
  createTeam,
  getTeam,
  getTeams,
  getUses,
  removeTeam,
  saveTeam,
  type OnTeamChanged,
} from "./teams.service.ts";

/** Configurações > Equipes: everyone may look, administrators change. */
export function teamRoutes(
  app: FastifyInstance,
  deps: Deps,
  others: { owners: readonly TeamOwner[]; onChanged: OnTeamChanged },
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const params = IdParams;
  routes.get(
    "/api/teams",
    { config: { policy: anyAgent }, schema: { response: { 200: TeamList } } },
    async ({ actor }) => ({ items: await getTeams(deps, actor) }),
  );
  routes.get(
    "/api/teams/:id",
    { config: { policy: anyAgent }, schema: { params, response: { 200: Team } } },
    ({ actor, params: { id } }) => getTeam(deps, actor, id),
  );
  routes.get(
    "/api/teams/:id/uses",
    { config, schema: { params, response: { 200: TeamUses } } },
    async ({ actor, params: { id } }) => ({ items: await getUses(deps, actor, id, others.owners) }),
  );
  routes.post(
    "/api/teams",
    { config, schema: { body: TeamCreate, response: { 201: Team } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createTeam(deps, actor, body)),
  );
  routes.put(
    "/api/teams/:id",
    { config, schema: { params, body: TeamUpdate, response: { 200: Team } } },
    ({ actor, body, params: { id } }) => saveTeam(deps, actor, id, body, others.onChanged),
  );
  routes.delete(
    "/api/teams/:id",
    { config, schema: { params, body: TeamDelete, response: { 204: z.null() } } },
    async ({ actor, body, params: { id } }, reply) => {
      await removeTeam(deps, actor, id, body, others);
      return reply.code(204).send(null);
    },
  );
}
