import { IdParams, TicketReaches, TicketTellingSettings } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { getReaches } from "./telling.service.ts";
import { readTelling, writeTelling } from "./telling.settings.ts";

/** Where a ticket's customer can be told, and Configurações > Avisos ao cliente: everyone may look, administrators save. */
export function ticketTellingRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TicketTellingSettings };
  routes.get(
    "/api/tickets/:id/reaches",
    { config: { policy: anyAgent }, schema: { params: IdParams, response: { 200: TicketReaches } } },
    ({ actor, params: { id } }) => getReaches(deps, actor, id),
  );
  routes.get(
    "/api/settings/ticket-telling",
    { config: { policy: anyAgent }, schema: { response } },
    ({ actor }) => readTelling(deps, actor),
  );
  routes.put(
    "/api/settings/ticket-telling",
    { config: { policy: administrators }, schema: { body: TicketTellingSettings, response } },
    ({ actor, body }) => writeTelling(deps, actor, body),
  );
}
