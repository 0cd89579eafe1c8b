import { draftComponents, type DraftToBuild } from "./build-draft.ts";
import { ask, type Asked } from "./ask.ts";
import type { GraphClientOptions } from "./graph-http.ts";
import type { GraphRefusal } from "./parse-answer.ts";
import { filled, flag, id } from "./read.ts";

/** `at`: Meta's own time of the answer, in epoch milliseconds; null when it does not say. */
export type TemplateAnswer =
  | { kind: "done"; at: number | null; id: string | null; status: string | null; category: string | null }
  | { kind: "refused"; error: GraphRefusal }
  /** cut, late, empty or not Graph's: it may have been done; the next list tells */
  | { kind: "no_answer"; reason: string };
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
