import multipart from "@fastify/multipart";
import { IdParams, QuickReply, QuickReplyCreate, QuickReplyList, QuickReplyUpdate } from "@balcao/api";
import { MOST_FILE_BYTES, plainFileName } from "@balcao/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { invalid } from "../../platform/problem.ts";
import {
  createReply,
  getReplies,
  putReplyFile,
  readReplyFile,
  removeReply,
  saveReply,
} from "./quick-replies.service.ts";

/** what surrounds the bytes */
const FRAME_BYTES = 16 * 1024;
const config = { policy: anyAgent };
const params = IdParams;

async function fileOf(request: FastifyRequest): Promise<{ name: string; bytes: Buffer }> {
  const part = await request.file();
  if (!part) throw invalid([{ path: "file", code: "required" }]);
  return { name: plainFileName(part.filename) || "arquivo", bytes: await part.toBuffer() };
}

function fileRoutes(app: FastifyInstance, deps: Deps): void {
  void app.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MOST_FILE_BYTES, files: 1, fields: 0, parts: 1 } });
    scope.withTypeProvider<ZodTypeProvider>().put(
      "/api/quick-replies/:id/file",
      {
        bodyLimit: MOST_FILE_BYTES + FRAME_BYTES,
        config,
        schema: { params, response: { 200: QuickReply } },
      },
      async (request) => putReplyFile(deps, request.actor, request.params.id, await fileOf(request)),
    );
  });
}

/** Configurações > Respostas rápidas, and what "/" offers in the message field. */
export function quickReplyRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: QuickReply };
  routes.get(
    "/api/quick-replies",
    { config, schema: { response: { 200: QuickReplyList } } },
    async ({ actor }) => ({ items: await getReplies(deps, actor) }),
  );
  routes.post(
    "/api/quick-replies",
    { config, schema: { body: QuickReplyCreate, response: { 201: QuickReply } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createReply(deps, actor, body)),
  );
  routes.put(
    "/api/quick-replies/:id",
    { config, schema: { params, body: QuickReplyUpdate, response } },
    ({ actor, params: { id }, body }) => saveReply(deps, actor, id, body),
  );
  routes.delete(
    "/api/quick-replies/:id",
    { config, schema: { params, response: { 204: z.null() } } },
    async ({ actor, params: { id } }, reply) => {
      await removeReply(deps, actor, id);
      return reply.code(204).send(null);
    },
  );
  routes.delete(
    "/api/quick-replies/:id/file",
    { config, schema: { params, response } },
    ({ actor, params: { id } }) => putReplyFile(deps, actor, id, null),
  );
  routes.get(
    "/api/quick-replies/:id/file",
    { config, schema: { params } },
    async ({ actor, params: { id } }, reply) => {
      const { mimeType, size, bytes } = await readReplyFile(deps, actor, id);
      // read by our own page, which puts it among the attached files; never shown by itself
      return reply
        .header("content-type", "application/octet-stream")
        .header("x-file-type", mimeType)
        .header("content-disposition", "attachment")
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "sandbox; default-src 'none'")
        .header("content-length", size)
        .send(bytes);
    },
  );
  fileRoutes(app, deps);
}
