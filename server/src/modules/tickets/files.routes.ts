import {
  IdParams,
  TicketAttach,
  TicketDetach,
  TicketFileParams,
  TicketFirstFile,
  TicketResult,
  TicketUpload,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { UPLOAD_LIMIT, withUploads } from "../../platform/uploads.ts";
import { sendStored } from "../media/index.ts";
import { storeFirstFile } from "./first-files.ts";
import { attachFile, detachFile, getFile, getLinkedFile } from "./files.service.ts";

const config = { policy: anyAgent };
const params = TicketFileParams;
const response = { 200: TicketResult };

/** Anexos, and the files of linked messages. */
export function ticketFileRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  withUploads(app, (scope, take) => {
    scope
      .withTypeProvider<ZodTypeProvider>()
      .post(
        "/api/tickets/:id/files",
        { bodyLimit: UPLOAD_LIMIT, config, schema: { params: IdParams, response } },
        (request) =>
          take(request, TicketAttach, ({ claim, ...upload }) =>
            attachFile(deps, request.actor, request.params.id, claim.key, upload),
          ),
      )
      .post(
        "/api/ticket-uploads",
        { bodyLimit: UPLOAD_LIMIT, config, schema: { response: { 200: TicketUpload } } },
        (request) => take(request, TicketFirstFile, (upload) => storeFirstFile(deps, request.actor, upload)),
      );
  });
  routes.post(
    "/api/tickets/:id/files/:fileId/remove",
    { config, schema: { params, body: TicketDetach, response } },
    ({ actor, params: { id, fileId }, body }) => detachFile(deps, actor, id, fileId, body.key),
  );
  routes.get(
    "/api/tickets/:id/files/:fileId",
    { config, schema: { params } },
    async ({ actor, params: { id, fileId }, headers }, reply) =>
      sendStored(reply, deps.storage, await getFile(deps, actor, id, fileId), headers.range),
  );
  routes.get(
    "/api/tickets/:id/media/:fileId",
    { config, schema: { params } },
    async ({ actor, params: { id, fileId }, headers }, reply) =>
      sendStored(reply, deps.storage, await getLinkedFile(deps, actor, id, fileId), headers.range),
  );
}
