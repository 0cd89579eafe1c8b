import { describe, expect, it } from "vitest";
import { answeredTicket, reachesOf, resumeTicket, type Reach } from "./telling.ts";
import type { TicketChoices, TicketState } from "./ticket.ts";
import { TICKET_STAGES, type TicketStage } from "./workflow.ts";

const reach = (id: string, more: Partial<Reach> = {}): Reach => ({
  id,
  status: "open",
  isOwn: false,
  isLinked: false,
  lastMessageAt: 0,
  ...more,
});

describe("where a public comment can go", () => {
  it("own, linked, the requester's, of each kind the latest first", () => {
    const order = reachesOf([
      reach("others", { lastMessageAt: 9 }),
      reach("later", { lastMessageAt: 10 }),
      reach("linked", { isLinked: true, lastMessageAt: 3 }),
      reach("linked later", { isLinked: true, lastMessageAt: 4 }),
      reach("own", { isOwn: true, isLinked: true, status: "resolved" }),
    ]);
    expect(order.map(({ id }) => id)).toEqual(["own", "linked later", "linked", "later", "others"]);
  });
  it("nowhere in what is over", () => {
    const order = reachesOf([reach("own", { isOwn: true, status: "closed" }), reach("other")]);
    expect(order.map(({ id }) => id)).toEqual(["other"]);
    expect(reachesOf([reach("own", { isOwn: true, status: "closed" })])).toEqual([]);
  });
});

describe("which ticket a message answers", () => {
  const AT = Date.parse("2026-11-26T12:00:00Z");
  const quoted = (stage: TicketStage) => ({ id: "quoted", stage });
  const one = { id: "one", spokeAt: AT - 60_000 };
  it.each([
    [
      "the quoted one, though another waits",
      quoted("in_progress"),
      [one],
      { ticketId: "quoted", rule: "quoted" },
    ],
    ["a quoted one that is resolved", quoted("resolved"), [], { ticketId: "quoted", rule: "quoted" }],
    ["no closed one, but the one that waits", quoted("closed"), [one], { ticketId: "one", rule: "waiting" }],
    ["the only one that waits", null, [one], { ticketId: "one", rule: "waiting" }],
    ["none when nobody waits", null, [], null],
    ["none of two that wait", null, [one, { id: "two", spokeAt: null }], null],
    ["none that never spoke there", null, [{ id: "one", spokeAt: null }], null],
    ["none that spoke later", null, [{ id: "one", spokeAt: AT + 1000 }], null],
    [
      "one that spoke in the same second",
      null,
      [{ id: "one", spokeAt: AT + 999 }],
      { ticketId: "one", rule: "waiting" },
    ],
  ] as const)("%s", (_name, quotes, awaiting, expected) => {
    expect(answeredTicket({ at: AT, quoted: quotes }, awaiting)).toEqual(expected);
  });
});

describe("a ticket whose customer answered", () => {
  const state = (stage: TicketStage): TicketState => ({
    title: "Boleto",
    description: "",
    teamId: "suporte",
    agentId: null,
    priority: 0,
    statusId: stage,
    stage,
    categoryId: null,
    typeId: null,
    dueAt: null,
    fields: {},
    mergedInto: null,
  });
  const choices = (without?: TicketStage): TicketChoices => ({
    statuses: TICKET_STAGES.map((stage) => ({ id: stage, name: stage, stage, active: stage !== without })),
    categories: [],
    types: [],
    fields: [],
  });
  it("is in progress again when it waited, and tells why", () => {
    expect(resumeTicket(state("waiting"), choices(), true)).toEqual({
      state: state("in_progress"),
      facts: [
        {
          type: "ticket.status_changed",
          data: {
            from: "waiting",
            to: "in_progress",
            fromStage: "waiting",
            toStage: "in_progress",
            because: "customer_answered",
          },
        },
      ],
    });
  });
  it.each([
    ["switched off", state("waiting"), choices(), false],
    ["it did not wait", state("resolved"), choices(), true],
    ["there is no such status", state("waiting"), choices("in_progress"), true],
  ])("stays where it is: %s", (_name, before, offered, resumes) => {
    expect(resumeTicket(before, offered, resumes)).toEqual({ state: before, facts: [] });
  });
});
