import type { ChannelHealth } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { OpenChannel } from "./channel-cache.ts";
import { portfolioView } from "./portfolio.service.ts";
import { explainFailure } from "./graph.ts";
import { backlog, failuresSince, troublesOf } from "./traffic.queries.ts";

const DAY_MS = 24 * 3_600_000;

/** What became of a number's messages in the last day, what waits, and what Meta says ails it. */
export const channelHealth = (deps: Deps, actor: Actor, channel: OpenChannel): Promise<ChannelHealth> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { waiting, behindSince } = await backlog(tx, channel);
    const failures = await failuresSince(tx, channel, deps.clock.now() - DAY_MS);
    return {
      failures: failures.map(({ code, detail, count }) => ({
        code,
        count,
        explanation: explainFailure(code, detail).explanation,
      })),
      waiting,
      troubles: (await troublesOf(tx, channel, deps.clock.now())).map(
        ({ data, since, until, ...trouble }) => ({
          ...trouble,
          since: new Date(since).toISOString(),
          until: until === null ? null : new Date(until).toISOString(),
          words: Object.values(data).join(" · "),
        }),
      ),
      portfolio: await portfolioView(tx, channel, deps.clock.now()),
      behindSince: behindSince === null ? null : new Date(behindSince).toISOString(),
    };
  });
