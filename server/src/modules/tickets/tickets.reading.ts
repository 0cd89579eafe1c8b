import type {
  ConversationTickets,
  LinkedMessage,
  Ticket,
  TicketActivity,
  TicketBoard,
  TicketBoardQuery,
  TicketCounts,
  TicketCountsQuery,
  TicketEntry,
  TicketPage,
  TicketQuery,
  TicketSent,
  TicketViewFilter,
} from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { conversationSeenBy, sightOf, viewsOf } from "../conversations/index.ts";
import { linkedMessages, loadActivity, type ActivityEntry, type Place } from "./activity.queries.ts";
import { loadChoices } from "./choices.queries.ts";
import { countOverdue, countTickets, sumOf, sumsOf } from "./counts.queries.ts";
import { filesOf, type TicketFileRow } from "./files.queries.ts";
import { ticketsOfConversation } from "./links.queries.ts";
import { listColumns, listTickets } from "./list.queries.ts";
import { followersOf, relatedTo } from "./marks.queries.ts";
import { findTickets, type Wanted } from "./search.queries.ts";
import { messageOf, shownSent } from "./sent.ts";
import { mayRemoveFile, maySee } from "./tickets.policy.ts";
import { loadTicket, type LoadedTicket } from "./tickets.queries.ts";

function shownFile(actor: Actor, ticketId: string, file: TicketFileRow): Ticket["files"][number] {
  const { id, name, mimeType, size, agentId, at } = file;
  const url = `/api/tickets/${ticketId}/files/${id}`;
  const canRemove = mayRemoveFile(actor, file);
  return { id, name, mimeType, size, agentId, at: new Date(at).toISOString(), url, canRemove };
}

/** A ticket as this agent, who may see it, is shown it. */
export async function shownTicket(tx: Tx, actor: Actor, ticket: LoadedTicket): Promise<Ticket> {
  const { seen } = await sightOf(tx, actor, [ticket.conversationId]);
  const { mergedId: _, contactId: __, ...shown } = ticket;
  return {
    ...shown,
    conversationId: seen.has(ticket.conversationId) ? ticket.conversationId : null,
    followerIds: await followersOf(tx, { accountId: actor.accountId, ticketId: ticket.id }),
    related: await relatedTo(tx, actor, ticket.id),
    files: (await filesOf(tx, actor.accountId, ticket.id)).map((file) => shownFile(actor, ticket.id, file)),
  };
}

/** A ticket this agent may see; another team's, another account's and a missing one are the same 404. */
export async function seenTicket(
  tx: Tx,
  actor: Actor,
  by: { id: string } | { number: number },
): Promise<LoadedTicket> {
  const ticket = await loadTicket(tx, actor.accountId, by);
  if (!ticket || !maySee(actor, ticket)) throw notFound();
  return ticket;
}

/** What is searched for is found first, by who may read the indexes of words. */
const findWanted = async (deps: Deps, actor: Actor, q: string | undefined): Promise<Wanted | null> =>
  q ? deps.system.transaction().execute((tx) => findTickets(tx, actor, q)) : null;

/** One page of a list. */
export async function getTickets(deps: Deps, actor: Actor, query: TicketQuery): Promise<TicketPage> {
  const wanted = await findWanted(deps, actor, query.q);
  return inAccount(deps.app, actor.accountId, async (tx) => {
    const choices = await loadChoices(tx, actor.accountId);
    return listTickets(tx, actor, query, { choices, wanted, now: deps.clock.now() });
  });
}

/** So many cards of a column come with the board. */
const FIRST_CARDS = 20;

/** The board: all columns with their first cards, as they stand at one moment. */
export async function getBoard(
  deps: Deps,
  actor: Actor,
  { q, ...filter }: TicketBoardQuery,
): Promise<TicketBoard> {
  const wanted = await findWanted(deps, actor, q);
  return inAccount(deps.app, actor.accountId, async (tx) => {
    const choices = await loadChoices(tx, actor.accountId);
    const asked = { choices, wanted, now: deps.clock.now() };
    return { columns: await listColumns(tx, actor, { ...filter, limit: FIRST_CARDS }, asked) };
  });
}

/** How many tickets there are to see in the lists that everybody has, and in each saved view. */
export const getCounts = (deps: Deps, actor: Actor, query: TicketCountsQuery): Promise<TicketCounts> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { statuses } = await loadChoices(tx, actor.accountId);
    const kinds = await countTickets(tx, actor.accountId, { folds: true });
    const views = (await viewsOf(tx, actor)).filter(({ list }) => list === "tickets");
    const count = (filter: TicketViewFilter): number | null => sumOf(actor, kinds, statuses, filter);
    return {
      active: count({}) ?? 0,
      mine: count({ agent: "me" }) ?? 0,
      unassigned: count({ agent: "none" }) ?? 0,
      statuses: sumsOf(actor, kinds, statuses, query),
      overdue: await countOverdue(tx, actor, deps.clock.now()),
      views: Object.fromEntries(views.map(({ id, filter }) => [id, count(filter as TicketViewFilter)])),
    };
  });

export const getTicket = (
  deps: Deps,
  actor: Actor,
  by: { id: string } | { number: number },
): Promise<Ticket> =>
  inAccount(deps.app, actor.accountId, async (tx) => shownTicket(tx, actor, await seenTicket(tx, actor, by)));

/** Its bytes come by the ticket, which has them whatever becomes of the conversation. */
function shownMessage({ media, ...message }: LinkedMessage, ticketId: string): LinkedMessage {
  if (!media || media.state === "failed") return { ...message, media };
  return {
    ...message,
    media: { ...media, state: "stored", url: `/api/tickets/${ticketId}/media/${media.id}` },
  };
}

type Sight = Awaited<ReturnType<typeof sightOf>>;

function shownEntry(
  found: ActivityEntry,
  sight: Sight,
  messages: ReadonlyMap<string, LinkedMessage[]>,
  sent: ReadonlyMap<string, TicketSent>,
): TicketEntry {
  const { key: _, ...entry } = found;
  const at = new Date(entry.at).toISOString();
  if (entry.entry === "comment") return { ...entry, at, sent: sent.get(entry.id) ?? null };
  if (entry.entry === "history") return { ...entry, at, sent: sent.get(messageOf(found) ?? "") ?? null };
  const { conversationId } = entry;
  if (sight.hidden.has(conversationId))
    return { ...entry, at, conversationId: null, contactName: null, messages: [] };
  return {
    ...entry,
    at,
    conversationId: sight.seen.has(conversationId) ? conversationId : null,
    messages: messages.get(entry.id) ?? [],
  };
}

const CURSOR = /^(\d{1,14})\|([0-9a-f-]{1,36})$/;
function placeOf(cursor: string | undefined): Place | null {
  const [, at, key] = CURSOR.exec(cursor ? Buffer.from(cursor, "base64url").toString() : "") ?? [];
  return at === undefined || key === undefined ? null : { at: Number(at), key };
}

/** What happened in a ticket, latest first. Of messages in conversations this agent may not see, only how many there are. */
export const getActivity = (
  deps: Deps,
  actor: Actor,
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<TicketActivity> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    await seenTicket(tx, actor, { id });
    const found = await loadActivity(tx, actor.accountId, id, placeOf(cursor), limit + 1);
    const page = found.slice(0, limit);
    const links = page.filter((entry) => entry.entry === "messages");
    const sight = await sightOf(tx, actor, [...new Set(links.map(({ conversationId }) => conversationId))]);
    const shown = links.filter(({ conversationId }) => !sight.hidden.has(conversationId));
    const linked = await linkedMessages(
      tx,
      actor.accountId,
      id,
      shown.map((entry) => entry.id),
    );
    const messages = new Map<string, LinkedMessage[]>();
    for (const { linkId, ...message } of linked)
      messages.set(linkId, [...(messages.get(linkId) ?? []), shownMessage(message, id)]);
    const sent = await shownSent(tx, actor, page);
    const last = page.at(-1);
    return {
      items: page.map((entry) => shownEntry(entry, sight, messages, sent)),
      nextCursor:
        last && found.length > limit ? Buffer.from(`${last.at}|${last.key}`).toString("base64url") : null,
    };
  });

/** Which messages of a conversation stand in which tickets; of both only what this agent may see. */
export const getConversationTickets = (
  deps: Deps,
  actor: Actor,
  conversationId: string,
): Promise<ConversationTickets> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    await conversationSeenBy(tx, actor, conversationId);
    return { items: await ticketsOfConversation(tx, actor, conversationId) };
  });
