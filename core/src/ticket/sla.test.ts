import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BusinessCalendar } from "../hours/business-time.ts";
import { USUAL_HOLIDAYS } from "../hours/holidays.ts";
import { momentOf } from "../hours/wall-clock.ts";
import {
  firstAnswerAt,
  followSla,
  policyFor,
  slaLevel,
  type SlaPolicy,
  type SlaState,
  type SlaTicket,
} from "./sla.ts";

const SAO_PAULO = "America/Sao_Paulo";
const OFFICE = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];
const office: BusinessCalendar = {
  hours: { days: Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? OFFICE : [])) },
  holidays: USUAL_HOLIDAYS,
  timeZone: SAO_PAULO,
};
/** Of the week of Monday 23 November 2026. */
const at = (day: number, time: string): number => momentOf(`2026-11-${day}T${time}`, SAO_PAULO);
const policy = (changes: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: "p1",
  name: "Padrão",
  priorities: [],
  categoryIds: [],
  organisationIds: [],
  firstAnswerMinutes: 60,
  solutionMinutes: 480,
  warnPercent: 75,
  ...changes,
});
const START = at(23, "10:00");
const ticket = (changes: Partial<SlaTicket> = {}): SlaTicket => ({
  createdAt: START,
  stage: "open",
  overAt: null,
  firstAnsweredAt: null,
  ...changes,
});
const begun = followSla(null, ticket(), policy(), office, START);
const typesOf = ({ facts }: { facts: { type: string; data: Record<string, unknown> }[] }): string[] =>
  facts.map(({ type, data }) => [type, data["target"]].filter(Boolean).join(" "));

describe("which policy holds", () => {
  const policies = [
    policy({ id: "vip", organisationIds: ["acme"], priorities: [3, 4] }),
    policy({ id: "billing", categoryIds: ["billing"] }),
    policy({ id: "urgent", priorities: [4] }),
    policy({ id: "rest" }),
  ];
  it.each([
    ["vip", { priority: 4, categoryPath: ["billing", "invoice"], organisationId: "acme" }],
    ["billing", { priority: 4, categoryPath: ["billing", "invoice"], organisationId: "other" }],
    ["billing", { priority: 1, categoryPath: ["billing"], organisationId: "acme" }],
    ["urgent", { priority: 4, categoryPath: ["support"], organisationId: null }],
    ["rest", { priority: 0, categoryPath: [], organisationId: null }],
  ] as const)("%s", (id, facts) => expect(policyFor(policies, facts)?.id).toBe(id));
  it("none, when none asks so little", () =>
    expect(
      policyFor(policies.slice(0, 3), { priority: 0, categoryPath: [], organisationId: null }),
    ).toBeNull());
});

describe("the first answer", () => {
  it.each([
    ["nothing was said", [null, null], null],
    ["a message that is linked", [at(23, "11:00"), null], at(23, "11:00")],
    ["whichever came first", [at(23, "11:00"), at(23, "10:30")], at(23, "10:30")],
    ["what was said before the ticket counts from its making", [null, at(20, "10:30")], START],
  ])("%s", (_name, said, answer) => expect(firstAnswerAt(START, said)).toBe(answer));
});

describe("a ticket's promises", () => {
  it("are made in business time, and told", () => {
    expect(begun.state).toMatchObject({
      policyId: "p1",
      pauses: [],
      firstAnswer: {
        minutes: 60,
        dueAt: at(23, "11:00"),
        warnAt: at(23, "10:45"),
        warned: false,
        breached: false,
      },
      solution: { minutes: 480, dueAt: at(24, "10:00"), warnAt: at(23, "17:00") },
    });
    expect(begun.facts).toEqual([
      {
        type: "ticket.sla_set",
        data: { policyId: "p1", policy: "Padrão", firstAnswer: at(23, "11:00"), solution: at(24, "10:00") },
      },
    ]);
    expect(begun).toMatchObject({ wakeAt: at(23, "10:45"), dueAt: at(23, "11:00") });
  });

  it("are warned of and broken once each, one after the other", () => {
    const told: string[] = [];
    let outcome = begun;
    const moments: number[] = [];
    for (let wakeAt = begun.wakeAt; wakeAt !== null; wakeAt = outcome.wakeAt) {
      moments.push(wakeAt);
      outcome = followSla(outcome.state, ticket(), policy(), office, wakeAt);
      told.push(...typesOf(outcome));
      // asked again at the same moment, as after a crash, it says nothing more
      expect(followSla(outcome.state, ticket(), policy(), office, wakeAt)).toEqual({ ...outcome, facts: [] });
    }
    expect(moments).toEqual([at(23, "10:45"), at(23, "11:00") + 1, at(23, "17:00"), at(24, "10:00") + 1]);
    expect(told).toEqual([
      "ticket.sla_warned firstAnswer",
      "ticket.sla_breached firstAnswer",
      "ticket.sla_warned solution",
      "ticket.sla_breached solution",
    ]);
    expect(outcome.dueAt).toBe(at(23, "11:00"));
  });

  it("of what has passed there is no warning", () =>
    expect(typesOf(followSla(begun.state, ticket(), policy(), office, at(23, "11:30")))).toEqual([
      "ticket.sla_breached firstAnswer",
    ]));

  it("an answer in time keeps the first, exactly at the deadline too; the solution goes on", () => {
    const answered = ticket({ firstAnsweredAt: at(23, "11:00") });
    const { state, facts, dueAt } = followSla(begun.state, answered, policy(), office, at(23, "11:00"));
    expect(state.firstAnswer).toMatchObject({ doneAt: at(23, "11:00"), breached: false });
    expect([facts, dueAt]).toEqual([[], at(24, "10:00")]);
    // what was kept stays so when the company turns out to have worked less
    const shut = { ...office, hours: { days: office.hours!.days.map(() => []) } };
    expect(followSla(state, answered, policy(), shut, at(23, "12:00")).state.firstAnswer).toEqual(
      state.firstAnswer,
    );
  });

  it("an answer that is late breaks it though nobody looked in between", () => {
    const late = ticket({ firstAnsweredAt: at(23, "11:01") });
    const outcome = followSla(begun.state, late, policy(), office, at(23, "11:01"));
    expect(typesOf(outcome)).toEqual(["ticket.sla_breached firstAnswer"]);
    expect(slaLevel(outcome.state.firstAnswer!, at(23, "11:01"))).toBe("late");
  });

  it("an answer that was linked later counts when it was sent", () => {
    const broken = followSla(begun.state, ticket(), policy(), office, at(23, "11:30")).state;
    const linked = followSla(
      broken,
      ticket({ firstAnsweredAt: at(23, "10:50") }),
      policy(),
      office,
      at(23, "11:40"),
    );
    expect(linked.state.firstAnswer).toMatchObject({ breached: false, doneAt: at(23, "10:50") });
    expect(linked.facts).toEqual([]);
  });

  it("over without a word is the first answer too, and open again it goes on with the time that was left", () => {
    const over = ticket({ stage: "resolved", overAt: at(23, "10:30") });
    const resolved = followSla(begun.state, over, policy(), office, at(23, "10:30"));
    expect(resolved.state).toMatchObject({
      firstAnswer: { doneAt: at(23, "10:30"), breached: false, left: null },
      solution: { doneAt: at(23, "10:30"), breached: false },
    });
    expect(resolved).toMatchObject({ facts: [], wakeAt: null, dueAt: null });
    const again = followSla(resolved.state, ticket(), policy(), office, at(26, "10:00"));
    expect(again.state.solution).toMatchObject({
      doneAt: null,
      dueAt: at(27, "09:30"),
    });
    expect(again.state.firstAnswer?.dueAt).toBe(at(26, "10:30"));
    expect(again.facts).toEqual([]);
  });
});

describe("while the customer has the next word", () => {
  const asked = followSla(begun.state, ticket({ stage: "waiting" }), policy(), office, at(23, "10:20"));
  it("the clocks stand still, with what is left", () => {
    expect(asked).toMatchObject({ facts: [], wakeAt: null, dueAt: null });
    expect(asked.state.firstAnswer).toMatchObject({ dueAt: null, left: 40 * 60_000 });
    expect(slaLevel(asked.state.firstAnswer!, at(23, "10:20"))).toBe("paused");
    // whatever time goes by
    const later = followSla(asked.state, ticket({ stage: "waiting" }), policy(), office, at(27, "10:20"));
    expect(later.state).toEqual(asked.state);
  });
  it("and go on from there, warned or not as before", () => {
    const back = followSla(asked.state, ticket({ stage: "in_progress" }), policy(), office, at(24, "09:00"));
    expect(back.state).toMatchObject({
      pauses: [{ from: at(23, "10:20"), to: at(24, "09:00") }],
      firstAnswer: { dueAt: at(24, "09:40"), warnAt: at(24, "09:25"), left: null, warned: false },
    });
    expect(back.facts).toEqual([]);
    const warned = followSla(begun.state, ticket(), policy(), office, at(23, "10:50")).state;
    const waits = followSla(warned, ticket({ stage: "waiting" }), policy(), office, at(23, "10:55")).state;
    const resumed = followSla(waits, ticket(), policy(), office, at(24, "09:00"));
    expect([resumed.facts, resumed.state.firstAnswer?.warned]).toEqual([[], true]);
    expect(resumed.wakeAt).toBe(at(24, "09:05") + 1);
  });
  it("what is broken already stays broken, and first in the list", () => {
    const broken = followSla(begun.state, ticket(), policy(), office, at(23, "12:00")).state;
    const waits = followSla(broken, ticket({ stage: "waiting" }), policy(), office, at(23, "12:00"));
    expect(waits.dueAt).toBe(at(23, "11:00"));
    expect(slaLevel(waits.state.firstAnswer!, at(24, "12:00"))).toBe("breached");
  });
  it("there and back at one moment is no pause", () => {
    const back = followSla(asked.state, ticket(), policy(), office, at(23, "10:20"));
    expect(back.state).toEqual(begun.state);
  });
});

describe("what decides a promise may change", () => {
  it("another policy is told with its deadlines, and what it breaks at once", () => {
    const urgent = policy({ id: "p2", name: "Urgente", firstAnswerMinutes: 15 });
    const outcome = followSla(begun.state, ticket(), urgent, office, at(23, "10:30"));
    expect(typesOf(outcome)).toEqual(["ticket.sla_set", "ticket.sla_breached firstAnswer"]);
    expect(outcome.facts[0]?.data).toMatchObject({ policy: "Urgente", firstAnswer: at(23, "10:15") });
  });
  it("no policy any more", () => {
    const outcome = followSla(begun.state, ticket(), null, office, at(23, "10:30"));
    expect(outcome.state).toMatchObject({ policyId: null, firstAnswer: null, solution: null });
    expect([typesOf(outcome), outcome.wakeAt, outcome.dueAt]).toEqual([["ticket.sla_set"], null, null]);
  });
  it("without a policy pauses are kept in mind for one that comes", () => {
    const none = followSla(null, ticket(), null, office, START);
    expect(none.facts).toEqual([]);
    const waits = followSla(none.state, ticket({ stage: "waiting" }), null, office, at(23, "10:20")).state;
    const back = followSla(waits, ticket(), null, office, at(23, "11:20")).state;
    expect(followSla(back, ticket(), policy(), office, at(23, "11:30")).state.firstAnswer?.dueAt).toBe(
      at(23, "12:00"),
    );
  });
  it("a holiday that is added moves the deadline, which is told, and gives back what was broken by it", () => {
    const broken = followSla(
      begun.state,
      ticket({ firstAnsweredAt: START }),
      policy(),
      office,
      at(24, "10:30"),
    ).state;
    const free = {
      ...office,
      holidays: { national: [], own: [{ date: "2026-11-24", name: "Ponte", yearly: false }] },
    };
    const moved = followSla(broken, ticket({ firstAnsweredAt: START }), policy(), free, at(24, "11:00"));
    expect(moved.state.solution).toMatchObject({ dueAt: at(25, "10:00"), breached: false });
    expect(typesOf(moved)).toEqual(["ticket.sla_set"]);
    const again = followSla(moved.state, ticket({ firstAnsweredAt: START }), policy(), free, at(25, "10:01"));
    expect(typesOf(again)).toEqual(["ticket.sla_breached solution"]);
  });
  it("a target where nobody works has no deadline and does not wake", () => {
    const never = { ...office, hours: { days: office.hours!.days.map(() => []) } };
    const outcome = followSla(null, ticket(), policy(), never, START);
    expect(outcome).toMatchObject({
      wakeAt: null,
      dueAt: null,
      state: { solution: { dueAt: null, left: null } },
    });
    expect(slaLevel(outcome.state.solution!, at(27, "10:00"))).toBe("running");
  });
});

describe("however often it is looked at", () => {
  type Step = { after: number; stage: SlaTicket["stage"] | null };
  const steps = fc.array(
    fc.record<Step>({
      after: fc.integer({ min: 1, max: 6 * 3_600_000 }),
      // null = nothing changed, somebody only looked
      stage: fc.option(fc.constantFrom("open", "in_progress", "waiting", "resolved"), { freq: 2 }),
    }),
    { maxLength: 14 },
  );
  const play = (path: readonly Step[], answers: boolean) => {
    let outcome = begun;
    let now = START;
    let current = ticket();
    const told: string[] = [...typesOf(outcome)];
    const look = (when: number): void => {
      outcome = followSla(outcome.state, current, policy(), office, when);
      told.push(...typesOf(outcome));
    };
    for (const { after, stage } of path) {
      now += after;
      // timers fire in between, each once
      if (answers) while (outcome.wakeAt !== null && outcome.wakeAt < now) look(outcome.wakeAt);
      if (stage !== null) current = { ...current, stage, overAt: stage === "resolved" ? now : null };
      if (stage !== null || answers) look(now);
    }
    // both look once more at the end
    look(now);
    return { told, state: outcome.state as SlaState };
  };
  it("the state is the same, and no breach is told twice or kept quiet", () => {
    fc.assert(
      fc.property(steps, (path) => {
        const watched = play(path, true);
        const rarely = play(path, false);
        expect(watched.state).toEqual(rarely.state);
        for (const target of ["firstAnswer", "solution"]) {
          const breaches = ({ told }: { told: string[] }): number =>
            told.filter((type) => type === `ticket.sla_breached ${target}`).length;
          expect(breaches(watched)).toBeLessThanOrEqual(1);
          expect(breaches(rarely)).toBe(breaches(watched));
          expect(
            watched.told.filter((type) => type === `ticket.sla_warned ${target}`).length,
          ).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
