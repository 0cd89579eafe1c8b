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

/** Some of Meta's file hosts answer browsers with a page instead of the file (wire facts, section 10.2). */
export const bearerOf = (options: GraphClientOptions): { "user-agent": string; authorization: string } => ({
  "user-agent": "balcao/1",
  authorization: `Bearer ${options.token}`,
});

/** shorter ones are none, or would be found in anything */
const SHORTEST_SECRET = 8;
const MASK = "•••";

/**
 * The text of an answer, without these secrets: Meta says back what it was sent ("Malformed access token …"), and its words are shown and
 * kept. Null as for `readBody`.
 */
export async function readText(
  response: Response,
  mostBytes: number,
  secrets: readonly string[],
): Promise<string | null> {
  const body = await readBody(response, mostBytes);
  if (body === null) return null;
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, MASK), body.toString("utf8"));
}

/** The body of an answer; null when it is longer than `mostBytes`, of which no more are read. */
export async function readBody(response: Response, mostBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (!reader) return Buffer.alloc(0);
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
