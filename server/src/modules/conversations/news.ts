import type { ConversationRow } from "@balcao/api";
import { newsOf, type News } from "@balcao/core";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { callingEvents } from "./news.queries.ts";
import { loadBatch } from "./realtime-changes.ts";
import { hydrateRows } from "./rows.queries.ts";
import type { Cursor } from "./tail.queries.ts";
import { hydrateMessages } from "./thread.queries.ts";

/** So many events at once. */
export const MOST_EVENTS = 1000;

/** Something that may call somebody, with the conversation as it is now. `messageId`: what the customer wrote. */
export type ConversationNews = {
  accountId: string;
  row: ConversationRow;
  at: number;
  news: News;
  messageId: string | null;
};

/** What is new in these accounts since a place of the log, as it would call somebody; and the place up to where it was read. */
export async function newsSince(
  deps: Deps,
  accountIds: readonly string[],
  from: Cursor | null,
): Promise<{ news: ConversationNews[]; to: Cursor; read: number }> {
  const { events, to } = await callingEvents(deps.system, accountIds, from, MOST_EVENTS);
  const found: ConversationNews[] = [];
  for (const [accountId, own] of Map.groupBy(events, (event) => event.accountId)) {
    const rows = new Map<string, ConversationRow>();
    for (const { change } of (await loadBatch(deps.app, accountId, own)).touched) {
      const { row, entries } = change;
      rows.set(row.id, row);
      for (const entry of entries) {
        const news = newsOf(entry);
        const messageId = entry.entry === "message" ? entry.id : null;
        if (news) found.push({ accountId, row, at: Date.parse(entry.at), news, messageId });
      }
    }
    for (const { conversationId, agentId: by, at, data } of own) {
      const row = rows.get(conversationId ?? "");
      const names = Array.isArray(data["mentions"]) ? data["mentions"] : [];
      const agentIds = names.filter((id): id is string => typeof id === "string");
      if (row && agentIds.length > 0)
        found.push({ accountId, row, at, news: { kind: "mention", agentIds, by }, messageId: null });
    }
  }
  return { news: found, to, read: events.length };
}

/** Conversations of one account as they are now, and what these messages say. */
export const newsNow = (
  deps: Deps,
  accountId: string,
  conversationIds: readonly string[],
  messageIds: readonly string[],
): Promise<{ rows: ReadonlyMap<string, ConversationRow>; texts: ReadonlyMap<string, string | null> }> =>
  inAccount(deps.app, accountId, async (tx) => ({
    rows: await hydrateRows(tx, [accountId], conversationIds),
    texts: new Map((await hydrateMessages(tx, [accountId], messageIds)).map(({ id, text }) => [id, text])),
  }));
