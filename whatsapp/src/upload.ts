import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import { errorOf, type GraphRefusal } from "./parse-answer.ts";
import { asObject, filled } from "./read.ts";

/** `mimeType` as section 10.1 of the wire facts names it; Meta refuses a part whose type is another. */
export type UploadFile = { bytes: Uint8Array<ArrayBuffer>; mimeType: string; fileName: string };

export type UploadAnswer =
  /** the id lives for 30 days, for this number only */
  | { kind: "uploaded"; id: string }
  | { kind: "refused"; error: GraphRefusal }
  /** cut, late, empty or not Graph's: to be tried again, which harms nobody */
  | { kind: "no_answer"; reason: string };

const MOST_ANSWER_BYTES = 100_000;

/** `POST /{phone number id}/media` (wire facts, section 10.2). */
export async function uploadMedia(
  options: GraphClientOptions,
  phoneNumberId: string,
  file: UploadFile,
): Promise<UploadAnswer> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", file.mimeType);
  form.set("file", new Blob([file.bytes], { type: file.mimeType }), file.fileName);
  try {
    const response = await options.fetch(
      `${options.baseUrl}/${options.version}/${encodeURIComponent(phoneNumberId)}/media`,
      {
        method: "POST",
        headers: bearerOf(options),
        body: form,
        redirect: "manual",
        signal: AbortSignal.timeout(options.timeoutMs),
      },
    );
    const answer = await readText(response, MOST_ANSWER_BYTES, [options.token]);
    if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
    const root = asObject(JSON.parse(answer));
    const error = errorOf(root);
    if (error !== null) return { kind: "refused", error };
    const id = filled(root, "id");
    return response.ok && id !== null
      ? { kind: "uploaded", id }
      : { kind: "no_answer", reason: `http_${response.status}_without_id` };
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}
