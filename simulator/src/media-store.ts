import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { makeObjectId } from "./ids.ts";
import type { MediaItem } from "./model.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 3_600_000;
const URL_LIFE_MS = 5 * 60_000;
const URL_SECRET = "simulated-media-url";

export type NewMedia = {
  bytes: Buffer;
  mimeType: string;
  fileName: string | null;
  phoneNumberId: string | null;
  days: 7 | 30;
};

/** Keeps a file: 30 days for uploads of the business, 7 days for what people send (10.2). */
export function keepMedia(world: World, media: NewMedia): MediaItem {
  const now = world.clock.now();
  const item: MediaItem = {
    id: makeObjectId(world.idRandom),
    phoneNumberId: media.phoneNumberId,
    mimeType: media.mimeType,
    fileName: media.fileName,
    sha256: createHash("sha256").update(media.bytes).digest(),
    size: media.bytes.byteLength,
    bytes: media.bytes,
    createdAt: now,
    expiresAt: now + media.days * DAY_MS,
  };
  world.media.set(item.id, item);
  world.changed();
  return item;
}

/** A file that is still there, or null. */
export function findMedia(world: World, id: string): MediaItem | null {
  const item = world.media.get(id);
  return item && world.clock.now() < item.expiresAt ? item : null;
}

/** A download address that dies after five minutes of virtual time. */
export function signedUrl(world: World, id: string): string {
  const ext = String(Math.floor((world.clock.now() + URL_LIFE_MS) / 1000));
  const query = new URLSearchParams({ mid: id, ext, hash: signatureOf(id, ext) });
  return `${world.baseUrl}/whatsapp_business/attachments/?${query}`;
}

/** The file behind a download address, or null when the address is forged, too old, or the file gone. */
export function openSignedUrl(
  world: World,
  query: { mid?: unknown; ext?: unknown; hash?: unknown },
): MediaItem | null {
  const { mid, ext, hash } = query;
  if (typeof mid !== "string" || typeof ext !== "string" || typeof hash !== "string") return null;
  const expected = Buffer.from(signatureOf(mid, ext));
  const given = Buffer.from(hash);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return world.clock.now() / 1000 < Number(ext) ? findMedia(world, mid) : null;
}

function signatureOf(id: string, ext: string): string {
  return createHmac("sha256", URL_SECRET).update(`${id}|${ext}`).digest("base64url");
}
