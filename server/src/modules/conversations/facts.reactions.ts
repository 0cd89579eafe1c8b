import { onDelivery, type DeliveryNews } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { settleUnknown } from "../channels/index.ts";
import { saveTouched } from "./facts.notices.ts";
import { findSentReactions, settleReactions } from "./reactions.queries.ts";

/** What was heard of a send that is no message of the thread. */
export type ReactionNews = {
  accountId: string;
  channelId: string;
  id: string;
  news: DeliveryNews;
  code: number | null;
};

/** Settles the reactions of ours among these sends, and answers the ids of those it knew. */
export async function handleReactionNews(
  tx: Tx,
  heard: readonly ReactionNews[],
  now: number,
): Promise<ReadonlySet<string>> {
  if (heard.length === 0) return new Set();
  const found = await findSentReactions(tx, heard);
  const byId = new Map(found.map((reaction) => [reaction.sendId, reaction]));
  for (const { channelId, id, news, code } of heard) {
    const reaction = byId.get(id);
    // an id that came back from outside counts only on the number it was sent from
    if (reaction?.channelId !== channelId) continue;
    const state = onDelivery(reaction.state, news);
    byId.set(id, { ...reaction, state, errorCode: state === "failed" ? (code ?? reaction.errorCode) : null });
  }
  const changed = [...byId.values()].filter(
    (reaction) => found.find(({ sendId }) => sendId === reaction.sendId)?.state !== reaction.state,
  );
  if (changed.length > 0) {
    await settleReactions(tx, changed);
    await settleUnknown(
      tx,
      changed
        .filter(({ state }) => state !== "unknown")
        .map(({ accountId, sendId }) => ({ accountId, id: sendId })),
    );
    await saveTouched(tx, changed, now);
  }
  return new Set(byId.keys());
}
