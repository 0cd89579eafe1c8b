import { buildMarkRead } from "./build-request.ts";
import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import { asObject, object, value } from "./read.ts";

/** What came of telling Meta that a message was read. */
export type ReadAnswer = "done" | "refused" | "no_answer";

/** `{"success":true}` and errors are a few hundred bytes. */
const MOST_ANSWER_BYTES = 100_000;

/** Tells Meta that a message, and all before it, was read, and whether an answer is being written. Never throws; said twice it is as said once. */
export async function markRead(
  options: GraphClientOptions,
  phoneNumberId: string,
  wamid: string,
  isTyping: boolean,
): Promise<ReadAnswer> {
  try {
    const response = await options.fetch(
      `${options.baseUrl}/${options.version}/${encodeURIComponent(phoneNumberId)}/messages`,
      {
        method: "POST",
        headers: { ...bearerOf(options), "content-type": "application/json" },
        body: JSON.stringify(buildMarkRead(wamid, isTyping)),
        redirect: "manual",
        signal: AbortSignal.timeout(options.timeoutMs),
      },
    );
    const text = await readText(response, MOST_ANSWER_BYTES, [options.token]);
    const answer = text === null ? null : asObject(JSON.parse(text));
    if (value(answer, "success") === true) return "done";
    return object(answer, "error") === null ? "no_answer" : "refused";
  } catch {
    return "no_answer";
  }
}
