import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import { errorOf, type GraphRefusal } from "./parse-answer.ts";
import { asObject, type Json } from "./read.ts";
import { metaTimeOf } from "./templates.ts";

const MOST_ANSWER_BYTES = 200_000;
export type Asked =
  | { kind: "answered"; root: Json; at: number | null }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

/** A management call, read as JSON. Never throws. */
export async function ask(options: GraphClientOptions, path: string, init: RequestInit): Promise<Asked> {
  try {
    const response = await options.fetch(`${options.baseUrl}/${options.version}/${path}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
      ...init,
      headers: { ...bearerOf(options), ...(init.headers as Record<string, string> | undefined) },
    });
    const at = metaTimeOf(response);
    const answer = await readText(response, MOST_ANSWER_BYTES, [options.token]);
    if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
    const root = asObject(JSON.parse(answer));
    const error = errorOf(root);
    if (error !== null) return { kind: "refused", error };
    return root !== null && response.ok
      ? { kind: "answered", root, at }
      : { kind: "no_answer", reason: `http_${response.status}` };
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}
