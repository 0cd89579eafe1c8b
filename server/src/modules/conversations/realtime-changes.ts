import type { ConversationRow, RealtimeChange, ThreadEntry } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Db, type Tx } from "../../platform/database.ts";
import { canSee } from "./conversations.policy.ts";
import { hydrateNotes } from "./notes.queries.ts";
import {
  ticketChangesFor,
  ticketsOf,
  textsOf as text,
  type TicketNews,
  type TicketTouched,
} from "./realtime-tickets.ts";
import { hydrateRows } from "./rows.queries.ts";
import { eventsBeyond, type TailEvent } from "./tail.queries.ts";
import { historyOf, hydrateMessages } from "./thread.queries.ts";

type ConversationChange = Extract<RealtimeChange, { type: "conversation" }>;

/** One conversation that events speak of: as it is now, and who may have seen it before. */
type Touched = {
  change: ConversationChange;
  json: string;
  teams: ReadonlySet<string>;
  agents: ReadonlySet<string>;
  moves: boolean;
  /** may it have gone out of somebody's sight? */
  hides: boolean;
  /** did something about the person change? */
  ofContact: boolean;
};
/** Events of one account with everything its sockets may need, read once for all of them. */
export type AccountBatch = {
  touched: Touched[];
  refetch: { what: Refetch; administratorsOnly: boolean }[];
  /** agents for whom something about their mentions changed; nobody else hears of it */
  mentioned: ReadonlySet<string>;
  /** agents who changed quick replies of their own, on another page perhaps */
  ownReplies: ReadonlySet<string>;
  tickets: TicketTouched[];
};
type Refetch = Extract<RealtimeChange, { type: "refetch" }>["what"];

const REFETCH: Readonly<Record<string, readonly Refetch[]>> = {
  // what is published is verified against teams, their people and the settings
  team: ["teams", "agents", "me", "bot"],
  agent: ["agents", "teams", "me", "bot"],
  settings: ["settings", "me", "bot"],
  bot: ["bot"],
  trigger: ["bot"],
  channel: ["channels"],
  label: ["labels"],
  field: ["fields"],
  ticket_choice: ["ticket-choices"],
  sla: ["sla"],
  organisation: ["organisations"],
  // people no conversation tells of, or many at once
  contact_list: ["contacts"],
  view: ["views"],
  invitation: ["invitations"],
  // what is published is verified against the templates it sends
  template: ["templates", "bot"],
  quick_reply: ["quick-replies"],
  cost: ["costs"],
};

/** a personal quick reply: nobody else's business */
const OWN_REPLY = "quick_reply.own_changed";

/** These touch a message, a note or a name, never a tab's number. */
const UNCOUNTED: ReadonlySet<string> = new Set([
  "message.status",
  "message.changed",
  "message.imported",
  "contact.changed",
  "conversation.window_moved",
  "note.added",
  "note.edited",
  "note.deleted",
  "conversation.message_scheduled",
  "conversation.message_unscheduled",
]);

/** What can take a conversation away from who saw it: another team, another agent, or being open again with one. */
const HIDING: ReadonlySet<string> = new Set([
  "conversation.forwarded",
  "conversation.handed_over",
  "conversation.assigned",
  "conversation.reopened",
  "conversation.status_changed",
]);

/** Teams and agents that events name as having had the conversation, before or after. */
function placesOf(events: readonly TailEvent[]): Pick<Touched, "teams" | "agents"> {
  const teams = new Set<string>();
  const agents = new Set<string>();
  for (const { type, teamId, data } of events) {
    if (teamId !== null) teams.add(teamId);
    const ofTeams = type === "conversation.forwarded" || type === "conversation.handed_over";
    const target = ofTeams ? teams : type === "conversation.assigned" ? agents : null;
    for (const id of [...text(data["from"]), ...text(data["to"])]) target?.add(id);
    for (const id of [...text(data["fromAgent"]), ...text(data["toAgent"])]) agents.add(id);
  }
  return { teams, agents };
}

/** The message or note an event speaks of. */
const entryIds = ({ data }: TailEvent): string[] => [...text(data["messageId"]), ...text(data["noteId"])];

/** Whose mentions an event changes: those a note names, or the one who read some. */
function mentionedBy({ type, data, agentId }: TailEvent): string[] {
  if (type === "mention.read") return agentId === null ? [] : [agentId];
  return Array.isArray(data["mentions"]) ? data["mentions"].flatMap(text) : [];
}

/** `beyond`: what hid it after these events, and is in the row already. */
function touchedBy(
  row: ConversationRow,
  events: readonly TailEvent[],
  beyond: readonly TailEvent[],
  hydrated: ReadonlyMap<string, ThreadEntry>,
): Touched {
  const ids = new Set(events.flatMap(entryIds));
  const entries: ThreadEntry[] = [...ids].flatMap((id) => hydrated.get(id) ?? []);
  for (const event of events)
    if (event.seq !== null && event.conversationId !== null)
      entries.push(historyOf({ ...event, seq: event.seq, conversationId: event.conversationId }));
  const change: ConversationChange = { type: "conversation", row, entries };
  return {
    change,
    json: JSON.stringify(change),
    ...placesOf([...events, ...beyond]),
    hides: beyond.length > 0 || events.some((event) => HIDING.has(event.type)),
    ofContact: events.some((event) => event.type === "contact.changed"),
    moves: events.some((event) => !UNCOUNTED.has(event.type)),
  };
}

/** The conversations that events speak of. */
async function conversationsOf(
  tx: Tx,
  accountId: string,
  events: readonly TailEvent[],
  byConversation: ReadonlyMap<string, readonly TailEvent[]>,
): Promise<Touched[]> {
  const last = events.at(-1);
  if (byConversation.size === 0 || !last) return [];
  const messageIds = new Set(events.flatMap((event) => text(event.data["messageId"])));
  const noteIds = new Set(events.flatMap((event) => text(event.data["noteId"])));
  const rows = await hydrateRows(tx, [accountId], [...byConversation.keys()]);
  const found: ThreadEntry[] = await hydrateMessages(tx, [accountId], [...messageIds]);
  found.push(...(await hydrateNotes(tx, accountId, [...noteIds])));
  const entries = new Map(found.map((entry) => [entry.id, entry]));
  const beyond = Map.groupBy(
    // after the rows were read, so that whatever is in them is found
    await eventsBeyond(tx, last, [...byConversation.keys()], [...HIDING]),
    ({ conversationId }) => conversationId,
  );
  return [...byConversation].flatMap(([id, about]) => {
    const known = rows.get(id);
    if (!known) return [];
    const { accountId: _, ...row } = known;
    return [touchedBy(row, about, beyond.get(id) ?? [], entries)];
  });
}

/**
 * Reads what one account's events speak of, as it is now: five queries at most, whatever their number, in a transaction that row-level
 * security confines to the account. `events`: oldest first, all of them up to the last one's place.
 *
 * `news`: what is told of tickets; null = nothing, to who only asks for conversations.
 *
 * The rows may be ahead of the events. Whoever lost sight by an event still to be told hears `gone` already now, since these events are
 * kept from them: were it back in their sight by then, nobody would ever say that something was not told.
 */
export async function loadBatch(
  db: Db,
  accountId: string,
  events: readonly TailEvent[],
  news: TicketNews | null = null,
): Promise<AccountBatch> {
  const byConversation = new Map<string, TailEvent[]>();
  const refetch = new Set<Refetch>();
  for (const event of events) {
    if (event.conversationId !== null)
      byConversation.set(event.conversationId, [...(byConversation.get(event.conversationId) ?? []), event]);
    // what Meta said about a number is told in the log only; nothing on a screen shows it
    else if (event.type !== "channel.notice" && event.type !== OWN_REPLY)
      for (const what of REFETCH[event.type.split(".")[0] ?? ""] ?? []) refetch.add(what);
  }
  const isOfTickets = events.some(({ ticketId }) => ticketId !== null);
  const found =
    byConversation.size === 0 && !isOfTickets
      ? { touched: [], tickets: [] }
      : await inAccount(db, accountId, async (tx) => ({
          touched: await conversationsOf(tx, accountId, events, byConversation),
          tickets: news ? await ticketsOf(tx, accountId, events, news) : [],
        }));
  return {
    ...found,
    refetch: [...refetch].map((what) => ({ what, administratorsOnly: what === "invitations" })),
    mentioned: new Set(events.flatMap(mentionedBy)),
    ownReplies: new Set(
      events.flatMap(({ type, agentId }) => (type === OWN_REPLY && agentId !== null ? [agentId] : [])),
    ),
  };
}

/** Could this agent have seen the conversation at some moment the events speak of? */
const couldSee = (actor: Actor, touched: Touched): boolean =>
  touched.hides && (touched.agents.has(actor.agentId) || actor.teamIds.some((id) => touched.teams.has(id)));

/**
 * What one agent hears of a batch, as JSON ready to be put in a frame: only what the policy lets him see now, and `gone` for
 * what went out of his sight.
 */
export function changesFor(actor: Actor, batch: AccountBatch): { changes: string[]; countsChanged: boolean } {
  const changes: string[] = [];
  const contacts = new Set<string>();
  let countsChanged = false;
  for (const touched of batch.touched) {
    const { row } = touched.change;
    if (canSee(actor, row)) {
      changes.push(touched.json);
      if (touched.ofContact) contacts.add(row.contact.id);
    } else if (couldSee(actor, touched))
      changes.push(JSON.stringify({ type: "gone", conversationId: row.id } satisfies RealtimeChange));
    else continue;
    countsChanged ||= touched.moves;
  }
  for (const contactId of contacts)
    changes.push(JSON.stringify({ type: "contact", contactId } satisfies RealtimeChange));
  for (const { what, administratorsOnly } of batch.refetch)
    if (!administratorsOnly || actor.role === "administrator")
      changes.push(JSON.stringify({ type: "refetch", what } satisfies RealtimeChange));
  if (batch.mentioned.has(actor.agentId))
    changes.push(JSON.stringify({ type: "refetch", what: "mentions" } satisfies RealtimeChange));
  if (batch.ownReplies.has(actor.agentId))
    changes.push(JSON.stringify({ type: "refetch", what: "quick-replies" } satisfies RealtimeChange));
  changes.push(...ticketChangesFor(actor, batch.tickets));
  return { changes, countsChanged };
}
