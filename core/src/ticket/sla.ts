import type { Priority } from "../conversation/types.ts";
import { businessDue, businessTime, type BusinessCalendar, type Pause } from "../hours/business-time.ts";
import type { TicketFact } from "./ticket.ts";
import { isTicketOver, type TicketStage } from "./workflow.ts";

/** What an account promises for some of its tickets. */
export type SlaPolicy = {
  id: string;
  name: string;
  /** which tickets it is for, all three at once; an empty list asks nothing. A category means those below it too. */
  priorities: readonly Priority[];
  categoryIds: readonly string[];
  organisationIds: readonly string[];
  /** targets in minutes of business time; null = none */
  firstAnswerMinutes: number | null;
  solutionMinutes: number | null;
  /** how much of a target has gone by when people are warned, in per cent; null = nobody is */
  warnPercent: number | null;
};

/** One promise about one ticket. */
export type SlaTarget = {
  minutes: number;
  /** null = it cannot be said: the clock stands still, or the company never works that much */
  dueAt: number | null;
  warnAt: number | null;
  /** business time left while the clock stands still, in milliseconds; null = it runs, or is kept or broken already */
  left: number | null;
  /** when it was done; null = not yet */
  doneAt: number | null;
  /** people were warned of this deadline */
  warned: boolean;
  /** it passed before it was done; stays when it is done late */
  breached: boolean;
};

/** What a ticket remembers of its promises. */
export type SlaState = {
  policyId: string | null;
  policyName: string | null;
  /** when the ticket's next word was the customer's, or it was over */
  pauses: Pause[];
  firstAnswer: SlaTarget | null;
  solution: SlaTarget | null;
};

export type SlaTicket = {
  createdAt: number;
  stage: TicketStage;
  /** resolved or closed since */
  overAt: number | null;
  /** see `firstAnswerAt` */
  firstAnsweredAt: number | null;
};

export type SlaOutcome = {
  state: SlaState;
  facts: TicketFact[];
  /** the next moment at which it must be looked at, null = only when something changes */
  wakeAt: number | null;
  /** the earliest deadline that is not done: what lists are ordered by */
  dueAt: number | null;
};

const MINUTE_MS = 60_000;
type TargetName = "firstAnswer" | "solution";
const TARGETS: readonly TargetName[] = ["firstAnswer", "solution"];

/** The first policy, in the account's order, whose every question a ticket answers. `categoryPath`: its category and all above it. */
export const policyFor = <T extends SlaPolicy>(
  policies: readonly T[],
  ticket: { priority: Priority; categoryPath: readonly string[]; organisationId: string | null },
): T | null =>
  policies.find(
    ({ priorities, categoryIds, organisationIds }) =>
      (priorities.length === 0 || priorities.includes(ticket.priority)) &&
      (categoryIds.length === 0 || categoryIds.some((id) => ticket.categoryPath.includes(id))) &&
      (organisationIds.length === 0 ||
        (ticket.organisationId !== null && organisationIds.includes(ticket.organisationId))),
  ) ?? null;

/**
 * When a ticket had its first answer: the first of what people of the company (not the bot, nor an automatic text) said to the customer
 * about it. That is a public comment, a message that is linked, or any in the conversation with which the ticket opened by itself; one
 * that was sent before the ticket was made counts from its making.
 */
export function firstAnswerAt(createdAt: number, said: readonly (number | null)[]): number | null {
  const moments = said.filter((at) => at !== null);
  return moments.length === 0 ? null : Math.max(createdAt, Math.min(...moments));
}

/** Does the company have the next word? While it is the customer's, or nobody's, no clock runs. */
const isCounting = (stage: TicketStage): boolean => stage === "open" || stage === "in_progress";

function pausesOf(before: readonly Pause[], stage: TicketStage, now: number): Pause[] {
  const last = before.at(-1);
  const isPaused = last !== undefined && last.to === null;
  if (isCounting(stage) !== isPaused) return [...before];
  if (!isPaused) return [...before, { from: now, to: null }];
  const earlier = before.slice(0, -1);
  return last.from < now ? [...earlier, { from: last.from, to: now }] : earlier;
}

type Running = {
  createdAt: number;
  pauses: readonly Pause[];
  calendar: BusinessCalendar;
  warnPercent: number | null;
  now: number;
};

function targetOf(
  minutes: number | null,
  doneAt: number | null,
  before: SlaTarget | null,
  { createdAt, pauses, calendar, warnPercent, now }: Running,
): SlaTarget | null {
  if (minutes === null) return null;
  // what was done is judged once: later changes of hours or holidays do not make it late
  if (before && doneAt !== null && before.doneAt === doneAt && before.minutes === minutes) return before;
  const wanted = minutes * MINUTE_MS;
  const due = (ms: number): number | null => businessDue(calendar, createdAt, ms, pauses);
  const dueAt = due(wanted);
  const warnAt = warnPercent === null ? null : due(Math.ceil((wanted * warnPercent) / 100));
  const until = doneAt ?? now;
  const isPaused = pauses.at(-1)?.to === null;
  return {
    minutes,
    dueAt,
    warnAt,
    left:
      doneAt === null && isPaused && dueAt === null
        ? wanted - businessTime(calendar, createdAt, now, pauses)
        : null,
    doneAt,
    warned: warnAt !== null && warnAt <= until,
    breached: dueAt !== null && dueAt < until,
  };
}

/** What has to be told of a promise: its warning and its breach, each once for one deadline, and no warning of what has passed. */
function news(name: TargetName, before: SlaTarget | null, after: SlaTarget | null): TicketFact[] {
  if (!after) return [];
  const data = { target: name, dueAt: after.dueAt };
  if (after.breached) return before?.breached ? [] : [{ type: "ticket.sla_breached", data }];
  return after.warned && !before?.warned && after.doneAt === null
    ? [{ type: "ticket.sla_warned", data }]
    : [];
}

/** Did the promise become another one, by more than the clock's standing still and running again? */
function isOther(before: SlaTarget | null, after: SlaTarget | null, isPauseKept: boolean): boolean {
  if (before?.minutes !== after?.minutes) return true;
  return isPauseKept && before?.doneAt === after?.doneAt && before?.dueAt !== after?.dueAt;
}

const pending = (target: SlaTarget | null): SlaTarget[] => (target && target.doneAt === null ? [target] : []);
const earliest = (moments: readonly (number | null)[]): number | null => {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/**
 * What becomes of a ticket's promises now: after its making, after any change of what decides them, and when their moment has come. It may be
 * asked at any time and any number of times; what was told is not told again. The solution is done while the ticket is over, and with it the
 * first answer, if nothing was said before. A ticket that is opened again goes on with the time it had left.
 */
export function followSla(
  before: SlaState | null,
  ticket: SlaTicket,
  policy: SlaPolicy | null,
  calendar: BusinessCalendar,
  now: number,
): SlaOutcome {
  const { createdAt, stage } = ticket;
  const overAt = isTicketOver(stage) ? (ticket.overAt ?? now) : null;
  const pauses = pausesOf(before?.pauses ?? [], stage, now);
  const running = { createdAt, pauses, calendar, warnPercent: policy?.warnPercent ?? null, now };
  const state: SlaState = {
    policyId: policy?.id ?? null,
    policyName: policy?.name ?? null,
    pauses,
    firstAnswer: targetOf(
      policy?.firstAnswerMinutes ?? null,
      ticket.firstAnsweredAt ?? overAt,
      before?.firstAnswer ?? null,
      running,
    ),
    solution: targetOf(policy?.solutionMinutes ?? null, overAt, before?.solution ?? null, running),
  };
  const isPauseKept = JSON.stringify(before?.pauses ?? []) === JSON.stringify(pauses);
  const isSetAnew =
    (before?.policyId ?? null) !== state.policyId ||
    TARGETS.some((name) => isOther(before?.[name] ?? null, state[name], isPauseKept));
  const waiting = TARGETS.flatMap((name) => pending(state[name]));
  return {
    state,
    facts: [
      ...(isSetAnew ? [setFact(state)] : []),
      ...TARGETS.flatMap((name) => news(name, before?.[name] ?? null, state[name])),
    ],
    wakeAt: isCounting(stage)
      ? earliest(
          waiting.flatMap(({ warnAt, warned, dueAt, breached }) => [
            warned ? null : warnAt,
            breached || dueAt === null ? null : dueAt + 1,
          ]),
        )
      : null,
    dueAt: earliest(waiting.map(({ dueAt }) => dueAt)),
  };
}

const setFact = ({ policyId, policyName, firstAnswer, solution }: SlaState): TicketFact => ({
  type: "ticket.sla_set",
  data: {
    policyId,
    policy: policyName,
    firstAnswer: firstAnswer?.dueAt ?? null,
    solution: solution?.dueAt ?? null,
  },
});

/** How a promise stands, as screens show it. */
export type SlaLevel = "met" | "late" | "breached" | "warned" | "paused" | "running";

export function slaLevel(
  target: Pick<SlaTarget, "doneAt" | "dueAt" | "warnAt" | "left" | "breached">,
  now: number,
): SlaLevel {
  if (target.doneAt !== null) return target.breached ? "late" : "met";
  if (target.dueAt !== null && target.dueAt < now) return "breached";
  if (target.left !== null) return "paused";
  return target.warnAt !== null && target.warnAt <= now ? "warned" : "running";
}
