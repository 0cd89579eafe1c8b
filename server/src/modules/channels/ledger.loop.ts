import { silenceOf } from "@balcao/core";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { beginTrouble, endTroubles, forgetTroubles } from "./health.queries.ts";
import { numbersHeard, type HeardNumber } from "./hearing.queries.ts";
import { forgetPeople } from "./portfolio.queries.ts";
import { purgeDeliveries } from "./ledger.queries.ts";

const POLL_MS = 5 * 60_000;
const BATCH = 1_000;
/** What ailed a number stays known this long after its end: news of it that come late must find it over. */
const TROUBLES_KEPT_MS = 90 * 24 * 3_600_000;

/** Notes that a number has gone silent, or is heard from again, once each. */
async function noteSilence(deps: Deps, number: HeardNumber, now: number): Promise<void> {
  const silence = silenceOf(number, now);
  await deps.system.transaction().execute(async (tx) => {
    const { accountId, channelId } = number;
    const tell = (type: string): Promise<void> =>
      appendEvents(tx, [{ accountId, type, at: now, data: { channelId, kind: "silence", cause: "" } }]);
    if (silence === null) {
      const ended = await endTroubles(tx, number, { kind: "silence", cause: null }, now);
      if (ended.length > 0) await tell("channel.trouble_ended");
      return;
    }
    const data = { since: new Date(silence.since).toISOString(), usual: String(silence.usual) };
    const trouble = {
      kind: "silence" as const,
      cause: "",
      severity: "warning" as const,
      stops: null,
      until: null,
      data,
    };
    if (await beginTrouble(tx, number, trouble, now)) await tell("channel.trouble_began");
  });
}

/** Keeps the raw ledger: deliveries whose time is over go, and what else nobody reads any more, a number that is silent against its habit is noted. */
export function ledgerLoop(deps: Deps): Loop {
  return workLoop(deps, {
    name: "ledger",
    topic: null,
    pollMs: POLL_MS,
    full: BATCH,
    async round() {
      const now = deps.clock.now();
      const gone = await purgeDeliveries(deps.system, now, BATCH);
      await forgetPeople(deps.system, now);
      await forgetTroubles(deps.system, now - TROUBLES_KEPT_MS);
      // while much is deleted the next round follows at once; the last of them looks around
      if (gone < BATCH)
        for (const number of await numbersHeard(deps.system, null, now))
          if (!number.removed) await noteSilence(deps, number, now);
      return gone;
    },
  });
}
