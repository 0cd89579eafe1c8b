import type { FastifyInstance, FastifyRequest } from "fastify";
import { isObject } from "../model.ts";
import type { JsonObject, Template } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { createTemplate, deleteTemplates, editTemplate, unpauseTemplate } from "../template-life.ts";
import { noSuchObject, numbersOfToken } from "./graph-auth.ts";
import { ownedByWaba, pickFields, type ById } from "./graph-fields.ts";
import { GRAPH } from "./paths.ts";

/** What a list or a node tells without being asked (11.1). */
const DEFAULTS = "name,parameter_format,components,language,status,category,previous_category";
const MOST_TEMPLATES = 6000;

/** A template as REST tells it; what Meta plans to do stays its own. */
export function templateNode(
  { plan: _plan, editedAt: _edits, ...node }: Template,
  fields: string | undefined,
): JsonObject {
  return pickFields(node, fields ?? DEFAULTS);
}

const bodyOf = (request: FastifyRequest): JsonObject => (isObject(request.body) ? request.body : {});

function ownTemplate(sim: Simulator, request: FastifyRequest<ById>): Template | null {
  const mine = new Set(numbersOfToken(sim.world, request).map(({ wabaId }) => wabaId));
  const templates = [...sim.world.templates].flatMap(([wabaId, list]) => (mine.has(wabaId) ? list : []));
  return templates.find(({ id }) => id === request.params.id) ?? null;
}

/** POST /{TEMPLATE}; null when the path is no template of the token. */
export function changeTemplateNode(sim: Simulator, request: FastifyRequest<ById>): JsonObject | null {
  const template = ownTemplate(sim, request);
  if (!template) return null;
  const { id, name, category } = editTemplate(sim, template, bodyOf(request));
  return { success: true, id, name, category };
}

/** Templates of an account: list, create, delete; of one: unpause. Reading and editing one are nodes, among the management routes. */
export function graphTemplateRoutes(app: FastifyInstance, sim: Simulator): void {
  const path = `${GRAPH}/:id/message_templates`;
  app.get<ById>(path, async (request) => listTemplates(sim, request));
  app.post<ById>(path, async (request) => {
    ownedByWaba(sim, request);
    const { id, status, category } = createTemplate(sim, request.params.id, bodyOf(request));
    return { id, status, category };
  });
  app.delete<ById>(path, async (request) => {
    ownedByWaba(sim, request);
    deleteTemplates(sim, request.params.id, request.query);
    return { success: true };
  });
  app.post<ById>(`${GRAPH}/:id/unpause`, async (request) => {
    const template = ownTemplate(sim, request);
    if (!template) throw noSuchObject(request.params.id);
    return unpauseTemplate(sim, template);
  });
}

const said = (text: string, wanted: string | undefined): boolean =>
  wanted === undefined || text.includes(wanted);

function isWanted(template: Template, query: ById["Querystring"]): boolean {
  const {
    name,
    content,
    name_or_content: either,
    language,
    status,
    category,
    quality_score: quality,
  } = query;
  const words = JSON.stringify(template.components);
  const exact: [string | undefined, unknown][] = [
    [language, template.language],
    [status, template.status],
    [category, template.category],
    [quality, template.quality_score?.score],
  ];
  return (
    said(template.name, name) &&
    said(words, content) &&
    (said(template.name, either) || said(words, either)) &&
    exact.every(([wanted, value]) => wanted === undefined || wanted === value)
  );
}

function listTemplates(sim: Simulator, request: FastifyRequest<ById>): JsonObject {
  ownedByWaba(sim, request);
  const { fields, after, summary } = request.query;
  const limit = Math.min(Math.max(1, Number(request.query.limit ?? 25) || 25), 1_000);
  const every = sim.world.templates.get(request.params.id) ?? [];
  const all = every.filter((template) => isWanted(template, request.query));
  const start = after === undefined ? 0 : Number(Buffer.from(after, "base64url").toString()) || 0;
  const page = all.slice(start, start + limit);
  const cursor = (at: number): string => Buffer.from(String(at)).toString("base64url");
  const end = start + page.length;
  const paging: JsonObject = { cursors: { before: cursor(start), after: cursor(end) } };
  if (end < all.length)
    paging.next = `${sim.url}/v25.0/${request.params.id}/message_templates?limit=${limit}&after=${cursor(end)}`;
  return {
    data: page.map((template) => templateNode(template, fields)),
    ...(page.length > 0 ? { paging } : {}),
    ...(summary === undefined
      ? {}
      : {
          summary: {
            total_count: every.length,
            message_template_limit: MOST_TEMPLATES,
            are_translations_complete: true,
          },
        }),
  };
}
