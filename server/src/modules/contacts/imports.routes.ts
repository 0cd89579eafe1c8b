import { Readable } from "node:stream";
import {
  BeginImport,
  ContactExportQuery,
  ContactImport,
  ContactImportList,
  IdParams,
  ImportFaultPage,
  ImportFaultQuery,
  ImportPreview,
  MOST_IMPORT_BYTES,
  PREVIEW_BYTES,
  PreviewImport,
} from "@balcao/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { ProblemError } from "../../platform/problem.ts";
import { UPLOAD_LIMIT, withUploads } from "../../platform/uploads.ts";
import type { ContactDoor } from "./contacts.door.ts";
import { movesContacts } from "./contacts.policy.ts";
import { exportContacts } from "./export.service.ts";
import words from "./export-words.json" with { type: "json" };
import { beginImport, getFaults, getImport, getImports, previewImport } from "./imports.service.ts";

const config = { policy: movesContacts };
const params = IdParams;
/** what surrounds the bytes of a form */
const FRAME_BYTES = 64 * 1024;

/** Before anything is read: what says that it is larger is larger. */
function refuseLarger({ headers }: FastifyRequest, most: number): void {
  if (Number(headers["content-length"]) > most + FRAME_BYTES) throw new ProblemError(413, "import_too_large");
}

function uploadRoutes(app: FastifyInstance, deps: Deps): void {
  withUploads(app, (scope, take) => {
    const uploads = scope.withTypeProvider<ZodTypeProvider>();
    uploads.post(
      "/api/contact-imports/preview",
      { bodyLimit: UPLOAD_LIMIT, config, schema: { response: { 200: ImportPreview } } },
      (request) => {
        refuseLarger(request, PREVIEW_BYTES);
        return take(request, PreviewImport, ({ read }) => previewImport(deps, request.actor, read));
      },
    );
    uploads.post(
      "/api/contact-imports",
      { bodyLimit: UPLOAD_LIMIT, config, schema: { response: { 200: ContactImport } } },
      (request) => {
        refuseLarger(request, MOST_IMPORT_BYTES);
        return take(request, BeginImport, ({ claim, read }) => beginImport(deps, request.actor, claim, read));
      },
    );
  });
}

/** Contatos: into a file and out of one. */
export function contactFileRoutes(app: FastifyInstance, deps: Deps, door: ContactDoor): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  uploadRoutes(app, deps);
  routes.get(
    "/api/contacts/export",
    { config, schema: { querystring: ContactExportQuery } },
    async ({ actor, query }, reply) => {
      const day = new Date(deps.clock.now()).toISOString().slice(0, 10);
      const lines = await exportContacts(deps, door, actor, query);
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${words[query.locale].file}-${day}.csv"`)
        .send(Readable.from(lines));
    },
  );
  routes.get(
    "/api/contact-imports",
    { config, schema: { response: { 200: ContactImportList } } },
    async ({ actor }) => ({ items: await getImports(deps, actor) }),
  );
  routes.get(
    "/api/contact-imports/:id",
    { config, schema: { params, response: { 200: ContactImport } } },
    ({ actor, params: { id } }) => getImport(deps, actor, id),
  );
  routes.get(
    "/api/contact-imports/:id/faults",
    { config, schema: { params, querystring: ImportFaultQuery, response: { 200: ImportFaultPage } } },
    ({ actor, params: { id }, query }) => getFaults(deps, actor, id, query),
  );
}
