import { errorOf, type GraphRefusal } from "./parse-answer.ts";
import { bearerOf, readText, type GraphClientOptions } from "./graph-http.ts";
import { array, asObject, cleanJson, filled, id, number, object, text, value, type Json } from "./read.ts";

/** A template as REST tells it (wire facts, section 11.1). `components` is Meta's JSON, for `templateParts`. */
export type WireTemplate = {
  id: string;
  name: string;
  /** e.g. "pt_BR" */
  language: string;
  status: string;
  category: string;
  /** null = none, which Meta writes NONE */
  reason: string | null;
  quality: string | null;
  /** the category that Meta has announced; null = none but the one it has */
  coming: string | null;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: unknown;
};
/** `at`: Meta's own time when it was asked, in epoch milliseconds; null when the answer does not say */
export type ListedTemplate = WireTemplate & { at: number | null };

export type TemplateList =
  /** `at`: Meta's own time when the first page was asked for: what stands in none of them was gone by then */
  | { kind: "listed"; templates: ListedTemplate[]; at: number | null }
  | { kind: "refused"; error: GraphRefusal }
  | { kind: "no_answer"; reason: string };

/** Asked for by name: the reason and the quality are not told otherwise. */
const FIELDS =
  "id,name,language,status,category,parameter_format,components,rejected_reason,quality_score,correct_category";
/** 6,000 templates are the most an account can have (wire facts, section 11.1); pages of 100 stay small enough to be answered */
const PAGE = 100;
const MOST_PAGES = 100;
const MOST_PAGE_BYTES = 16_000_000;

/** Webhooks may write "pt-BR" where REST writes "pt_BR" (wire facts, section 3.2). */
const languageOf = (source: Json | null, name: string): string | null =>
  filled(source, name)?.replace("-", "_") ?? null;

/** Meta's own time of an answer, in epoch milliseconds; null without a `Date` that can be read. */
export function metaTimeOf(response: Response): number | null {
  const at = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(at) ? null : at;
}

const said = (word: string | null): string | null => (word === "NONE" ? null : word);

/** One template of a list or a node; null when it lacks what names it. */
export function readTemplate(item: unknown): WireTemplate | null {
  const source = asObject(item);
  const known = {
    id: id(source, "id"),
    name: filled(source, "name"),
    language: languageOf(source, "language"),
  };
  const status = filled(source, "status");
  if (known.id === null || known.name === null || known.language === null || status === null) return null;
  const category = filled(source, "category") ?? "";
  const correct = filled(source, "correct_category");
  return {
    id: known.id,
    name: known.name,
    language: known.language,
    status,
    category,
    coming: correct === category ? null : correct,
    reason: said(filled(source, "rejected_reason")),
    quality: filled(object(source, "quality_score"), "score"),
    parameterFormat: text(source, "parameter_format") === "NAMED" ? "NAMED" : "POSITIONAL",
    components: cleanJson(value(source, "components") ?? []),
  };
}

async function page(
  options: GraphClientOptions,
  url: string,
): Promise<TemplateList & { after?: string | null }> {
  const askedAt = performance.now();
  const response = await options.fetch(url, {
    headers: bearerOf(options),
    redirect: "manual",
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  const answeredAt = metaTimeOf(response);
  // what a list tells may be as old as the question
  const at = answeredAt === null ? null : answeredAt - Math.round(performance.now() - askedAt);
  const body = await readText(response, MOST_PAGE_BYTES, [options.token]);
  if (body === null) return { kind: "no_answer", reason: "answer_too_large" };
  let root;
  try {
    root = asObject(JSON.parse(body));
  } catch {
    return { kind: "no_answer", reason: `http_${response.status}_not_json` };
  }
  const error = errorOf(root);
  if (error !== null) return { kind: "refused", error };
  if (!response.ok || !Array.isArray(value(root, "data")))
    return { kind: "no_answer", reason: `http_${response.status}_without_data` };
  const paging = object(root, "paging");
  return {
    kind: "listed",
    at,
    templates: array(root, "data").flatMap((item) => {
      const template = readTemplate(item);
      return template === null ? [] : [{ ...template, at }];
    }),
    // a cursor stands on the last page too; only `next` says that there is more
    after: filled(paging, "next") === null ? null : filled(object(paging, "cursors"), "after"),
  };
}

/** Every template of a business account, page by page. Never throws; half a list is no list. */
export async function listTemplates(options: GraphClientOptions, wabaId: string): Promise<TemplateList> {
  const base = `${options.baseUrl}/${options.version}/${encodeURIComponent(wabaId)}/message_templates?fields=${FIELDS}&limit=${PAGE}`;
  const templates: ListedTemplate[] = [];
  let after: string | null = null;
  let at: number | null = null;
  try {
    for (let count = 0; count < MOST_PAGES; count++) {
      const answer: TemplateList & { after?: string | null } = await page(
        options,
        after === null ? base : `${base}&after=${encodeURIComponent(after)}`,
      );
      if (answer.kind !== "listed") return answer;
      templates.push(...answer.templates);
      if (count === 0) at = answer.at;
      after = answer.after ?? null;
      if (after === null) return { kind: "listed", templates, at };
    }
    return { kind: "no_answer", reason: "endless_list" };
  } catch (error) {
    return { kind: "no_answer", reason: error instanceof Error ? error.name : "failed" };
  }
}

/** What a webhook says of a template. What it does not speak of is null and stays as it was. */
export type TemplateNotice = {
  id: string | null;
  name: string | null;
  language: string | null;
  status: string | null;
  /** told with a status only */
  reason: string | null;
  /** Meta's sentences about the reason */
  detail: string | null;
  category: string | null;
  /** a category that is announced, and from when on, in epoch milliseconds */
  coming: string | null;
  comingAt: number | null;
  /** the category that Meta found its words to be of, without announcing a change */
  detected: string | null;
  quality: string | null;
};

/** Events that are no state of REST: what they leave the template in; null = in the one it had. */
const STATE_AFTER: Readonly<Record<string, string | null>> = {
  FLAGGED: null,
  REINSTATED: "APPROVED",
  UNPAUSE: "APPROVED",
  UNARCHIVED: "APPROVED",
};

/** The fields of webhooks that speak of templates (wire facts, section 3.1). */
export const TEMPLATE_FIELDS: ReadonlySet<string> = new Set([
  "message_template_status_update",
  "message_template_quality_update",
  "template_category_update",
  "message_template_components_update",
  "template_correct_category_detection",
]);

/** What Meta writes about a refusal; `other_info` of a pause is the same for everybody and says nothing new. */
function sentences(source: Json | null): string | null {
  const refusal = object(source, "rejection_info");
  const told = [filled(refusal, "reason"), filled(refusal, "recommendation")].filter((part) => part !== null);
  return told.length > 0 ? told.join(" ") : null;
}

/** A notice of one of `TEMPLATE_FIELDS`, read; null when it does not say which template it is about. */
export function templateNotice(field: string, content: unknown): TemplateNotice | null {
  const source = asObject(content);
  const named = {
    id: id(source, "message_template_id"),
    name: filled(source, "message_template_name"),
    language: languageOf(source, "message_template_language"),
  };
  if (named.id === null && (named.name === null || named.language === null)) return null;
  const event = field === "message_template_status_update" ? filled(source, "event") : null;
  const hasState = event !== null && Object.hasOwn(STATE_AFTER, event);
  const correct = field === "template_category_update" ? filled(source, "correct_category") : null;
  const comingAt = number(source, "category_update_timestamp");
  return {
    ...named,
    status: event !== null && hasState ? (STATE_AFTER[event] ?? null) : event,
    reason:
      event === null
        ? null
        : (filled(object(source, "other_info"), "title") ?? said(filled(source, "reason"))),
    detail: event === null ? null : sentences(source),
    coming: correct,
    // of direct sends' templates and others, as third parties record it [seen]; its `category` is the one it was sent as
    detected: field === "template_correct_category_detection" ? filled(source, "correct_category") : null,
    comingAt: correct === null || comingAt === null ? null : comingAt * 1000,
    // of an announced change `new_category` is the one it has until then
    category:
      field === "template_category_update"
        ? filled(source, "new_category")
        : filled(source, "message_template_category"),
    quality: filled(source, "new_quality_score"),
  };
}
