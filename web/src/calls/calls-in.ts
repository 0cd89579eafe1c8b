import type { ConversationRow, HistoryView, MessageView, RealtimeChange } from "@balcao/api";
import { callsBy, NEWS_LASTS_MS, newsOf, type CallRule } from "@balcao/core";

type Me = { agentId: string; teamIds: readonly string[] };
/** What calls: a customer's message, or a colleague (null = the bot, a rule) who gives one the conversation. */
export type Call =
  | { row: ConversationRow; message: MessageView }
  | { row: ConversationRow; givenBy: string | null }
  /** a scheduled message of theirs, or in what they are responsible for, was not sent */
  | { row: ConversationRow; unsent: HistoryView };

/**
 * Pure: which of these changes call this person, once for each conversation. The same message is heard of again when its status or a
 * reaction changes; `heard` holds the ids that came before and takes the new ones.
 */
export function callsIn(
  changes: readonly RealtimeChange[],
  rule: CallRule,
  me: Me,
  heard: Set<string>,
  now: number,
): Call[] {
  const calls: Call[] = [];
  for (const change of changes) {
    if (change.type !== "conversation") continue;
    const { row, entries } = change;
    const news = entries.flatMap((entry) => {
      const what = newsOf(entry);
      return what ? [{ entry, what }] : [];
    });
    const last = news.findLast(
      ({ entry: { id, at }, what }) =>
        !heard.has(id) && now - Date.parse(at) < NEWS_LASTS_MS && callsBy(what, rule, row, me),
    );
    for (const { entry } of news) heard.add(entry.id);
    if (last?.entry.entry === "message") calls.push({ row, message: last.entry });
    else if (last?.what.kind === "unsent" && last.entry.entry === "history")
      calls.push({ row, unsent: last.entry });
    else if (last?.what.kind === "given") calls.push({ row, givenBy: last.what.by });
  }
  return calls;
}
