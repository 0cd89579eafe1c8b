import type { ConversationRow, MessageView, RealtimeChange, ThreadEntry } from "@balcao/api";
import { callsFor, type CallRule } from "@balcao/core";

/** What is older than this when it is heard of calls nobody: it was missed while the line was down. */
const RECENT_MS = 60_000;

type Me = { agentId: string; teamIds: readonly string[] };
/** What calls: a customer's message, or a colleague (null = the bot, a rule) who gives one the conversation. */
export type Call =
  | { row: ConversationRow; message: MessageView }
  | { row: ConversationRow; givenBy: string | null };

/** Does this line of history give the conversation to this person, by somebody else's hand? */
const gives = (entry: ThreadEntry, me: Me): boolean =>
  entry.entry === "history" &&
  entry.agentId !== me.agentId &&
  ((entry.type === "conversation.assigned" && entry.data["to"] === me.agentId) ||
    (entry.type === "conversation.forwarded" && entry.data["toAgent"] === me.agentId));

function callOf(row: ConversationRow, entry: ThreadEntry, rule: CallRule, me: Me): Call | null {
  if (row.contact.blocked || !callsFor(rule, row, me)) return null;
  if (entry.entry === "message") return { row, message: entry };
  return { row, givenBy: entry.agentId };
}

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
    const news = change.entries.filter(
      (entry) => (entry.entry === "message" && entry.author === "contact") || gives(entry, me),
    );
    const last = news.findLast(({ id, at }) => !heard.has(id) && now - Date.parse(at) < RECENT_MS);
    for (const { id } of news) heard.add(id);
    const call = last && callOf(change.row, last, rule, me);
    if (call) calls.push(call);
  }
  return calls;
}
