import { describe, expect, it } from "vitest";
import { decideTicket, isTicketOver, TICKET_STATUSES, type TicketAct, type TicketState } from "./ticket.ts";

const BEFORE: TicketState = {
  title: "Boleto não abre",
  description: "Desde ontem",
  teamId: "suporte",
  agentId: "ana",
  priority: 0,
  status: "open",
};
const ACTS: TicketAct[] = [
  { type: "describe", title: "Boleto vencido", description: "Desde ontem" },
  { type: "assign", agentId: null },
  { type: "move", teamId: "comercial" },
  { type: "priority", priority: 4 },
  { type: "status", status: "in_progress" },
];
const after = (act: TicketAct, before = BEFORE) => decideTicket(before, act);

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
        state: { ...BEFORE, status: "in_progress" },
        facts: [{ type: "ticket.status_changed", data: { from: "open", to: "in_progress" } }],
      },
    ]);
  });

  it("that an act leaves as it is has nothing to tell", () => {
    const same: TicketAct[] = [
      { type: "describe", title: BEFORE.title, description: BEFORE.description },
      { type: "assign", agentId: "ana" },
      { type: "move", teamId: "suporte" },
      { type: "priority", priority: 0 },
      { type: "status", status: "open" },
    ];
    for (const act of same) expect(after(act)).toEqual({ ok: true, state: BEFORE, facts: [] });
  });

  it("goes from every step to every other, and when closed takes nothing but being opened again", () => {
    for (const from of TICKET_STATUSES)
      for (const status of TICKET_STATUSES)
        expect(after({ type: "status", status }, { ...BEFORE, status: from })).toMatchObject({
          ok: true,
          state: { status },
        });
    for (const act of ACTS.filter(({ type }) => type !== "status"))
      expect(after(act, { ...BEFORE, status: "closed" })).toEqual({ ok: false, code: "ticket_closed" });
    expect(TICKET_STATUSES.filter(isTicketOver)).toEqual(["resolved", "closed"]);
  });
});
