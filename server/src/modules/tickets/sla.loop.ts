import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { keepSla } from "./sla.keep.ts";
import { holdDue } from "./sla.queries.ts";

const MOST = 200;
const POLL_MS = 500;

export type SlaLoopOptions = {
  /** tests throw here to die between what was written and its commit */
  faultPoint?: () => void;
};

/**
 * Warns of deadlines and tells that they passed. A ticket's timer is a column of its own row: the row is held, what is due is decided from
 * its state, and state, events and the next moment are one commit. Who dies in between has done nothing, and the next one does it.
 */
export function slaLoop(deps: Deps, { faultPoint }: SlaLoopOptions = {}): Loop {
  const round = async (): Promise<number> => {
    const now = deps.clock.now();
    const count = await deps.system.transaction().execute(async (tx) => {
      const due = await holdDue(tx, now, MOST);
      for (const [accountId, tickets] of Map.groupBy(due, (ticket) => ticket.accountId))
        await keepSla(
          tx,
          deps,
          accountId,
          tickets.map(({ id }) => id),
          now,
        );
      faultPoint?.();
      return due.length;
    });
    if (count > 0) {
      deps.wake.signal("events");
      deps.wake.signal("mails");
    }
    return count;
  };
  return workLoop(deps, { name: "sla", topic: null, pollMs: POLL_MS, full: MOST, round });
}
