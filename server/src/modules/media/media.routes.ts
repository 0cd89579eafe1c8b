import { IdParams } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { getMedia, type MediaAccess } from "./media.service.ts";

/** Types a browser shows without running anything; everything else is only ever downloaded. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/(ogg|mpeg|mp4|aac|amr|opus|x-m4a|wav)|video\/(mp4|3gpp))$/;

function range(header: string | undefined, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (!match) return null;
  const start = Number(match[1]);
  const end = match[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
  return start <= end ? { start, end } : null;
}

/** Files of conversations: only for who may see the conversation, under our type, never able to run. */
export function mediaRoutes(app: FastifyInstance, deps: Deps, mayAccess: MediaAccess): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      "/api/media/:id",
      { config: { policy: anyAgent }, schema: { params: IdParams } },
      async (request, reply) => {
        const media = await getMedia(deps, request.actor, request.params.id, mayAccess);
        const shown = SHOWN.test(media.mimeType.split(";")[0] ?? "");
        const name = encodeURIComponent((media.fileName ?? "arquivo").toWellFormed()).replaceAll("'", "%27");
        void reply
          .header("content-type", shown ? media.mimeType : "application/octet-stream")
          .header("content-disposition", `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`)
          .header("x-content-type-options", "nosniff")
          .header("content-security-policy", "sandbox; default-src 'none'")
          .header("cache-control", "private, max-age=86400, immutable")
          .header("accept-ranges", "bytes");
        const part = range(request.headers.range, media.size);
        if (!part)
          return reply.header("content-length", media.size).send(deps.storage.read(media.storageKey));
        return reply
          .code(206)
          .header("content-range", `bytes ${part.start}-${part.end}/${media.size}`)
          .header("content-length", part.end - part.start + 1)
          .send(deps.storage.read(media.storageKey, part));
      },
    );
}
