import { createHash } from "node:crypto";
import { parseAnswer, type SendAnswer } from "./parse-answer.ts";
import { asObject, filled, number } from "./read.ts";

export type GraphFetch = (url: string, init: RequestInit) => Promise<Response>;

export type GraphClientOptions = {
  fetch: GraphFetch;
  /** e.g. "https://graph.facebook.com", without a trailing slash */
  baseUrl: string;
  /** e.g. "v26.0"; always pinned (wire facts, section 1) */
  version: string;
  token: string;
  timeoutMs: number;
};

export type MediaFile = { bytes: Uint8Array; mimeType: string | null };
export type MediaResult = { ok: true; file: MediaFile } | { ok: false; reason: string; permanent: boolean };

export type GraphClient = {
  send(phoneNumberId: string, body: Record<string, unknown>): Promise<SendAnswer>;
  downloadMedia(
    mediaId: string,
    phoneNumberId: string,
    sha256: string | null,
    mostBytes: number,
  ): Promise<MediaResult>;
};

const MEDIA_HOSTS = [/^lookaside\.fbsbx\.com$/, /\.fbcdn\.net$/, /\.whatsapp\.net$/];
const MOST_REDIRECTS = 3;
/** some of Meta's file hosts answer browsers with a page instead of the file (wire facts, section 10.2) */
const AGENT = { "user-agent": "balcao/1" };

const problem = (reason: string, permanent: boolean): MediaResult => ({ ok: false, reason, permanent });

/** Hex in the media answer, base64 in webhooks (wire facts, section 10.2): both are compared as hex. */
const asHex = (digest: string): string =>
  /^[0-9a-f]{64}$/i.test(digest) ? digest.toLowerCase() : Buffer.from(digest, "base64").toString("hex");

async function limitedBody(response: Response, mostBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** A client for one number's token. The token never appears in a reason or error. */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const base = new URL(options.baseUrl);
  const bearer = { authorization: `Bearer ${options.token}` };
  const limit = (): AbortSignal => AbortSignal.timeout(options.timeoutMs);

  async function follow(url: URL, hops: number): Promise<Response> {
    const ours = url.host === base.host && url.protocol === base.protocol;
    const metas = url.protocol === "https:" && MEDIA_HOSTS.some((host) => host.test(url.hostname));
    if (!ours && !metas) throw new Error("media_host_not_allowed");
    // the token goes to the first address only: a redirect elsewhere must not carry it away
    const headers = hops === 0 ? { ...AGENT, ...bearer } : AGENT;
    const response = await options.fetch(url.href, { headers, redirect: "manual", signal: limit() });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    if (hops >= MOST_REDIRECTS) throw new Error("media_too_many_redirects");
    return follow(new URL(location, url), hops + 1);
  }

  async function mediaUrl(
    mediaId: string,
    phoneNumberId: string,
  ): Promise<{ url: URL; sha256: string | null; mimeType: string | null } | MediaResult> {
    const address = `${options.baseUrl}/${options.version}/${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`;
    const response = await options.fetch(address, { headers: { ...AGENT, ...bearer }, signal: limit() });
    const body = asObject(await response.json().catch(() => null));
    const url = filled(body, "url");
    if (response.ok && url !== null)
      return { url: new URL(url), sha256: filled(body, "sha256"), mimeType: filled(body, "mime_type") };
    const code = number(asObject(body?.["error"]), "code");
    return problem(`media_info_${code ?? response.status}`, response.status === 404 || code === 100);
  }

  return {
    async send(phoneNumberId, body) {
      try {
        const response = await options.fetch(
          `${options.baseUrl}/${options.version}/${phoneNumberId}/messages`,
          {
            method: "POST",
            headers: { ...AGENT, ...bearer, "content-type": "application/json" },
            body: JSON.stringify(body),
            signal: limit(),
          },
        );
        return parseAnswer(response.status, await response.text());
      } catch (error) {
        return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
      }
    },
    async downloadMedia(mediaId, phoneNumberId, sha256, mostBytes) {
      try {
        const found = await mediaUrl(mediaId, phoneNumberId);
        if ("ok" in found) return found;
        const response = await follow(found.url, 0);
        if (!response.ok) return problem(`media_download_${response.status}`, false);
        const bytes = await limitedBody(response, mostBytes);
        if (bytes === null) return problem("media_too_large", true);
        const expected = sha256 ?? found.sha256;
        if (expected !== null && createHash("sha256").update(bytes).digest("hex") !== asHex(expected))
          return problem("media_digest_differs", false);
        return { ok: true, file: { bytes, mimeType: found.mimeType } };
      } catch (error) {
        const reason = error instanceof Error ? error.message.slice(0, 100) : "failed";
        return problem(reason, reason === "media_host_not_allowed");
      }
    },
  };
}
