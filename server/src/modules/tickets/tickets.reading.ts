import type {
  ConversationTickets,
  LinkedMessage,
  Ticket,
  TicketActivity,
  TicketEntry,
  TicketPage,
  TicketQuery,
} from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { conversationSeenBy, sightOf } from "../conversations/index.ts";
import { linkedMessages, loadActivity, type ActivityEntry, type Place } from "./activity.queries.ts";
import { ticketsOfConversation } from "./links.queries.ts";
import { maySee } from "./tickets.policy.ts";
import { listTickets, loadTicket, type LoadedTicket } from "./tickets.queries.ts";

/** A ticket as this agent, who may see it, is shown it. */
export async function shownTicket(tx: Tx, actor: Actor, ticket: LoadedTicket): Promise<Ticket> {
  const { seen } = await sightOf(tx, actor, [ticket.conversationId]);
  return { ...ticket, conversationId: seen.has(ticket.conversationId) ? ticket.conversationId : null };
}

/** A ticket this agent may see; another team's, another account's and a missing one are the same 404. */
async function seenTicket(
  tx: Tx,
  actor: Actor,
  by: { id: string } | { number: number },
): Promise<LoadedTicket> {
  const ticket = await loadTicket(tx, actor.accountId, by);
  if (!ticket || !maySee(actor, ticket)) throw notFound();
  return ticket;
}

export const getTickets = (deps: Deps, actor: Actor, query: TicketQuery): Promise<TicketPage> =>
  inAccount(deps.app, actor.accountId, (tx) => listTickets(tx, actor, query));

export const getTicket = (
  deps: Deps,
  actor: Actor,
  by: { id: string } | { number: number },
): Promise<Ticket> =>
  inAccount(deps.app, actor.accountId, async (tx) => shownTicket(tx, actor, await seenTicket(tx, actor, by)));

/** Its bytes are where the message has them, for who may see the conversation. */
function shownMessage({ media, ...message }: LinkedMessage): LinkedMessage {
  if (!media || media.state === "failed") return { ...message, media };
  return { ...message, media: { ...media, state: "stored", url: `/api/media/${media.id}` } };
}

type Sight = Awaited<ReturnType<typeof sightOf>>;

function shownEntry(
  found: ActivityEntry,
  sight: Sight,
  messages: ReadonlyMap<string, LinkedMessage[]>,
): TicketEntry {
  const { key: _, ...entry } = found;
  const at = new Date(entry.at).toISOString();
  if (entry.entry !== "messages") return { ...entry, at };
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

const CURSOR = /^(-?\d{1,15})\|([0-9a-f-]{1,36})$/;
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
      messages.set(linkId, [...(messages.get(linkId) ?? []), shownMessage(message)]);
    const last = page.at(-1);
    return {
      items: page.map((entry) => shownEntry(entry, sight, messages)),
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
