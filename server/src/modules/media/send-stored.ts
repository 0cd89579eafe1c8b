import { plainFileName } from "@balcao/core";
import type { FastifyReply } from "fastify";
import type { Storage } from "../../platform/storage.ts";
import type { StoredMedia } from "./media.queries.ts";

/** Types a browser shows without running anything; everything else is only ever downloaded. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/(ogg|mpeg|mp4|aac|amr|opus|x-m4a|wav)|video\/(mp4|3gpp))$/;

function range(header: string | undefined, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (!match) return null;
  const start = Number(match[1]);
  const end = match[2] ? Math.min(Number(match[2]), size - 1) : size - 1;
  return start <= end ? { start, end } : null;
}

/** Sends stored bytes under our type, never able to run. */
export function sendStored(
  reply: FastifyReply,
  storage: Storage,
  file: Pick<StoredMedia, "mimeType" | "fileName" | "size" | "storageKey">,
  asked: string | undefined,
): FastifyReply {
  const shown = SHOWN.test(file.mimeType.split(";")[0] ?? "");
  const name = encodeURIComponent(plainFileName(file.fileName ?? "") || "arquivo").replaceAll("'", "%27");
  void reply
    .header("content-type", shown ? file.mimeType : "application/octet-stream")
    .header("content-disposition", `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`)
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("cache-control", "private, max-age=86400, immutable")
    .header("accept-ranges", "bytes");
  const part = range(asked, file.size);
  if (!part) return reply.header("content-length", file.size).send(storage.read(file.storageKey));
  return reply
    .code(206)
    .header("content-range", `bytes ${part.start}-${part.end}/${file.size}`)
    .header("content-length", part.end - part.start + 1)
    .send(storage.read(file.storageKey, part));
}
