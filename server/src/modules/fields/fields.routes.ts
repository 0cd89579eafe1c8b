import {
  CustomField,
  CustomFieldCreate,
  CustomFieldList,
  CustomFieldOrder,
  CustomFieldUpdate,
  IdParams,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { arrangeFields, createField, getFields, saveField } from "./fields.service.ts";

/** Configurações > Campos personalizados: everyone sees them, administrators change them. */
export function fieldRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const response = { 200: CustomFieldList };
  routes.get("/api/fields", { config: { policy: anyAgent }, schema: { response } }, async ({ actor }) => ({
    items: await getFields(deps, actor),
  }));
  routes.post(
    "/api/fields",
    { config, schema: { body: CustomFieldCreate, response: { 201: CustomField } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createField(deps, actor, body)),
  );
  routes.put(
    "/api/fields/order",
    { config, schema: { body: CustomFieldOrder, response } },
    async ({ actor, body }) => ({ items: await arrangeFields(deps, actor, body) }),
  );
  routes.put(
    "/api/fields/:id",
    { config, schema: { params: IdParams, body: CustomFieldUpdate, response: { 200: CustomField } } },
    ({ actor, params: { id }, body }) => saveField(deps, actor, id, body),
  );
}
