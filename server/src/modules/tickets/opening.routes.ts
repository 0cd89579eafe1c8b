import { TicketOpeningSettings } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { readOpening, writeOpening } from "./opening.service.ts";

/** Configurações > Abertura de chamados: everyone may look, administrators save. */
export function ticketOpeningRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TicketOpeningSettings };
  routes.get(
    "/api/settings/ticket-opening",
    { config: { policy: anyAgent }, schema: { response } },
    ({ actor }) => readOpening(deps, actor),
  );
  routes.put(
    "/api/settings/ticket-opening",
    { config: { policy: administrators }, schema: { body: TicketOpeningSettings, response } },
    ({ actor, body }) => writeOpening(deps, actor, body),
  );
}
