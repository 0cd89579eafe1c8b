import type { JsonObject, Template } from "./model.ts";
import type { Simulator } from "./simulator.ts";

/** What Meta may do to a template; each part that is given is told by a webhook of its own. */
export type TemplateChange = {
  /** one of REST's words: APPROVED, REJECTED, PAUSED, DISABLED … */
  status?: string;
  /** why: a rejection reason, or the title of a pause (FIRST_PAUSE …) */
  reason?: string;
  category?: Template["category"];
  /** GREEN, YELLOW, RED or UNKNOWN */
  quality?: string;
};

const CATEGORIES: readonly string[] = ["MARKETING", "UTILITY", "AUTHENTICATION"];

function find(sim: Simulator, id: string): { wabaId: string; template: Template } {
  for (const [wabaId, templates] of sim.world.templates) {
    const template = templates.find((one) => one.id === id || one.name === id);
    if (template) return { wabaId, template };
  }
  throw new RangeError(`There is no template ${id}.`);
}

/** Ids are integers here and texts in REST (3.2). */
const named = ({ id, name, language }: Template): JsonObject => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language,
});

function statusValue(template: Template, reason: string | undefined): JsonObject {
  const { status, category } = template;
  const isRefusal = status === "REJECTED";
  return {
    event: status,
    ...named(template),
    message_template_category: category,
    reason: isRefusal ? (reason ?? "NONE") : "NONE",
    ...(status === "PAUSED" || status === "DISABLED"
      ? { other_info: { title: reason ?? "FIRST_PAUSE", description: "Simulated." } }
      : {}),
  };
}

/**
 * Changes a template, found by its id or name, as Meta does at its own time, and sends the webhooks of 3.2. Throws a RangeError
 * when there is none, or when a category does not exist.
 */
export function changeTemplate(sim: Simulator, id: string, change: TemplateChange): Template {
  const { wabaId, template } = find(sim, id);
  const { status, reason, category, quality } = change;
  if (category !== undefined && !CATEGORIES.includes(category))
    throw new RangeError(`There is no category ${category}.`);
  const number = sim.numbers().find((one) => one.wabaId === wabaId);
  const tell = (field: string, value: JsonObject): void => {
    if (number) sim.inject(number.phoneNumberId, field, value);
  };
  if (status !== undefined) {
    template.status = status;
    template.rejected_reason = status === "REJECTED" ? (reason ?? "NONE") : "NONE";
    tell("message_template_status_update", statusValue(template, reason));
  }
  if (category !== undefined) {
    const before = template.category;
    template.category = category;
    tell("template_category_update", {
      ...named(template),
      previous_category: before,
      new_category: category,
    });
  }
  if (quality !== undefined) {
    const before = template.quality_score?.score ?? "UNKNOWN";
    template.quality_score = { score: quality, date: Math.floor(sim.now() / 1000) };
    tell("message_template_quality_update", {
      ...named(template),
      previous_quality_score: before,
      new_quality_score: quality,
    });
  }
  sim.world.changed();
  return template;
}
