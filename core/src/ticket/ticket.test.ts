import { describe, expect, it } from "vitest";
import {
  beginTicket,
  cloneTicket,
  decideTicket,
  mergeTicket,
  type TicketAct,
  type TicketChoices,
  type TicketField,
  type TicketState,
} from "./ticket.ts";
import { TICKET_STAGES } from "./workflow.ts";

const BEFORE: TicketState = {
  title: "Boleto não abre",
  description: "Desde ontem",
  teamId: "suporte",
  agentId: "ana",
  priority: 0,
  statusId: "open",
  stage: "open",
  categoryId: null,
  typeId: null,
  dueAt: null,
  fields: { plate: "ABC1D23" },
  mergedInto: null,
};
const field = (id: string, more: Partial<TicketField> = {}): TicketField => ({
  id,
  label: id,
  kind: "text",
  options: [],
  active: true,
  requiredOnClose: false,
  ...more,
});
const CHOICES: TicketChoices = {
  statuses: [
    ...TICKET_STAGES.map((stage) => ({ id: stage, name: stage, stage, active: true })),
    { id: "lab", name: "No laboratório", stage: "in_progress", active: true },
    { id: "old", name: "Antigo", stage: "waiting", active: false },
  ],
  categories: [
    { id: "billing", parentId: null, name: "Cobrança", active: true },
    { id: "slip", parentId: "billing", name: "Boleto", active: true },
    { id: "past", parentId: null, name: "Antiga", active: false },
    { id: "below-past", parentId: "past", name: "Abaixo", active: true },
  ],
  types: [
    { id: "question", active: true },
    { id: "gone", active: false },
  ],
  fields: [
    field("plate", { requiredOnClose: true }),
    field("hours", { kind: "number" }),
    field("off", { active: false, requiredOnClose: true }),
  ],
};
const DUE = Date.parse("2026-11-30T18:00:00Z");
const ACTS: TicketAct[] = [
  { type: "describe", title: "Boleto vencido", description: "Desde ontem" },
  { type: "assign", agentId: null },
  { type: "move", teamId: "comercial" },
  { type: "priority", priority: 4 },
  { type: "status", statusId: "lab" },
  { type: "category", categoryId: "slip" },
  { type: "kind", typeId: "question" },
  { type: "due", dueAt: DUE },
  { type: "field", fieldId: "hours", value: 3 },
];
const after = (act: TicketAct, before = BEFORE) => decideTicket(before, act, CHOICES);

describe("a ticket", () => {
  it("changes by one act at a time, with a line that says from what to what and no text", () => {
    expect(ACTS.map((act) => after(act))).toEqual([
      {
        ok: true,
        state: { ...BEFORE, title: "Boleto vencido" },
        facts: [{ type: "ticket.described", data: { parts: ["title"] } }],
      },
      {
        ok: true,
        state: { ...BEFORE, agentId: null },
        facts: [{ type: "ticket.assigned", data: { from: "ana", to: null } }],
      },
      {
        ok: true,
        state: { ...BEFORE, teamId: "comercial", agentId: null },
        facts: [{ type: "ticket.moved", data: { from: "suporte", to: "comercial", fromAgent: "ana" } }],
      },
      {
        ok: true,
        state: { ...BEFORE, priority: 4 },
        facts: [{ type: "ticket.priority_changed", data: { from: 0, to: 4 } }],
      },
      {
        ok: true,
        state: { ...BEFORE, statusId: "lab", stage: "in_progress" },
        facts: [
          {
            type: "ticket.status_changed",
            data: { from: "open", to: "lab", fromStage: "open", toStage: "in_progress" },
          },
        ],
      },
      {
        ok: true,
        state: { ...BEFORE, categoryId: "slip" },
        facts: [{ type: "ticket.category_changed", data: { from: null, to: "slip" } }],
      },
      {
        ok: true,
        state: { ...BEFORE, typeId: "question" },
        facts: [{ type: "ticket.type_changed", data: { from: null, to: "question" } }],
      },
      {
        ok: true,
        state: { ...BEFORE, dueAt: DUE },
        facts: [{ type: "ticket.due_changed", data: { from: null, to: DUE } }],
      },
      {
        ok: true,
        state: { ...BEFORE, fields: { plate: "ABC1D23", hours: 3 } },
        facts: [{ type: "ticket.field_changed", data: { fieldId: "hours", emptied: false } }],
      },
    ]);
  });

  it("that an act leaves as it is has nothing to tell, also where the choice was switched off since", () => {
    const before = {
      ...BEFORE,
      statusId: "old",
      stage: "waiting",
      categoryId: "past",
      typeId: "gone",
    } as const;
    const same: TicketAct[] = [
      { type: "describe", title: BEFORE.title, description: BEFORE.description },
      { type: "assign", agentId: "ana" },
      { type: "move", teamId: "suporte" },
      { type: "priority", priority: 0 },
      { type: "status", statusId: "old" },
      { type: "category", categoryId: "past" },
      { type: "kind", typeId: "gone" },
      { type: "due", dueAt: null },
      { type: "field", fieldId: "plate", value: " ABC1D23 " },
      { type: "field", fieldId: "hours", value: null },
    ];
    for (const act of same) expect(after(act, before)).toEqual({ ok: true, state: before, facts: [] });
  });

  it("goes from every status to every other, and when closed takes nothing but being opened again", () => {
    for (const from of TICKET_STAGES)
      for (const statusId of TICKET_STAGES)
        expect(after({ type: "status", statusId }, { ...BEFORE, statusId: from, stage: from })).toMatchObject(
          {
            ok: true,
            state: { statusId, stage: statusId },
          },
        );
    for (const act of ACTS.filter(({ type }) => type !== "status"))
      expect(after(act, { ...BEFORE, statusId: "closed", stage: "closed" })).toEqual({
        ok: false,
        code: "ticket_closed",
      });
  });

  it.each<[TicketAct, object]>([
    [
      { type: "status", statusId: "old" },
      { path: "statusId", code: "unknown_status" },
    ],
    [
      { type: "status", statusId: "nowhere" },
      { path: "statusId", code: "unknown_status" },
    ],
    [
      { type: "category", categoryId: "past" },
      { path: "categoryId", code: "unknown_category" },
    ],
    [
      { type: "category", categoryId: "below-past" },
      { path: "categoryId", code: "unknown_category" },
    ],
    [
      { type: "category", categoryId: "nowhere" },
      { path: "categoryId", code: "unknown_category" },
    ],
    [
      { type: "kind", typeId: "gone" },
      { path: "typeId", code: "unknown_type" },
    ],
    [
      { type: "kind", typeId: "nowhere" },
      { path: "typeId", code: "unknown_type" },
    ],
    [
      { type: "field", fieldId: "off", value: "x" },
      { path: "fieldId", code: "unknown_field" },
    ],
    [
      { type: "field", fieldId: "hours", value: "x" },
      { path: "value", code: "not_a_number" },
    ],
  ])("is refused what the account does not offer: %o", (act, fault) => {
    expect(after(act)).toEqual({ ok: false, code: "invalid_input", faults: [fault] });
  });

  it("is not over before its required fields are filled in, and may stay over without them", () => {
    const { state } = after({ type: "field", fieldId: "plate", value: null }) as { state: TicketState };
    expect(state.fields).toEqual({});
    for (const statusId of ["resolved", "closed"])
      expect(after({ type: "status", statusId }, state)).toEqual({
        ok: false,
        code: "ticket_incomplete",
        missing: [CHOICES.fields[0]],
      });
    expect(after({ type: "status", statusId: "waiting" }, state)).toMatchObject({ ok: true });
    const resolved = { ...state, statusId: "resolved", stage: "resolved" } as const;
    expect(after({ type: "status", statusId: "closed" }, resolved)).toMatchObject({ ok: true });
    expect(after({ type: "status", statusId: "closed" })).toMatchObject({ ok: true });
  });

  it("begins in the first active status where tickets begin, with what the account offers", () => {
    const { statusId: _, stage: __, fields: ___, mergedInto: ____, ...fields } = BEFORE;
    expect(beginTicket({ ...fields, categoryId: "slip", typeId: "question" }, CHOICES)).toEqual({
      ok: true,
      state: { ...BEFORE, categoryId: "slip", typeId: "question", fields: {} },
      facts: [{ type: "ticket.opened", data: {} }],
    });
    expect(beginTicket({ ...fields, categoryId: "past" }, CHOICES)).toMatchObject({ ok: false });
    expect(beginTicket({ ...fields, typeId: "gone" }, CHOICES)).toMatchObject({ ok: false });
    expect(beginTicket(fields, { ...CHOICES, statuses: [] })).toMatchObject({ ok: false });
  });

  it("cloned begins anew with what is still offered", () => {
    const closed: TicketState = {
      ...BEFORE,
      statusId: "closed",
      stage: "closed",
      categoryId: "past",
      typeId: "question",
      dueAt: DUE,
      mergedInto: "another",
    };
    expect(cloneTicket(closed, CHOICES)).toEqual({
      ok: true,
      state: { ...BEFORE, typeId: "question" },
      facts: [{ type: "ticket.opened", data: {} }],
    });
  });

  it("merged is closed for good, and neither what was merged nor what is closed takes part", () => {
    const into = { ...BEFORE, id: "into" };
    const bare = { ...BEFORE, fields: {} };
    const merged = { ...bare, statusId: "closed", stage: "closed", mergedInto: "into" } as const;
    expect(mergeTicket(bare, into, CHOICES)).toEqual({ ok: true, state: merged, facts: [] });
    for (const act of ACTS) expect(after(act, merged)).toEqual({ ok: false, code: "ticket_merged" });
    expect(mergeTicket(merged, into, CHOICES)).toEqual({ ok: false, code: "ticket_merged" });
    expect(mergeTicket(bare, { ...merged, id: "into" }, CHOICES)).toEqual({
      ok: false,
      code: "ticket_merged",
    });
    const closed = { ...into, stage: "closed" } as const;
    expect(mergeTicket(bare, closed, CHOICES)).toEqual({ ok: false, code: "ticket_closed" });
  });
});
