import {
  IdParams,
  TicketCategoryCreate,
  TicketCategoryUpdate,
  TicketChoiceOrder,
  TicketChoices,
  TicketStatusCreate,
  TicketStatusUpdate,
  TicketTypeCreate,
  TicketTypeUpdate,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import {
  arrangeChoices,
  createCategory,
  createStatus,
  createType,
  getChoices,
  saveCategory,
  saveStatus,
  saveType,
} from "./choices.service.ts";

const config = { policy: administrators };
const response = { 200: TicketChoices };
const params = IdParams;

/** Configurações > Chamados: everyone sees what tickets choose from, administrators change it; every change answers with all. */
export function ticketChoiceRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get("/api/ticket-choices", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    getChoices(deps, actor),
  );
  routes.post(
    "/api/ticket-statuses",
    { config, schema: { body: TicketStatusCreate, response } },
    ({ actor, body }) => createStatus(deps, actor, body),
  );
  routes.post(
    "/api/ticket-categories",
    { config, schema: { body: TicketCategoryCreate, response } },
    ({ actor, body }) => createCategory(deps, actor, body),
  );
  routes.post(
    "/api/ticket-types",
    { config, schema: { body: TicketTypeCreate, response } },
    ({ actor, body }) => createType(deps, actor, body),
  );
  for (const [path, list] of [
    ["statuses", "status"],
    ["categories", "category"],
    ["types", "type"],
  ] as const)
    routes.put(
      `/api/ticket-${path}/order`,
      { config, schema: { body: TicketChoiceOrder, response } },
      ({ actor, body: { ids } }) => arrangeChoices(deps, actor, list, ids),
    );
  routes.put(
    "/api/ticket-statuses/:id",
    { config, schema: { params, body: TicketStatusUpdate, response } },
    ({ actor, params: { id }, body }) => saveStatus(deps, actor, id, body),
  );
  routes.put(
    "/api/ticket-categories/:id",
    { config, schema: { params, body: TicketCategoryUpdate, response } },
    ({ actor, params: { id }, body }) => saveCategory(deps, actor, id, body),
  );
  routes.put(
    "/api/ticket-types/:id",
    { config, schema: { params, body: TicketTypeUpdate, response } },
    ({ actor, params: { id }, body }) => saveType(deps, actor, id, body),
  );
}
