import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export type PostResult = { status: number };

/** Posts bytes over kept-alive connections. One poster per simulator; close it to free the sockets. */
export class Poster {
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor(connections: number) {
    this.#http = new HttpAgent({ keepAlive: true, maxSockets: connections });
    this.#https = new HttpsAgent({ keepAlive: true, maxSockets: connections });
  }

  /** Resolves with the status of the answer; rejects on a network fault or after `timeoutMs`. */
  post(
    url: string,
    headers: Record<string, string>,
    body: Uint8Array,
    timeoutMs: number,
  ): Promise<PostResult> {
    const secure = url.startsWith("https:");
    const options = {
      method: "POST",
      headers: { ...headers, "Content-Length": String(body.byteLength) },
      timeout: timeoutMs,
    };
    return new Promise((resolve, reject) => {
      const call = secure
        ? httpsRequest(url, { ...options, agent: this.#https })
        : httpRequest(url, { ...options, agent: this.#http });
      call.on("response", (response) => {
        response.resume();
        response.on("end", () => resolve({ status: response.statusCode ?? 0 }));
        response.on("error", reject);
      });
      call.on("timeout", () => call.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      call.on("error", reject);
      call.end(body);
    });
  }

  /** Ends every connection; calls in flight fail. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/**
 * The verification GET of 2.1. Gives null when the receiver echoed the challenge with 200, else what went wrong.
 */
export async function verifyCallback(
  url: string,
  verifyToken: string,
  challenge: string,
): Promise<string | null> {
  const target = new URL(url);
  target.searchParams.set("hub.mode", "subscribe");
  target.searchParams.set("hub.challenge", challenge);
  target.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(target, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    if (response.status !== 200) return `HTTP ${response.status}`;
    return text === challenge ? null : "the answer is not the challenge";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
