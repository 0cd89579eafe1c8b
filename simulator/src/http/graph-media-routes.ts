import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphError, errorByCode } from "../graph/graph-error.ts";
import { missing } from "../graph/check.ts";
import { findMedia, keepMedia, openSignedUrl, signedUrl } from "../media-store.ts";
import type { JsonObject, MediaItem } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { authorizedNumber, noSuchObject, numbersOfToken } from "./graph-auth.ts";
import { spoilBefore } from "./graph-fault-answers.ts";
import { GRAPH } from "./paths.ts";

const MB = 1024 * 1024;

/** Uploads by kind: accepted types and the largest size (10.1). */
const LIMITS: { test: RegExp; most: number }[] = [
  { test: /^image\/(jpeg|png)$/, most: 5 * MB },
  { test: /^image\/webp$/, most: 500 * 1024 },
  { test: /^audio\/(aac|amr|mpeg|mp4)$/, most: 16 * MB },
  { test: /^audio\/ogg\s*;\s*codecs=opus$/, most: 16 * MB },
  { test: /^audio\/ogg$/, most: 16 * MB },
  { test: /^video\/(mp4|3gpp|3gp)$/, most: 16 * MB },
  { test: /^(text|application)\/[\w.+-]+$/, most: 100 * MB },
];

/** A sticker that does not move (10.1). */
const STILL_STICKER = 100 * 1024;
const isAnimated = (webp: Buffer): boolean =>
  webp.toString("latin1", 12, 16) === "VP8X" && ((webp[20] ?? 0) & 2) !== 0;

/** POST /{phone}/media and the download address; GET and DELETE of an id are in the management routes. */
export function graphMediaRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post<{ Params: { id: string } }>(`${GRAPH}/:id/media`, (request, reply) => upload(sim, request, reply));

  app.get("/whatsapp_business/attachments", async (request, reply) => {
    const fault = sim.world.faults.take(sim.world.faultRandom, {
      on: "media",
      phoneNumberId: null,
      to: null,
      path: request.url,
    });
    if (fault !== null && spoilBefore(fault, reply)) return reply;
    const owners = numbersOfToken(sim.world, request).map((number) => number.phoneNumberId);
    const item = openSignedUrl(sim.world, request.query as Record<string, unknown>);
    if (!item || (item.phoneNumberId !== null && !owners.includes(item.phoneNumberId))) {
      return reply.code(404).type("text/html").send("<!DOCTYPE html><html><body>Not found</body></html>");
    }
    return reply
      .header("Content-Type", item.mimeType)
      .header("X-Content-Type-Options", "nosniff")
      .send(item.bytes);
  });
}

async function upload(
  sim: Simulator,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<unknown> {
  const number = authorizedNumber(sim.world, request, request.params.id);
  if (!request.isMultipart())
    throw new GraphError(100, "Invalid parameter", "The body must be multipart/form-data.");
  const fields: Record<string, string> = {};
  let file: { bytes: Buffer; mimeType: string; fileName: string | null } | null = null;
  for await (const part of request.parts()) {
    if (part.type === "field") fields[part.fieldname] = String(part.value);
    else if (part.fieldname === "file")
      file = { bytes: await part.toBuffer(), mimeType: part.mimetype, fileName: part.filename || null };
    else await part.toBuffer();
  }
  if (fields.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  if (!file) throw missing("file");
  const fault = sim.world.faults.take(sim.world.faultRandom, {
    on: "media",
    phoneNumberId: number.phoneNumberId,
    to: null,
    path: request.url,
  });
  if (fault !== null && spoilBefore(fault, reply)) return reply;
  const mimeType = typeOfUpload(file, fields.type);
  const item = keepMedia(sim.world, { ...file, mimeType, phoneNumberId: number.phoneNumberId, days: 30 });
  return { id: item.id };
}

function typeOfUpload(file: { bytes: Buffer; mimeType: string }, declared: string | undefined): string {
  const mimeType = (
    file.mimeType === "application/octet-stream" && declared ? declared : file.mimeType
  ).toLowerCase();
  const limit = LIMITS.find((one) => one.test.test(mimeType));
  if (!limit)
    throw new GraphError(
      100,
      `Param file must be a file with one of the supported types. Received file of type '${mimeType}'.`,
    );
  if (mimeType === "audio/ogg" && !file.bytes.subarray(0, 64).includes("OpusHead")) {
    throw new GraphError(
      100,
      "Param file must be a file with one of the supported types. Received file of type 'audio/ogg' without opus.",
    );
  }
  const most = mimeType === "image/webp" && !isAnimated(file.bytes) ? STILL_STICKER : limit.most;
  if (file.bytes.byteLength > most)
    throw new GraphError(131053, errorByCode(131053).title, `The file is larger than ${most} bytes.`);
  return mimeType;
}

/** What GET /{media} answers: hex hash and a fresh address. Throws when the file is not this token's. */
export function mediaAnswer(sim: Simulator, request: FastifyRequest, item: MediaItem): JsonObject {
  checkOwner(sim, request, item);
  return {
    messaging_product: "whatsapp",
    url: signedUrl(sim.world, item.id),
    mime_type: item.mimeType,
    sha256: item.sha256.toString("hex"),
    file_size: item.size,
    id: item.id,
  };
}

/** Removes a file. Throws when it is not this token's. */
export function deleteMedia(sim: Simulator, request: FastifyRequest, id: string): JsonObject {
  const item = findMedia(sim.world, id);
  if (!item) throw noSuchObject(id);
  checkOwner(sim, request, item);
  sim.world.media.delete(id);
  sim.world.changed();
  return { success: true };
}

function checkOwner(sim: Simulator, request: FastifyRequest, item: MediaItem): void {
  const owners = numbersOfToken(sim.world, request).map((number) => number.phoneNumberId);
  if (item.phoneNumberId !== null && !owners.includes(item.phoneNumberId)) throw noSuchObject(item.id);
  const asked = (request.query as { phone_number_id?: unknown }).phone_number_id;
  if (typeof asked === "string" && item.phoneNumberId !== null && asked !== item.phoneNumberId)
    throw new GraphError(100, "Invalid parameter", "phone_number_id does not match the media");
}
