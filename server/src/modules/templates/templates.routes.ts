import multipart from "@fastify/multipart";
import {
  CreateTemplate,
  EditTemplate,
  IdParams,
  TemplateAbout,
  TemplateExample,
  TemplateExampleQuery,
  TemplateList,
  TemplateUses,
  TemplateView,
} from "@balcao/api";
import { plainFileName } from "@balcao/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent, overseers } from "../../platform/http.ts";
import { invalid } from "../../platform/problem.ts";
import type { TemplateDoor } from "./door.ts";
import { MOST_EXAMPLE_BYTES, putExample } from "./examples.service.ts";
import {
  createTemplate,
  deleteTemplate,
  editTemplate,
  saveTemplateAbout,
  unpauseTemplate,
} from "./manage.service.ts";
import { getTemplates, readAgain } from "./templates.service.ts";
import { getUses, type TemplateUser } from "./uses.ts";

/** what surrounds the bytes */
const FRAME_BYTES = 16 * 1024;
const config = { policy: administrators };

async function fileOf(request: FastifyRequest): Promise<{ name: string; bytes: Buffer }> {
  const part = await request.file();
  if (!part) throw invalid([{ path: "file", code: "required" }]);
  return { name: plainFileName(part.filename) || "arquivo", bytes: await part.toBuffer() };
}

function exampleRoutes(app: FastifyInstance, deps: Deps, door: TemplateDoor): void {
  void app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: MOST_EXAMPLE_BYTES, files: 1, fields: 0, parts: 1 },
    });
    scope.withTypeProvider<ZodTypeProvider>().post(
      "/api/templates/examples",
      {
        bodyLimit: MOST_EXAMPLE_BYTES + FRAME_BYTES,
        config,
        schema: { querystring: TemplateExampleQuery, response: { 200: TemplateExample } },
      },
      async (request) => putExample(deps, door, request.actor, request.query.wabaId, await fileOf(request)),
    );
  });
}

function changeRoutes(app: FastifyInstance, deps: Deps, door: TemplateDoor): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TemplateView };
  const params = IdParams;
  routes.post(
    "/api/templates",
    { config, schema: { body: CreateTemplate, response: { 201: TemplateView } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createTemplate(deps, door, actor, body)),
  );
  routes.put(
    "/api/templates/:id",
    { config, schema: { params, body: EditTemplate, response } },
    ({ actor, params: { id }, body }) => editTemplate(deps, door, actor, id, body.draft),
  );
  routes.delete("/api/templates/:id", { config, schema: { params, response } }, ({ actor, params: { id } }) =>
    deleteTemplate(deps, door, actor, id),
  );
  routes.post(
    "/api/templates/:id/unpause",
    { config, schema: { params, response } },
    ({ actor, params: { id } }) => unpauseTemplate(deps, door, actor, id),
  );
  routes.put(
    "/api/templates/:id/about",
    { config, schema: { params, body: TemplateAbout, response } },
    ({ actor, params: { id }, body }) => saveTemplateAbout(deps, actor, id, body),
  );
}

/** Templates: everybody who answers customers may choose those of their teams; administrators write them and have them read anew. */
export function templateRoutes(
  app: FastifyInstance,
  deps: Deps,
  door: TemplateDoor,
  users: readonly TemplateUser[],
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: TemplateList };
  routes.get("/api/templates", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    getTemplates(deps, actor),
  );
  routes.post("/api/templates/sync", { config, schema: { response } }, ({ actor }) => readAgain(deps, actor));
  routes.get(
    "/api/templates/uses",
    { config: { policy: overseers }, schema: { response: { 200: TemplateUses } } },
    ({ actor }) => getUses(deps, actor, users),
  );
  changeRoutes(app, deps, door);
  exampleRoutes(app, deps, door);
}
