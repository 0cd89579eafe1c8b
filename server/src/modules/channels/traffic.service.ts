import type { ChannelHealth } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { OpenChannel } from "./channel-cache.ts";
import { explainError } from "./graph.ts";
import { backlog, failuresSince } from "./traffic.queries.ts";

const DAY_MS = 24 * 3_600_000;

/** What became of a number's messages in the last day, and what waits. */
export const channelHealth = (deps: Deps, actor: Actor, channel: OpenChannel): Promise<ChannelHealth> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { waiting, behindSince } = await backlog(tx, channel);
    const failures = await failuresSince(tx, channel, deps.clock.now() - DAY_MS);
    return {
      failures: failures.map((row) => ({ ...row, explanation: explainError(row.code).explanation })),
      waiting,
      behindSince: behindSince === null ? null : new Date(behindSince).toISOString(),
    };
  });
