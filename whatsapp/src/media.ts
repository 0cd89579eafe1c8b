import { createHash } from "node:crypto";
import { bearerOf, readBody, type GraphClientOptions } from "./graph-http.ts";
import { asObject, filled, number } from "./read.ts";

export type MediaFile = { bytes: Uint8Array; mimeType: string | null };
export type MediaResult = { ok: true; file: MediaFile } | { ok: false; reason: string; permanent: boolean };
type MediaPlace = { url: URL; sha256: string | null; mimeType: string | null };

const MEDIA_HOSTS = [/^lookaside\.fbsbx\.com$/, /\.fbcdn\.net$/, /\.whatsapp\.net$/];
const MOST_REDIRECTS = 3;
const NOT_ALLOWED = "media_host_not_allowed";

const problem = (reason: string, permanent: boolean): MediaResult => ({ ok: false, reason, permanent });

/** Hex in the media answer, base64 in webhooks (wire facts, section 10.2): both are compared as hex. */
const asHex = (digest: string): string =>
  /^[0-9a-f]{64}$/i.test(digest) ? digest.toLowerCase() : Buffer.from(digest, "base64").toString("hex");

/** Where a file can be fetched for the next five minutes. */
async function placeOf(
  options: GraphClientOptions,
  mediaId: string,
  phoneNumberId: string,
): Promise<MediaPlace | MediaResult> {
  const address = `${options.baseUrl}/${options.version}/${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`;
  const signal = AbortSignal.timeout(options.timeoutMs);
  const response = await options.fetch(address, { headers: bearerOf(options), redirect: "manual", signal });
  const body = asObject(await response.json().catch(() => null));
  const url = filled(body, "url");
  if (response.ok && url !== null)
    return { url: new URL(url), sha256: filled(body, "sha256"), mimeType: filled(body, "mime_type") };
  const code = number(asObject(body?.["error"]), "code");
  return problem(`media_info_${code ?? response.status}`, response.status === 404 || code === 100);
}

/** Fetches from Meta's hosts only, each redirect checked; the token goes to the first address and is not carried away. */
async function follow(options: GraphClientOptions, url: URL, hops: number): Promise<Response> {
  const base = new URL(options.baseUrl);
  const ours = url.host === base.host && url.protocol === base.protocol;
  const metas =
    url.protocol === "https:" && url.port === "" && MEDIA_HOSTS.some((host) => host.test(url.hostname));
  if (!ours && !metas) throw new Error(NOT_ALLOWED);
  const { authorization, ...rest } = bearerOf(options);
  const headers = hops === 0 ? { ...rest, authorization } : rest;
  const signal = AbortSignal.timeout(options.timeoutMs);
  const response = await options.fetch(url.href, { headers, redirect: "manual", signal });
  const location = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || location === null) return response;
  if (hops >= MOST_REDIRECTS) throw new Error("media_too_many_redirects");
  return follow(options, new URL(location, url), hops + 1);
}

/** What Meta shows to everybody under an address of its own: the same hosts, and without the token. */
export const fetchPublic = (options: GraphClientOptions, url: URL): Promise<Response> =>
  follow(options, url, 1);

/**
 * The bytes of a received file, at most `mostBytes` of them, checked against the digest of the webhook or else of the media
 * answer. Never throws; `permanent` = asking again is useless.
 */
export async function downloadMedia(
  options: GraphClientOptions,
  mediaId: string,
  phoneNumberId: string,
  sha256: string | null,
  mostBytes: number,
): Promise<MediaResult> {
  try {
    const found = await placeOf(options, mediaId, phoneNumberId);
    if ("ok" in found) return found;
    const response = await follow(options, found.url, 0);
    if (!response.ok) return problem(`media_download_${response.status}`, false);
    const bytes = await readBody(response, mostBytes);
    if (bytes === null) return problem("media_too_large", true);
    const expected = sha256 ?? found.sha256;
    if (expected !== null && createHash("sha256").update(bytes).digest("hex") !== asHex(expected))
      return problem("media_digest_differs", false);
    return { ok: true, file: { bytes, mimeType: found.mimeType } };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 100) : "failed";
    return problem(reason, reason === NOT_ALLOWED);
  }
}
