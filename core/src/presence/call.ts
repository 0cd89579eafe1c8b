/** For which conversations a person wants to be called: those they answer, also those that wait for their teams, all they see, none. */
export const CALL_RULES = ["mine", "team", "all", "none"] as const;
export type CallRule = (typeof CALL_RULES)[number];

/** What is older than this when it is heard of calls nobody: it was missed while nobody listened (milliseconds). */
export const NEWS_LASTS_MS = 60_000;

type Me = { agentId: string; teamIds: readonly string[] };
type Place = { agentId: string | null; teamId: string; owner: string };

/** Does a customer's message in this conversation call this person? What the bot answers calls only who wants all. */
export function callsFor(rule: CallRule, conversation: Place, me: Me): boolean {
  if (rule === "all") return true;
  if (rule === "none") return false;
  if (conversation.agentId !== null || rule === "mine") return conversation.agentId === me.agentId;
  return conversation.owner !== "bot" && me.teamIds.includes(conversation.teamId);
}

/**
 * What may call somebody: the customer wrote, somebody (null = the bot, a rule) gives the conversation, a colleague's note mentions people,
 * a scheduled message of the author's was not sent.
 */
export type News =
  | { kind: "message" }
  | { kind: "unsent"; author: string }
  | { kind: "given"; to: string; by: string | null }
  | { kind: "mention"; agentIds: readonly string[]; by: string | null };

/** An entry of a thread, as far as it may be news. */
export type NewsEntry =
  | { entry: "message"; author: string }
  | { entry: "history"; type: string; agentId: string | null; data: Record<string, unknown> }
  | { entry: "note" };

/**
 * What of a thread is news: customers' messages, and the lines of history by which somebody is given the conversation or a scheduled
 * message was not sent.
 */
export function newsOf(entry: NewsEntry): News | null {
  if (entry.entry === "message") return entry.author === "contact" ? { kind: "message" } : null;
  if (entry.entry !== "history") return null;
  const { type, agentId: by, data } = entry;
  if (type === "conversation.message_unsent" && typeof data["author"] === "string")
    return { kind: "unsent", author: data["author"] };
  const to =
    type === "conversation.assigned"
      ? data["to"]
      : type === "conversation.forwarded"
        ? data["toAgent"]
        : null;
  return typeof to === "string" ? { kind: "given", to, by } : null;
}

/**
 * Does this news call this person? Messages and what one is given follow the rule one chose, and a blocked contact calls nobody;
 * mentions always call whom they name, and what was not sent its author and who is responsible: somebody counted on it. Nobody is called
 * by what they did themselves.
 */
export function callsBy(
  news: News,
  rule: CallRule,
  conversation: Place & { contact: { blocked: boolean } },
  me: Me,
): boolean {
  if (news.kind === "mention") return news.by !== me.agentId && news.agentIds.includes(me.agentId);
  if (news.kind === "unsent") return [news.author, conversation.agentId].includes(me.agentId);
  if (news.kind === "given" && (news.to !== me.agentId || news.by === me.agentId)) return false;
  return !conversation.contact.blocked && callsFor(rule, conversation, me);
}

/** From one minute of the day (since local midnight) to another, the last not included; over midnight when `from` is the later one. */
export type QuietHours = { from: number; to: number };

/** Is nobody to be called at this minute of the day? Away by choice is quiet, and so are the hours one keeps free. */
export function isQuiet(
  { availability, quietHours }: { availability: "available" | "away"; quietHours: QuietHours | null },
  minutes: number,
): boolean {
  if (availability === "away") return true;
  if (quietHours === null) return false;
  const { from, to } = quietHours;
  return from <= to ? from <= minutes && minutes < to : minutes >= from || minutes < to;
}
