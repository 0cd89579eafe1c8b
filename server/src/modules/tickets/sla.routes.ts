import { SlaSettings, SlaSettingsView } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { readSla, writeSla } from "./sla.service.ts";

/** Configurações > SLA: everyone may look, administrators save. */
export function slaRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: SlaSettingsView };
  routes.get("/api/settings/sla", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    readSla(deps, actor),
  );
  routes.put(
    "/api/settings/sla",
    { config: { policy: administrators }, schema: { body: SlaSettings, response } },
    ({ actor, body }) => writeSla(deps, actor, body),
  );
}
