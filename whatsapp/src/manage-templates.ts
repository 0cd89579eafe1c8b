import { draftComponents, type DraftToBuild } from "./build-draft.ts";
import { bearerOf, readBody, type GraphClientOptions } from "./graph-http.ts";
import { errorOf, type GraphRefusal } from "./parse-answer.ts";
import { asObject, filled, flag, id, object, type Json } from "./read.ts";
import { metaTimeOf } from "./templates.ts";
import type { UploadFile } from "./upload.ts";

/** `at`: Meta's own time of the answer, in epoch milliseconds; null when it does not say. */
export type TemplateAnswer =
  | { kind: "done"; at: number | null; id: string | null; status: string | null; category: string | null }
  | { kind: "refused"; error: GraphRefusal }
  /** cut, late, empty or not Graph's: it may have been done; the next list tells */
  | { kind: "no_answer"; reason: string };
export type ExampleAnswer =
  | { kind: "uploaded"; handle: string }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

const MOST_ANSWER_BYTES = 200_000;
type Asked =
  | { kind: "answered"; root: Json; at: number | null }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

async function ask(options: GraphClientOptions, path: string, init: RequestInit): Promise<Asked> {
  try {
    const response = await options.fetch(`${options.baseUrl}/${options.version}/${path}`, {
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
      ...init,
      headers: { ...bearerOf(options), ...(init.headers as Record<string, string> | undefined) },
    });
    const at = metaTimeOf(response);
    const answer = await readBody(response, MOST_ANSWER_BYTES);
    if (answer === null) return { kind: "no_answer", reason: "answer_too_large" };
    const root = asObject(JSON.parse(answer.toString("utf8")));
    const error = errorOf(root);
    if (error !== null) return { kind: "refused", error };
    return root !== null && response.ok
      ? { kind: "answered", root, at }
      : { kind: "no_answer", reason: `http_${response.status}` };
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function answerOf(asked: Asked): TemplateAnswer {
  if (asked.kind !== "answered") return asked;
  const { root, at } = asked;
  return {
    kind: "done",
    at,
    id: id(root, "id"),
    status: filled(root, "status"),
    category: filled(root, "category"),
  };
}

/** `POST /{WABA}/message_templates` (wire facts, section 11.1). The category may come out as another. */
export async function createTemplate(
  options: GraphClientOptions,
  wabaId: string,
  draft: DraftToBuild & { name: string; language: string },
): Promise<TemplateAnswer> {
  const { name, language, category, parameterFormat } = draft;
  const body = {
    name,
    language,
    category,
    parameter_format: parameterFormat,
    components: draftComponents(draft),
  };
  const answer = answerOf(await ask(options, `${encodeURIComponent(wabaId)}/message_templates`, json(body)));
  return answer.kind === "done" && answer.id === null ? { kind: "no_answer", reason: "without_id" } : answer;
}

const isDone = (asked: Asked): boolean => asked.kind !== "answered" || flag(asked.root, "success");

/** `POST /{TEMPLATE}`: all of its parts anew. `category`: only when it changes, which an approved one may not. */
export async function editTemplate(
  options: GraphClientOptions,
  templateId: string,
  draft: Omit<DraftToBuild, "category"> & { category: string | null },
): Promise<TemplateAnswer> {
  const { category, parameterFormat } = draft;
  const body = {
    ...(category === null ? {} : { category }),
    parameter_format: parameterFormat,
    components: draftComponents({ ...draft, category: category ?? "" }),
  };
  const asked = await ask(options, encodeURIComponent(templateId), json(body));
  return isDone(asked) ? answerOf(asked) : { kind: "no_answer", reason: "without_success" };
}

/** `DELETE /{WABA}/message_templates?hsm_id=…&name=…`: this language of it only. */
export async function deleteTemplate(
  options: GraphClientOptions,
  wabaId: string,
  template: { id: string; name: string },
): Promise<TemplateAnswer> {
  const query = new URLSearchParams({ hsm_id: template.id, name: template.name });
  const asked = await ask(options, `${encodeURIComponent(wabaId)}/message_templates?${query}`, {
    method: "DELETE",
  });
  return isDone(asked) ? answerOf(asked) : { kind: "no_answer", reason: "without_success" };
}

/** `POST /{TEMPLATE}/unpause`; `done` without success is a no of Meta's: it is still paused. */
export async function unpauseTemplate(
  options: GraphClientOptions,
  templateId: string,
): Promise<TemplateAnswer> {
  const asked = await ask(options, `${encodeURIComponent(templateId)}/unpause`, { method: "POST" });
  if (isDone(asked)) return answerOf(asked);
  const message = asked.kind === "answered" ? filled(asked.root, "reason") : null;
  return { kind: "refused", error: { code: 100, subcode: null, title: null, message, details: null } };
}

/**
 * Puts a file at Meta that serves as the example of a header (wire facts, section 10.3): an app's upload session, then the bytes in one
 * piece. The app is the token's own, by `GET /debug_token`.
 */
export async function uploadExample(options: GraphClientOptions, file: UploadFile): Promise<ExampleAnswer> {
  const known = await ask(options, `debug_token?input_token=${encodeURIComponent(options.token)}`, {
    method: "GET",
  });
  if (known.kind !== "answered") return known;
  const appId = id(object(known.root, "data"), "app_id");
  if (appId === null) return { kind: "no_answer", reason: "without_app" };
  const query = new URLSearchParams({
    file_name: file.fileName,
    file_length: String(file.bytes.byteLength),
    file_type: file.mimeType,
  });
  const begun = await ask(options, `${encodeURIComponent(appId)}/uploads?${query}`, { method: "POST" });
  if (begun.kind !== "answered") return begun;
  const session = filled(begun.root, "id");
  if (session === null || !session.startsWith("upload:"))
    return { kind: "no_answer", reason: "without_session" };
  const put = await ask(options, session, {
    method: "POST",
    headers: { authorization: `OAuth ${options.token}`, file_offset: "0", "content-type": file.mimeType },
    body: file.bytes,
  });
  if (put.kind !== "answered") return put;
  const handle = filled(put.root, "h");
  return handle === null ? { kind: "no_answer", reason: "without_handle" } : { kind: "uploaded", handle };
}
