import type { TicketChoices, TicketRow } from "@balcao/api";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeIt } from "../../realtime/place.ts";
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

const anyRow = (ids: readonly string[]): fc.Arbitrary<TicketRow> =>
  fc
    .record({
      id: fc.constantFrom(...ids),
      hours: fc.integer({ min: -5, max: 5 }),
      due: fc.option(fc.integer({ min: -5, max: 5 })),
      priority: fc.constantFrom(0 as const, 2 as const, 4 as const),
      status: fc.constantFrom(...choices.statuses),
      team: fc.constantFrom("t1", "t2"),
    })
    .map(({ id, hours, due, priority, status, team }) =>
      ticketRow({
        id,
        number: 1 + ids.indexOf(id),
        updatedAt: at(hours),
        dueAt: due === null ? null : at(due),
        priority,
        statusId: status.id,
        stage: status.stage,
        teamId: team,
      }),
    );
const anyFilter: fc.Arbitrary<TicketFilter> = fc
  .record(
    {
      status: fc.constantFrom("active", "all", "lab"),
      order: fc.constantFrom(
        "updated" as const,
        "created" as const,
        "priority" as const,
        "status" as const,
        "due" as const,
      ),
      direction: fc.constantFrom("asc" as const, "desc" as const),
      team: fc.constant("t1"),
      priority: fc.constant(4 as const),
      overdue: fc.constant(true as const),
    },
    { requiredKeys: ["status", "order", "direction"] },
  )
  .map((some) => some as TicketFilter);

it("what is known of a list and a change make what would be answered if it were asked again", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g"];
  // no two tickets have one number, and none changes it
  const numbers = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: ids.length });
  fc.assert(
    fc.property(
      fc.tuple(...ids.map((id) => anyRow([id]))),
      numbers,
      anyRow(ids),
      anyFilter,
      fc.integer({ min: 1, max: 8 }),
      (some, numbered, changed, asked, size) => {
        const numberOf = (row: TicketRow): number => numbered[ids.indexOf(row.id)] ?? 0;
        const rows = some.map((row) => ({ ...row, number: numberOf(row) }));
        const rules = rulesOf(asked, world);
        const all = (of: readonly TicketRow[]) => of.filter(rules.belongs).toSorted(rules.compare);
        const before = all(rows);
        const edge = before.length > size ? (before[size - 1] ?? null) : null;
        const row = { ...changed, number: numberOf(changed), version: 2 };
        const known = { rows: before.slice(0, size), nextCursor: edge && "next", edge };
        const fresh = all(rows.map((old) => (old.id === row.id ? row : old)));
        expect(placeIt(known, row, rules).rows).toEqual(
          edge ? fresh.filter((one) => rules.compare(one, edge) <= 0) : fresh,
        );
      },
    ),
  );
});
