import type { TicketChoices, TicketRow } from "@balcao/api";
import { describe, expect, it } from "vitest";
import { filterOf, isLate, rulesOf, type TicketFilter, type World } from "./filter.ts";
import { ticketRow } from "./testing.ts";

const NOW = Date.parse("2026-11-26T12:00:00Z");
const at = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
const choices = {
  statuses: [
    { id: "new", stage: "open" },
    { id: "lab", stage: "in_progress" },
    { id: "done", stage: "resolved" },
  ],
  categories: [
    { id: "whole", parentId: null },
    { id: "part", parentId: "whole" },
  ],
  types: [],
} as unknown as TicketChoices;
const world: World = { choices, now: NOW };
const filter = (more: Partial<TicketFilter> = {}): TicketFilter => ({
  status: "active",
  order: "updated",
  direction: "desc",
  ...more,
});
const ROWS: TicketRow[] = [
  ticketRow({
    id: "a",
    number: 1,
    priority: 4,
    statusId: "lab",
    stage: "in_progress",
    updatedAt: at(-3),
    dueAt: at(2),
  }),
  ticketRow({
    id: "b",
    number: 2,
    priority: 0,
    updatedAt: at(-1),
    agentId: "ana",
    categoryId: "part",
    dueAt: at(-2),
  }),
  ticketRow({ id: "c", number: 3, priority: 4, updatedAt: at(-2), teamId: "t2", labelIds: ["vip"] }),
  ticketRow({
    id: "d",
    number: 4,
    statusId: "done",
    stage: "resolved",
    updatedAt: at(-4),
    dueAt: at(-9),
    typeId: "q",
  }),
];
const listed = (more: Partial<TicketFilter>): string => {
  const { belongs, compare } = rulesOf(filter(more), world);
  return ROWS.filter(belongs)
    .toSorted(compare)
    .map(({ id }) => id)
    .join("");
};

describe("a list of tickets", () => {
  it.each<[Partial<TicketFilter>, string]>([
    [{}, "bca"],
    [{ status: "all" }, "bcad"],
    [{ status: "resolved" }, "d"],
    [{ status: "lab" }, "a"],
    [{ direction: "asc" }, "acb"],
    [{ order: "created", direction: "asc", status: "all" }, "abcd"],
    [{ order: "priority" }, "cab"],
    [{ order: "priority", direction: "asc" }, "bac"],
    [{ order: "status", direction: "asc", status: "all" }, "bcad"],
    [{ order: "status", direction: "desc", status: "all" }, "dabc"],
    [{ order: "due", direction: "asc" }, "bac"],
    [{ order: "due", direction: "desc" }, "cab"],
    [{ team: "t2" }, "c"],
    [{ agent: "ana" }, "b"],
    [{ agent: "none" }, "ca"],
    [{ priority: 0, status: "all" }, "bd"],
    [{ category: "whole" }, "b"],
    [{ type: "q", status: "all" }, "d"],
    [{ label: "vip" }, "c"],
    [{ overdue: true, status: "all" }, "b"],
  ])("%j", (more, ids) => expect(listed(more)).toBe(ids));

  it("is late by what was promised too, until it is over", () => {
    const sla = { policy: { id: "p", name: "Padrão" }, firstAnswer: null, solution: null, dueAt: at(-1) };
    expect(isLate(ticketRow({ sla }), NOW)).toBe(true);
    expect(isLate(ticketRow({ sla: { ...sla, dueAt: at(1) } }), NOW)).toBe(false);
    expect(isLate(ticketRow({ sla, stage: "closed" }), NOW)).toBe(false);
  });

  it("is read from the address, in the direction in which its order begins", () => {
    expect(filterOf({}, "ana")).toEqual(filter());
    expect(filterOf({ agent: "me", sort: "due", progress: "all", overdue: true }, "ana")).toEqual(
      filter({ agent: "ana", order: "due", direction: "asc", status: "all", overdue: true }),
    );
  });
});
