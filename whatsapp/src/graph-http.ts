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
