import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { checkUp, type CheckupOptions } from "./checkup.ts";
import { takeDueChecks } from "./checks.queries.ts";

const POLL_MS = 30_000;
const AT_ONCE = 4;
/** longer than a look may last, so that two nodes never look at the same number */
const HELD_MS = 120_000;

/** Looks at each number again and again, so that what ails it is known before a customer tells, and that a repair is seen by itself. */
export function checkLoop(deps: Deps, options: CheckupOptions): Loop {
  const one = async (id: string): Promise<void> => {
    try {
      const channel = await options.channels.byId(id);
      if (channel && !channel.removed) await checkUp(deps, options, channel, false);
    } catch (error) {
      deps.log.error("channels.check_failed", { channelId: id, ...errorData(error) });
    }
  };
  const round = async (): Promise<number> => {
    const due = await takeDueChecks(deps.system, deps.clock.now(), HELD_MS, AT_ONCE);
    await Promise.all(due.map(one));
    return due.length;
  };
  return workLoop(deps, { name: "checks", topic: null, pollMs: POLL_MS, full: AT_ONCE, round });
}
