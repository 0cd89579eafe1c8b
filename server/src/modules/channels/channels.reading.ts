import type { Channel, ChannelList } from "@balcao/api";
import { worstOf } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { numberStarts } from "../settings/index.ts";
import { listChannels, type ListedChannel } from "./channels.queries.ts";

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** By what was found and by what Meta said of it: a number of which everybody is told that it does not work is not well. */
function stateOf({ checks, ailing }: ListedChannel): Channel["state"] {
  const found = checks.length === 0 ? null : worstOf(checks);
  if (ailing === null || found === "fail") return found;
  return ailing === "grave" ? "fail" : "warn";
}

/** A number as answers tell it. */
export const channelView = (row: ListedChannel, starts: ReadonlyMap<string, string>): Channel => {
  const { pausedCode, pausedAt, lastWebhookAt, checks: _checks, ailing: _ailing, ...shown } = row;
  return {
    ...shown,
    firstTeamId: starts.get(shown.id) ?? null,
    state: stateOf(row),
    paused:
      pausedCode === null || pausedAt === null
        ? null
        : { code: pausedCode, since: new Date(pausedAt).toISOString() },
    lastWebhookAt: timeOf(lastWebhookAt),
  };
};

/** The account's numbers, the oldest first. */
export const getChannels = (deps: Deps, actor: Actor): Promise<ChannelList> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const starts = await numberStarts(tx, actor.accountId);
    const rows = await listChannels(tx, actor.accountId, deps.clock.now());
    return { items: rows.map((row) => channelView(row, starts)) };
  });
