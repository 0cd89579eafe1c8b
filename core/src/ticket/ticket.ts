import type { Priority } from "../conversation/types.ts";
import {
  checkFieldValue,
  type FieldDefinition,
  type FieldRefusal,
  type FieldValue,
} from "../fields/fields.ts";
import { isCategoryOffered, type TicketCategory } from "./categories.ts";
import { firstStatus, isTicketOver, takesMore, type TicketStage, type TicketStatus } from "./workflow.ts";

/** What is decided about a ticket; its messages and comments stand beside it. */
export type TicketState = {
  title: string;
  description: string;
  teamId: string;
  agentId: string | null;
  priority: Priority;
  /** of the account's workflow */
  statusId: string;
  /** what that status means */
  stage: TicketStage;
  categoryId: string | null;
  typeId: string | null;
  /** when it should be done; null = no day was set */
  dueAt: number | null;
  /** values of the account's own fields, by field */
  fields: Readonly<Record<string, FieldValue>>;
  /** the ticket it was merged into; it stays as it is for good */
  mergedInto: string | null;
};

/** A field of the account's own, in its order. */
export type TicketField = FieldDefinition & { active: boolean; requiredOnClose: boolean };

/** What an account offers to choose from, in its order. */
export type TicketChoices = {
  statuses: readonly TicketStatus[];
  categories: readonly TicketCategory[];
  types: readonly { id: string; active: boolean }[];
  fields: readonly TicketField[];
};

export type TicketAct =
  | { type: "describe"; title: string; description: string }
  | { type: "status"; statusId: string }
  /** null = nobody's, back to the team */
  | { type: "assign"; agentId: string | null }
  | { type: "move"; teamId: string }
  | { type: "priority"; priority: Priority }
  | { type: "category"; categoryId: string | null }
  | { type: "kind"; typeId: string | null }
  | { type: "due"; dueAt: number | null }
  /** null takes the value away */
  | { type: "field"; fieldId: string; value: FieldValue | null };

/** A line of a ticket's history: ids and facts, never texts. */
export type TicketFact = { type: string; data: Record<string, unknown> };

export type TicketFault = {
  path: "statusId" | "categoryId" | "typeId" | "fieldId" | "value" | `fields.${string}`;
  code: "unknown_status" | "unknown_category" | "unknown_type" | "unknown_field" | FieldRefusal;
};
export type TicketRefusal =
  | { ok: false; code: "ticket_closed" | "ticket_merged" }
  /** fields that are required before a ticket is over, in their order */
  | { ok: false; code: "ticket_incomplete"; missing: TicketField[] }
  | { ok: false; code: "invalid_input"; faults: TicketFault[] };
export type TicketOutcome = { ok: true; state: TicketState; facts: TicketFact[] } | TicketRefusal;

const refused = (path: TicketFault["path"], code: TicketFault["code"]): TicketRefusal => ({
  ok: false,
  code: "invalid_input",
  faults: [{ path, code }],
});

function changed(
  before: TicketState,
  patch: Partial<TicketState>,
  type: string,
  data: Record<string, unknown>,
): TicketOutcome {
  const isSame = Object.entries(patch).every(([name, value]) => before[name as keyof TicketState] === value);
  return isSame
    ? { ok: true, state: before, facts: [] }
    : { ok: true, state: { ...before, ...patch }, facts: [{ type, data }] };
}

const isKind = ({ types }: TicketChoices, id: string): boolean =>
  types.some((type) => type.active && type.id === id);

function describe(
  before: TicketState,
  { title, description }: { title: string; description: string },
): TicketOutcome {
  const parts = [
    ...(title === before.title ? [] : ["title"]),
    ...(description === before.description ? [] : ["description"]),
  ];
  return changed(before, { title, description }, "ticket.described", { parts });
}

/** The fields without which a ticket is not to be resolved or closed. */
const missingFields = ({ fields }: TicketState, choices: TicketChoices): TicketField[] =>
  choices.fields.filter((field) => field.active && field.requiredOnClose && fields[field.id] === undefined);

/** Between resolved and closed nothing is asked again: a field that became required since would lock what is done. */
function toStatus(before: TicketState, statusId: string, choices: TicketChoices): TicketOutcome {
  if (statusId === before.statusId) return { ok: true, state: before, facts: [] };
  const to = choices.statuses.find(({ id, active }) => active && id === statusId);
  if (!to) return refused("statusId", "unknown_status");
  const missing = missingFields(before, choices);
  if (isTicketOver(to.stage) && !isTicketOver(before.stage) && missing.length > 0)
    return { ok: false, code: "ticket_incomplete", missing };
  return changed(before, { statusId, stage: to.stage }, "ticket.status_changed", {
    from: before.statusId,
    to: statusId,
    fromStage: before.stage,
    toStage: to.stage,
  });
}

function toCategory(
  before: TicketState,
  categoryId: string | null,
  { categories }: TicketChoices,
): TicketOutcome {
  const { categoryId: from } = before;
  if (categoryId !== null && categoryId !== from && !isCategoryOffered(categories, categoryId))
    return refused("categoryId", "unknown_category");
  return changed(before, { categoryId }, "ticket.category_changed", { from, to: categoryId });
}

function toKind(before: TicketState, typeId: string | null, choices: TicketChoices): TicketOutcome {
  const { typeId: from } = before;
  if (typeId !== null && typeId !== from && !isKind(choices, typeId))
    return refused("typeId", "unknown_type");
  return changed(before, { typeId }, "ticket.type_changed", { from, to: typeId });
}

/** The history tells which field, and whether it was emptied: a value may be about a person. */
function toValue(
  before: TicketState,
  { fieldId, value }: { fieldId: string; value: FieldValue | null },
  choices: TicketChoices,
): TicketOutcome {
  const field = choices.fields.find(({ id, active }) => active && id === fieldId);
  if (!field) return refused("fieldId", "unknown_field");
  const checked = checkFieldValue(field, value);
  if (!checked.ok) return refused("value", checked.code);
  const { [fieldId]: current = null, ...others } = before.fields;
  if (checked.value === current) return { ok: true, state: before, facts: [] };
  const fields = checked.value === null ? others : { ...others, [fieldId]: checked.value };
  const data = { fieldId, emptied: checked.value === null };
  return { ok: true, state: { ...before, fields }, facts: [{ type: "ticket.field_changed", data }] };
}

function move(before: TicketState, teamId: string): TicketOutcome {
  if (teamId === before.teamId) return { ok: true, state: before, facts: [] };
  return changed(before, { teamId, agentId: null }, "ticket.moved", {
    from: before.teamId,
    to: teamId,
    fromAgent: before.agentId,
  });
}

/**
 * What an act makes of a ticket. What changes nothing leaves no line in the history. Who is responsible works in the ticket's team, so
 * a ticket that moves is nobody's until somebody there takes it. What was chosen once stays though it was switched off since.
 */
export function decideTicket(before: TicketState, act: TicketAct, choices: TicketChoices): TicketOutcome {
  if (before.mergedInto !== null) return { ok: false, code: "ticket_merged" };
  if (act.type !== "status" && !takesMore(before.stage)) return { ok: false, code: "ticket_closed" };
  switch (act.type) {
    case "describe":
      return describe(before, act);
    case "status":
      return toStatus(before, act.statusId, choices);
    case "assign":
      return changed(before, { agentId: act.agentId }, "ticket.assigned", {
        from: before.agentId,
        to: act.agentId,
      });
    case "move":
      return move(before, act.teamId);
    case "priority":
      return changed(before, { priority: act.priority }, "ticket.priority_changed", {
        from: before.priority,
        to: act.priority,
      });
    case "category":
      return toCategory(before, act.categoryId, choices);
    case "kind":
      return toKind(before, act.typeId, choices);
    case "due":
      return changed(before, { dueAt: act.dueAt }, "ticket.due_changed", {
        from: before.dueAt,
        to: act.dueAt,
      });
    case "field":
      return toValue(before, act, choices);
  }
}

/** The same for a ticket that opens by a setting: what is no longer offered is left out, since nobody is there to choose again. */
export function beginBySetting(
  given: Omit<TicketState, "statusId" | "stage" | "fields" | "mergedInto">,
  choices: TicketChoices,
): Extract<TicketOutcome, { ok: true }> {
  const { categoryId, typeId } = given;
  const hasCategory = categoryId !== null && isCategoryOffered(choices.categories, categoryId);
  const hasType = typeId !== null && isKind(choices, typeId);
  const offered = { categoryId: hasCategory ? categoryId : null, typeId: hasType ? typeId : null };
  const outcome = beginTicket({ ...given, ...offered }, choices);
  if (!outcome.ok) throw new Error("an account has a status in which tickets begin");
  return outcome;
}

/** Values as they are kept, or what is wrong with them, by field. */
function valuesOf(
  given: Readonly<Record<string, FieldValue>>,
  choices: TicketChoices,
): { fields: Record<string, FieldValue>; faults: TicketFault[] } {
  const fields: Record<string, FieldValue> = {};
  const faults: TicketFault[] = [];
  for (const [id, value] of Object.entries(given)) {
    const field = choices.fields.find((one) => one.active && one.id === id);
    const checked = field ? checkFieldValue(field, value) : ({ ok: false, code: "unknown_field" } as const);
    if (!checked.ok) faults.push({ path: `fields.${id}`, code: checked.code });
    else if (checked.value !== null) fields[id] = checked.value;
  }
  return { fields, faults };
}

/**
 * A ticket that nobody has seen yet, in the first status where tickets begin. `values`: of the account's own fields, by field; what is
 * required is so before a ticket is over, not before it begins.
 */
export function beginTicket(
  given: Omit<TicketState, "statusId" | "stage" | "fields" | "mergedInto">,
  choices: TicketChoices,
  values: Readonly<Record<string, FieldValue>> = {},
): TicketOutcome {
  const { categoryId, typeId } = given;
  const status = firstStatus(choices.statuses, "open");
  if (!status) return refused("statusId", "unknown_status");
  if (categoryId !== null && !isCategoryOffered(choices.categories, categoryId))
    return refused("categoryId", "unknown_category");
  if (typeId !== null && !isKind(choices, typeId)) return refused("typeId", "unknown_type");
  const { fields, faults } = valuesOf(values, choices);
  if (faults.length > 0) return { ok: false, code: "invalid_input", faults };
  const state = { ...given, statusId: status.id, stage: status.stage, fields, mergedInto: null };
  return { ok: true, state, facts: [{ type: "ticket.opened", data: {} }] };
}

/** A ticket like this one, to be worked anew: what is no longer offered it does not take over. */
export function cloneTicket(original: TicketState, choices: TicketChoices): TicketOutcome {
  const { title, description, teamId, agentId, priority, fields } = original;
  const { categoryId: category, typeId: type } = original;
  const categoryId = category !== null && isCategoryOffered(choices.categories, category) ? category : null;
  const typeId = type !== null && isKind(choices, type) ? type : null;
  const given = { title, description, teamId, agentId, priority, categoryId, typeId, dueAt: null };
  const begun = beginTicket(given, choices);
  return begun.ok ? { ...begun, state: { ...begun.state, fields } } : begun;
}

/**
 * One ticket goes into another: it is closed for good, whatever is not filled in, and what was said and gathered in it belongs to the
 * other from then on. What was merged is not merged again, and what is closed takes nothing in.
 */
export function mergeTicket(
  from: TicketState,
  into: TicketState & { id: string },
  choices: TicketChoices,
): TicketOutcome {
  if (from.mergedInto !== null || into.mergedInto !== null) return { ok: false, code: "ticket_merged" };
  if (!takesMore(into.stage)) return { ok: false, code: "ticket_closed" };
  const closed = firstStatus(choices.statuses, "closed");
  if (!closed) return refused("statusId", "unknown_status");
  const state: TicketState = { ...from, statusId: closed.id, stage: "closed", mergedInto: into.id };
  return { ok: true, state, facts: [] };
}
