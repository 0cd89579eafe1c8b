import type { Channel, ChannelList } from "@balcao/api";
import { worstOf } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { numberStarts } from "../settings/index.ts";
import { listChannels, type ListedChannel } from "./channels.queries.ts";

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A number as answers tell it. */
export const channelView = (
  { pausedCode, pausedAt, lastWebhookAt, checks, ...shown }: ListedChannel,
  starts: ReadonlyMap<string, string>,
): Channel => ({
  ...shown,
  firstTeamId: starts.get(shown.id) ?? null,
  state: checks.length === 0 ? null : worstOf(checks),
  paused:
    pausedCode === null || pausedAt === null
      ? null
      : { code: pausedCode, since: new Date(pausedAt).toISOString() },
  lastWebhookAt: timeOf(lastWebhookAt),
});

/** The account's numbers, the oldest first. */
export const getChannels = (deps: Deps, actor: Actor): Promise<ChannelList> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const starts = await numberStarts(tx, actor.accountId);
    const rows = await listChannels(tx, actor.accountId);
    return { items: rows.map((row) => channelView(row, starts)) };
  });
