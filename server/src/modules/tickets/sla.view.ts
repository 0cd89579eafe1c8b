import type { TicketSla } from "@balcao/api";
import type { SlaState, SlaTarget } from "@balcao/core";

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const shownTarget = (target: SlaTarget | null): TicketSla["firstAnswer"] =>
  target && {
    minutes: target.minutes,
    dueAt: time(target.dueAt),
    warnAt: time(target.warnAt),
    left: target.left,
    doneAt: time(target.doneAt),
    breached: target.breached,
  };

/** A ticket's promises as it shows them; null where none were made. */
export const shownSla = (state: SlaState | null, dueAt: number | null): TicketSla | null =>
  state === null || state.policyId === null || state.policyName === null
    ? null
    : {
        policy: { id: state.policyId, name: state.policyName },
        firstAnswer: shownTarget(state.firstAnswer),
        solution: shownTarget(state.solution),
        dueAt: time(dueAt),
      };
