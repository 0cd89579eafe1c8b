import type { JsonObject, Template, TemplateChange } from "./model.ts";
import type { Simulator } from "./simulator.ts";

const CATEGORIES: readonly string[] = ["MARKETING", "UTILITY", "AUTHENTICATION"];

function find(sim: Simulator, id: string): { wabaId: string; template: Template } {
  for (const [wabaId, templates] of sim.world.templates) {
    const template = templates.find((one) => one.id === id) ?? templates.find((one) => one.name === id);
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

function statusValue(template: Template, { reason, detail }: TemplateChange, at: number): JsonObject {
  const { status, category } = template;
  const isRefusal = status === "REJECTED";
  const title = reason ?? (status === "PAUSED" ? "FIRST_PAUSE" : status === "DISABLED" ? "DISABLED" : null);
  return {
    event: status,
    ...named(template),
    message_template_category: category,
    reason: isRefusal ? (reason ?? "NONE") : "NONE",
    ...(isRefusal && detail !== undefined
      ? { rejection_info: { reason: detail, recommendation: "Change it and submit it again." } }
      : {}),
    ...(isRefusal || title === null ? {} : { other_info: { title, description: "Simulated." } }),
    ...(status === "DISABLED" ? { disable_info: { disable_date: String(Math.floor(at / 1000)) } } : {}),
  };
}

/** What the webhook of an edit tells of the parts: texts only (3.2). */
function partsValue(template: Template): JsonObject {
  const part = (type: string) => template.components.find((component) => component.type === type);
  const header = part("HEADER")?.text;
  const footer = part("FOOTER")?.text;
  const buttons = part("BUTTONS")?.buttons?.map(({ type, text, url, phone_number }) => ({
    message_template_button_type: type,
    message_template_button_text: text,
    ...(url === undefined ? {} : { message_template_button_url: url }),
    ...(phone_number === undefined ? {} : { message_template_button_phone_number: phone_number }),
  }));
  return {
    ...named(template),
    ...(header === undefined ? {} : { message_template_title: header }),
    message_template_element: part("BODY")?.text ?? "",
    ...(footer === undefined ? {} : { message_template_footer: footer }),
    ...(buttons === undefined ? {} : { message_template_buttons: buttons }),
  };
}

type Tell = (field: string, value: JsonObject) => void;

function changeStatus(
  sim: Simulator,
  wabaId: string,
  template: Template,
  change: TemplateChange,
  tell: Tell,
): void {
  if (change.status === undefined) return;
  template.status = change.status;
  template.rejected_reason = change.status === "REJECTED" ? (change.reason ?? "NONE") : "NONE";
  if (change.status === "DELETED")
    sim.world.templates.set(
      wabaId,
      (sim.world.templates.get(wabaId) ?? []).filter((one) => one !== template),
    );
  tell("message_template_status_update", statusValue(template, change, sim.now()));
}

function changeCategory(
  template: Template,
  { category, coming, detected }: TemplateChange,
  tell: Tell,
): void {
  if (detected !== undefined)
    tell("template_correct_category_detection", {
      ...named(template),
      category: template.category,
      correct_category: detected,
    });
  if (coming !== undefined) {
    template.correct_category = coming.category;
    tell("template_category_update", {
      ...named(template),
      new_category: template.category,
      correct_category: coming.category,
      category_update_timestamp: Math.floor(coming.at / 1000),
    });
  }
  if (category === undefined) return;
  template.previous_category = template.category;
  template.category = category;
  delete template.correct_category;
  tell("template_category_update", {
    ...named(template),
    previous_category: template.previous_category,
    new_category: category,
  });
}

/**
 * Changes a template, found by its id or name, as Meta does at its own time, and sends the webhooks of 3.2. Throws a RangeError
 * when there is none, or when a category does not exist.
 */
export function changeTemplate(sim: Simulator, id: string, change: TemplateChange): Template {
  const { wabaId, template } = find(sim, id);
  for (const category of [change.category, change.coming?.category, change.detected])
    if (category !== undefined && !CATEGORIES.includes(category))
      throw new RangeError(`There is no category ${category}.`);
  const number = sim.numbers().find((one) => one.wabaId === wabaId);
  const tell: Tell = (field, value) => {
    if (number) sim.inject(number.phoneNumberId, field, value);
  };
  changeStatus(sim, wabaId, template, change, tell);
  changeCategory(template, change, tell);
  if (change.quality !== undefined) {
    const before = template.quality_score?.score ?? "UNKNOWN";
    template.quality_score = { score: change.quality, date: Math.floor(sim.now() / 1000) };
    tell("message_template_quality_update", {
      ...named(template),
      previous_quality_score: before,
      new_quality_score: change.quality,
    });
  }
  if (change.body !== undefined) {
    const { body } = change;
    template.components = template.components.map((part) =>
      part.type === "BODY" ? { ...part, text: body } : part,
    );
    tell("message_template_components_update", partsValue(template));
  }
  sim.world.changed();
  return template;
}
