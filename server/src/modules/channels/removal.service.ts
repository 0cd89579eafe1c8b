import type { ChannelRemoval, ChannelRename, ChannelUses, ChannelView } from "@balcao/api";
import { refusalOf, type GraphFetch, type Outcome, type SetupClient } from "@balcao/whatsapp";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { setNumberActive, type OnSettingsSaved } from "../settings/index.ts";
import { conflict, ProblemError } from "../../platform/problem.ts";
import { sealedPlace, type ChannelCache, type OpenChannel } from "./channel-cache.ts";
import { viewChannel, type Reader } from "./check-view.ts";
import { sayFinding } from "./check-words.ts";
import { accessOf, clientOf } from "./probe.ts";
import { countWaiting, markRemoved, saveName } from "./removal.queries.ts";

type Number = Pick<OpenChannel, "accountId" | "id" | "wabaId">;

/** Declared here, filled by web.ts: what modules above do by a number, and how they stop. */
export type NumberDesk = {
  /** `isLast`: no other number of the account shares its business account, so nobody else sends its templates */
  uses(tx: Tx, number: Number, isLast: boolean): Promise<Omit<ChannelUses, "waiting" | "sharesAccount">>;
  /** In the transaction that disconnects it: what waits for its moment there does not go any more. */
  stop(tx: Tx, actor: Actor, number: Number, now: number): Promise<void>;
  /** In the transaction that connects it again: what it left undone and can still be done. */
  resume(tx: Tx, number: Pick<Number, "accountId" | "id">, now: number): Promise<void>;
};
export type RemovalOptions = {
  channels: ChannelCache;
  fetch: GraphFetch;
  desk: NumberDesk;
  onChanged: OnSettingsSaved;
};

/** Gives a number the name that the desk shows. */
export async function rename(
  deps: Deps,
  options: Pick<RemovalOptions, "channels">,
  actor: Actor,
  channel: OpenChannel,
  { name, version }: ChannelRename,
  reader: Reader,
): Promise<ChannelView> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    if (!(await saveName(tx, channel, name, version))) throw conflict("version_conflict");
    await appendEvents(tx, [
      {
        accountId,
        type: "channel.renamed",
        agentId,
        at: deps.clock.now(),
        data: { channelId: channel.id, from: channel.name, to: name },
      },
    ]);
  });
  options.channels.clear();
  deps.wake.signal("events");
  return viewChannel(deps, actor, { ...channel, name }, reader);
}

/** Is another connected number of the same business account? */
async function sharesAccount(
  channels: ChannelCache,
  { accountId, id, wabaId }: OpenChannel,
): Promise<boolean> {
  const all = [...(await channels.siblings(accountId)).values()];
  return all.some((one) => one.id !== id && !one.removed && one.wabaId === wabaId);
}

/** What stops when the number is disconnected. */
export async function usesOfNumber(
  deps: Deps,
  { channels, desk }: RemovalOptions,
  actor: Actor,
  channel: OpenChannel,
): Promise<ChannelUses> {
  const isShared = await sharesAccount(channels, channel);
  return inAccount(deps.app, actor.accountId, async (tx) => ({
    ...(await desk.uses(tx, channel, !isShared)),
    sharesAccount: isShared,
    waiting: await countWaiting(tx, channel),
  }));
}

/** What Meta is asked to undo, in order; the first refusal is thrown in the reader's language, and nothing is disconnected here. */
async function undoAtMeta(
  client: SetupClient,
  channel: OpenChannel,
  { unsubscribe, deregister }: Pick<ChannelRemoval, "unsubscribe" | "deregister">,
  { locale, timeZone }: Reader,
): Promise<void> {
  const acts: (() => Promise<Outcome>)[] = [
    ...(deregister ? [() => client.deregister(channel.phoneNumberId)] : []),
    ...(unsubscribe ? [() => client.unsubscribe(channel.wabaId)] : []),
  ];
  for (const act of acts) {
    const outcome = await act();
    const refusal = refusalOf(outcome);
    if (refusal === null) continue;
    const said = outcome.kind === "refused" ? (outcome.error.details ?? outcome.error.message ?? "") : "";
    const { finding, repair, code } = refusal;
    throw new ProblemError(422, "channel_meta_refused", {
      data: sayFinding({ finding, repair, data: { said, code: code ?? "" } }, locale, timeZone),
    });
  }
}

/**
 * Disconnects a number: nothing goes out by it any more, what waited ends with that reason, its conversations stay to be read. It can be
 * connected again later. Throws a problem 422 with Meta's reason when Meta is to be told and refuses.
 */
export async function removeNumber(
  deps: Deps,
  { channels, fetch, desk, onChanged }: RemovalOptions,
  actor: Actor,
  channel: OpenChannel,
  wanted: ChannelRemoval,
  reader: Reader,
): Promise<void> {
  const { accountId, agentId } = actor;
  if (wanted.unsubscribe && (await sharesAccount(channels, channel)))
    throw conflict("channel_account_shared");
  await undoAtMeta(clientOf(fetch, accessOf(channel)), channel, wanted, reader);
  const { unsubscribe, deregister, version } = wanted;
  await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    const noToken = deps.sealer.seal("", sealedPlace(channel.id, "access_token"));
    if (!(await markRemoved(tx, channel, { noToken, version, now }))) throw conflict("version_conflict");
    await setNumberActive(tx, channel, false);
    await desk.stop(tx, actor, channel, now);
    await onChanged(tx, accountId, now);
    await appendEvents(tx, [
      {
        accountId,
        type: "channel.removed",
        agentId,
        at: now,
        data: { channelId: channel.id, unsubscribe, deregister },
      },
    ]);
  });
  channels.clear();
  deps.wake.signal("events");
  deps.wake.signal("outbox");
}
