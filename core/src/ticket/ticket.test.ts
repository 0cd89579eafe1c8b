import { describe, expect, it } from "vitest";
import { beginTicket, decideTicket, type TicketAct, type TicketChoices, type TicketState } from "./ticket.ts";
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
};
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
  ])("is refused what the account does not offer: %o", (act, fault) => {
    expect(after(act)).toEqual({ ok: false, faults: [fault] });
  });

  it("begins in the first active status where tickets begin, with what the account offers", () => {
    const { statusId: _, stage: __, ...fields } = BEFORE;
    expect(beginTicket({ ...fields, categoryId: "slip", typeId: "question" }, CHOICES)).toEqual({
      ok: true,
      state: { ...BEFORE, categoryId: "slip", typeId: "question" },
      facts: [{ type: "ticket.opened", data: {} }],
    });
    expect(beginTicket({ ...fields, categoryId: "past" }, CHOICES)).toMatchObject({ ok: false });
    expect(beginTicket({ ...fields, typeId: "gone" }, CHOICES)).toMatchObject({ ok: false });
    expect(beginTicket(fields, { ...CHOICES, statuses: [] })).toMatchObject({ ok: false });
  });
});
