import { Readable } from "node:stream";
import { AuditExportQuery, AuditList, AuditQuery } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators } from "../../platform/http.ts";
import { exportAudit, getAudit } from "./audit.service.ts";

/** The audit log, for administrators of the company. */
export function auditRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get(
    "/api/audit",
    { config, schema: { querystring: AuditQuery, response: { 200: AuditList } } },
    ({ actor, query }) => getAudit(deps, actor, query),
  );
  routes.get(
    "/api/audit/export",
    { config, schema: { querystring: AuditExportQuery } },
    async ({ actor, query }, reply) => {
      const { name, lines } = await exportAudit(deps, actor, query);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(Readable.from(lines));
    },
  );
}
