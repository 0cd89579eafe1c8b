import {
  BudgetState,
  ConversationCost,
  CostExportQuery,
  CostQuery,
  CostReport,
  CostSettings,
  FreeReplies,
  IdParams,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { Readable } from "node:stream";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent, overseers } from "../../platform/http.ts";
import { exportCosts } from "./export.service.ts";
import {
  getBudgetState,
  getConversationCost,
  getCosts,
  getFreeReplies,
  type ConversationNames,
} from "./report.service.ts";
import { readCostSettings, writeCostSettings } from "./settings.service.ts";

/** Configurações > Custos and the cost of a conversation: who oversees may look, administrators say what messages cost and what may be spent. */
export function costRoutes(app: FastifyInstance, deps: Deps, names: ConversationNames): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: CostSettings };
  routes.get(
    "/api/costs",
    { config: { policy: overseers }, schema: { querystring: CostQuery, response: { 200: CostReport } } },
    ({ actor, query }) => getCosts(deps, names, actor, query),
  );
  routes.get(
    "/api/costs/export",
    { config: { policy: overseers }, schema: { querystring: CostExportQuery } },
    async ({ actor, query }, reply) => {
      const { name, lines } = await exportCosts(deps, actor, query);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(Readable.from(lines));
    },
  );
  routes.get(
    "/api/conversations/:id/costs",
    { config: { policy: overseers }, schema: { params: IdParams, response: { 200: ConversationCost } } },
    ({ actor, params }) => getConversationCost(deps, names, actor, params.id),
  );
  routes.get(
    "/api/costs/free",
    { config: { policy: anyAgent }, schema: { response: { 200: FreeReplies } } },
    ({ actor }) => getFreeReplies(deps, actor),
  );
  routes.get(
    "/api/costs/budget",
    { config: { policy: administrators }, schema: { response: { 200: BudgetState } } },
    ({ actor }) => getBudgetState(deps, actor),
  );
  routes.get(
    "/api/settings/costs",
    { config: { policy: administrators }, schema: { response } },
    ({ actor }) => readCostSettings(deps, actor),
  );
  routes.put(
    "/api/settings/costs",
    { config: { policy: administrators }, schema: { body: CostSettings, response } },
    ({ actor, body }) => writeCostSettings(deps, actor, body),
  );
}
