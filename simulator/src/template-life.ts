import { errorByCode, GraphError } from "./graph/graph-error.ts";
import { makeObjectId } from "./ids.ts";
import type { JsonObject, Template, TemplateChange } from "./model.ts";
import type { Simulator } from "./simulator.ts";
import { changeTemplate } from "./template-changes.ts";
import { shownParts } from "./template-shown.ts";
import { checkTemplateBody, checkTemplateName } from "./template-rules.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** how long a template is listed as being deleted */
const DELETION_MS = 60_000;
/** its name in that language is locked after that (11.4) */
const NAME_LOCKED_MS = 30 * DAY_MS;
const MOST_TEMPLATES = 6000;
/** of an approved template: one edit in 24 hours, ten in 30 days (section 9) */
const EDITS = [
  { within: DAY_MS, most: 1 },
  { within: 30 * DAY_MS, most: 10 },
];

const lockKey = (wabaId: string, name: string, language: string): string => `${wabaId} ${name} ${language}`;

/** Names that ask for a fate (18.8): what comes after the review, counted from its end. */
function fateOf(name: string, now: number): { after: number; change: TemplateChange }[] {
  if (name.includes("_reject")) {
    const detail = "Simulated: the name of the template asks for a refusal.";
    return [{ after: 0, change: { status: "REJECTED", reason: "INVALID_FORMAT", detail } }];
  }
  const approved = { after: 0, change: { status: "APPROVED" } };
  if (name.includes("_pause"))
    return [
      approved,
      { after: 60_000, change: { quality: "RED" } },
      { after: 61_000, change: { status: "PAUSED", reason: "FIRST_PAUSE" } },
      { after: 61_000 + 3 * HOUR_MS, change: { status: "APPROVED", reason: "UNPAUSE" } },
    ];
  if (name.includes("_recat")) {
    const at = now + 60_000 + DAY_MS;
    return [
      approved,
      { after: 60_000, change: { coming: { category: "MARKETING", at } } },
      { after: at - now, change: { category: "MARKETING" } },
    ];
  }
  if (name.includes("_disable"))
    return [approved, { after: 60_000, change: { status: "DISABLED", reason: "DISABLED" } }];
  return [approved];
}

/** Begins a review, which ends after the knob's time; by hand (knob 0) it waits for `changeTemplate`. */
function review(sim: Simulator, template: Template): void {
  const { templateReviewMs } = sim.world.knobs;
  const end = sim.now() + templateReviewMs;
  template.plan =
    templateReviewMs === 0
      ? []
      : fateOf(template.name, end).map(({ after, change }) => ({ at: end + after, change }));
  planTemplate(sim, template);
}

/** Hands what is planned for a template to the scheduler; of a plan that was replaced meanwhile nothing happens. */
export function planTemplate(sim: Simulator, template: Template): void {
  const plan = template.plan ?? [];
  for (const { at, change } of plan)
    sim.world.scheduler.schedule(at, "other", () => {
      if (template.plan !== plan) return;
      plan.splice(0, 1);
      changeTemplate(sim, template.id, change);
    });
}

const templatesOf = (sim: Simulator, wabaId: string): Template[] => {
  const templates = sim.world.templates.get(wabaId) ?? [];
  sim.world.templates.set(wabaId, templates);
  return templates;
};

const handlesOf =
  (sim: Simulator) =>
  (handle: string): boolean =>
    sim.world.uploads.handles.has(handle);

/** POST /{WABA}/message_templates: checked (11.4), then PENDING. Throws what Meta answers. */
export function createTemplate(sim: Simulator, wabaId: string, body: JsonObject): Template {
  const { name, language } = checkTemplateName(body);
  const checked = checkTemplateBody(body, handlesOf(sim));
  const templates = templatesOf(sim, wabaId);
  const isSame = (one: Template): boolean => one.name === name && one.language === language;
  if (
    (sim.world.templateLocks.get(lockKey(wabaId, name, language)) ?? 0) > sim.now() ||
    templates.some((one) => isSame(one) && one.status === "PENDING_DELETION")
  )
    throw errorByCode(2388023);
  if (templates.some(isSame)) throw errorByCode(2388024);
  if (templates.length >= MOST_TEMPLATES) throw errorByCode(2388019);
  const template: Template = {
    id: makeObjectId(sim.world.idRandom),
    name,
    language,
    status: "PENDING",
    ...checked,
    components: shownParts(checked.components, language, sim.url),
    rejected_reason: "NONE",
    quality_score: { score: "UNKNOWN", date: 0 },
  };
  templates.push(template);
  review(sim, template);
  sim.world.changed();
  return template;
}

/** POST /{TEMPLATE}: all parts anew, and to review again. Throws 2388039 while in review, and past the limits of approved ones. */
export function editTemplate(sim: Simulator, template: Template, body: JsonObject): Template {
  const { status, category } = template;
  if (!["APPROVED", "REJECTED", "PAUSED"].includes(status)) throw errorByCode(2388039);
  const checked = checkTemplateBody(
    { category, parameter_format: template.parameter_format, ...body },
    handlesOf(sim),
  );
  if (status === "APPROVED") {
    if (body.category !== undefined && body.category !== category) throw errorByCode(2388039);
    const edits = (template.editedAt ?? []).filter((at) => at > sim.now() - 30 * DAY_MS);
    for (const { within, most } of EDITS)
      if (edits.filter((at) => at > sim.now() - within).length >= most) throw errorByCode(2388039);
    template.editedAt = [...edits, sim.now()];
  }
  Object.assign(template, checked, {
    components: shownParts(checked.components, template.language, sim.url),
  });
  changeTemplate(sim, template.id, { status: "PENDING" });
  review(sim, template);
  return template;
}

/** DELETE: PENDING_DELETION at once, gone a minute later, and its name locked for 30 days. */
export function deleteTemplates(
  sim: Simulator,
  wabaId: string,
  query: { name?: string; hsm_id?: string; hsm_ids?: string },
): void {
  const wanted = templatesOf(sim, wabaId).filter((one) => {
    if (query.hsm_ids !== undefined) return idsOf(query.hsm_ids).includes(one.id);
    if (query.hsm_id !== undefined) return one.id === query.hsm_id && one.name === query.name;
    return one.name === query.name;
  });
  if (wanted.length === 0)
    throw new GraphError(100, "Invalid parameter", "Message template was not found.", {
      userTitle: "Not found",
    });
  for (const template of wanted) {
    changeTemplate(sim, template.id, { status: "PENDING_DELETION" });
    template.plan = [{ at: sim.now() + DELETION_MS, change: { status: "DELETED" } }];
    planTemplate(sim, template);
    sim.world.templateLocks.set(
      lockKey(wabaId, template.name, template.language),
      sim.now() + NAME_LOCKED_MS,
    );
  }
  sim.world.changed();
}

function idsOf(list: string): string[] {
  try {
    const ids: unknown = JSON.parse(list);
    if (Array.isArray(ids) && ids.length <= 100) return ids.map(String);
  } catch {
    // told below: it is no list
  }
  throw new GraphError(100, "Invalid parameter", "hsm_ids must be a JSON list of at most 100 ids.");
}

/** POST /{TEMPLATE}/unpause. */
export function unpauseTemplate(sim: Simulator, template: Template): JsonObject {
  if (template.status !== "PAUSED") return { success: false, reason: "This template is not paused." };
  template.plan = [];
  changeTemplate(sim, template.id, { status: "APPROVED", reason: "UNPAUSE" });
  return { success: true };
}
