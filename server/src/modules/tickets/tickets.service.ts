import type { TicketActs, TicketCreate, TicketResult } from "@balcao/api";
import {
  beginTicket,
  decideTicket,
  takesMore,
  type TicketAct,
  type TicketFact,
  type TicketOutcome,
  type TicketState,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listAgents, listTeams } from "../agents/index.ts";
import { conversationSeenBy } from "../conversations/index.ts";
import { insertComment } from "./activity.queries.ts";
import { loadChoices } from "./choices.queries.ts";
import { tell } from "./history.ts";
import { link, unlink } from "./links.ts";
import { keepSla } from "./sla.keep.ts";
import { maySee } from "./tickets.policy.ts";
import { shownTicket } from "./tickets.reading.ts";
import {
  insertTicket,
  loadTicket,
  nextNumber,
  saveTicket,
  stateOf,
  usedKey,
  useKey,
  type LoadedTicket,
} from "./tickets.queries.ts";

/** Any team that works, of either kind: Chamados are what the other kind is for. */
async function checkTeam(tx: Tx, accountId: string, teamId: string): Promise<void> {
  const team = (await listTeams(tx, accountId)).find(({ id }) => id === teamId);
  if (!team) throw invalid([{ path: "teamId", code: "unknown_team" }]);
  if (!team.active) throw invalid([{ path: "teamId", code: "team_unavailable" }]);
}

/** Only who works in the team, or oversees, can be made responsible. */
async function checkAgent(tx: Tx, accountId: string, agentId: string | null, teamId: string): Promise<void> {
  if (agentId === null) return;
  const agent = (await listAgents(tx, accountId)).find(({ id }) => id === agentId);
  if (!agent?.active || (agent.role === "agent" && !agent.teamIds.includes(teamId)))
    throw invalid([{ path: "agentId", code: "unknown_agent" }]);
}

async function result(tx: Tx, actor: Actor, id: string): Promise<TicketResult & { version: number }> {
  const ticket = await loadTicket(tx, actor.accountId, { id });
  if (!ticket) throw notFound();
  const { number, version } = ticket;
  return { id, number, version, ticket: maySee(actor, ticket) ? await shownTicket(tx, actor, ticket) : null };
}

/** A transaction with a key that is used once; two at the same moment: the second is told what the first did. */
async function once(
  deps: Deps,
  actor: Actor,
  key: string,
  work: (tx: Tx, now: number) => Promise<string>,
  isTarget: (ticketId: string) => boolean,
): Promise<TicketResult> {
  const attempt = (): Promise<TicketResult> =>
    inAccount(deps.app, actor.accountId, async (tx) => {
      const before = await usedKey(tx, actor, key);
      if (before) {
        if (!isTarget(before.ticketId)) throw conflict("key_used");
        return result(tx, actor, before.ticketId);
      }
      const now = deps.clock.now();
      const id = await work(tx, now);
      const { version, ...done } = await result(tx, actor, id);
      await useKey(tx, actor, key, { ticketId: id, version }, now);
      return done;
    });
  const done = await attempt().catch((error: unknown) => {
    if (sqlState(error) === UNIQUE_VIOLATION) return attempt();
    throw error;
  });
  deps.wake.signal("events");
  return done;
}

/** What core decided; a refusal is one of this request. */
function taken(outcome: TicketOutcome): { state: TicketState; facts: readonly TicketFact[] } {
  if (outcome.ok) return outcome;
  throw "faults" in outcome ? invalid(outcome.faults) : conflict(outcome.code);
}

const momentOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** Criar novo chamado: the conversation's contact is the requester; `messageIds` of it are linked at once. */
export const createTicket = (deps: Deps, actor: Actor, wanted: TicketCreate): Promise<TicketResult> =>
  once(
    deps,
    actor,
    wanted.key,
    async (tx, now) => {
      const { key: _, conversationId, messageIds, dueAt, ...fields } = wanted;
      const conversation = await conversationSeenBy(tx, actor, conversationId);
      await checkTeam(tx, actor.accountId, fields.teamId);
      await checkAgent(tx, actor.accountId, fields.agentId, fields.teamId);
      const id = uuidv7();
      const number = await nextNumber(tx, actor.accountId);
      const choices = await loadChoices(tx, actor.accountId);
      const { state, facts } = taken(beginTicket({ ...fields, dueAt: momentOf(dueAt) }, choices));
      const contactId = conversation.contact.id;
      await insertTicket(tx, actor, { ...state, id, number, contactId, conversationId }, now);
      if (messageIds.length > 0) await link(tx, actor, id, conversation, messageIds, now);
      const placed = { id, ...state };
      await tell(tx, actor, { before: placed, after: placed }, facts, now);
      await keepSla(tx, actor.accountId, [id], now);
      return id;
    },
    () => true,
  );

/** What a command makes of a ticket that is locked for it; no facts = nothing happened. */
type Command = (
  tx: Tx,
  ticket: LoadedTicket,
  now: number,
) => Promise<{ state: TicketState; facts: readonly TicketFact[] }>;

/** A command on a ticket this agent may see: lock, do, remember. */
const command = (deps: Deps, actor: Actor, id: string, key: string, run: Command): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      const ticket = await loadTicket(tx, actor.accountId, { id }, { lock: true });
      if (!ticket || !maySee(actor, ticket)) throw notFound();
      const { state, facts } = await run(tx, ticket, now);
      if (facts.length === 0) return id;
      await saveTicket(tx, actor.accountId, id, state, now);
      await tell(tx, actor, { before: ticket, after: { id, ...state } }, facts, now);
      await keepSla(tx, actor.accountId, [id], now);
      return id;
    },
    (ticketId) => ticketId === id,
  );

export const actOnTicket = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, act }: TicketActs,
): Promise<TicketResult> =>
  command(deps, actor, id, key, async (tx, ticket) => {
    if (act.type === "describe" && act.version !== ticket.version)
      throw conflict("version_conflict", { current: await shownTicket(tx, actor, ticket) });
    if (act.type === "move") await checkTeam(tx, actor.accountId, act.teamId);
    if (act.type === "assign") await checkAgent(tx, actor.accountId, act.agentId, ticket.teamId);
    const wanted: TicketAct = act.type === "due" ? { ...act, dueAt: momentOf(act.dueAt) } : act;
    return taken(decideTicket(stateOf(ticket), wanted, await loadChoices(tx, actor.accountId)));
  });

function refuseClosed(ticket: LoadedTicket): void {
  if (!takesMore(ticket.stage)) throw conflict("ticket_closed");
}

/** Vincular mensagens selecionadas. Messages that stand in the ticket already are left as they are. */
export const linkMessages = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, conversationId, messageIds }: { key: string; conversationId: string; messageIds: readonly string[] },
): Promise<TicketResult> =>
  command(deps, actor, id, key, async (tx, ticket, now) => {
    const conversation = await conversationSeenBy(tx, actor, conversationId);
    refuseClosed(ticket);
    const count = await link(tx, actor, id, conversation, messageIds, now);
    return { state: stateOf(ticket), facts: count === 0 ? [] : [{ type: "ticket.linked", data: { count } }] };
  });

/** Takes messages out of a ticket; its history says who did, and how many. */
export const unlinkMessages = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, messageIds }: { key: string; messageIds: readonly string[] },
): Promise<TicketResult> =>
  command(deps, actor, id, key, async (tx, ticket) => {
    refuseClosed(ticket);
    const count = await unlink(tx, actor, id, messageIds);
    return { state: stateOf(ticket), facts: [{ type: "ticket.unlinked", data: { count } }] };
  });

export const comment = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, text }: { key: string; text: string },
): Promise<TicketResult> =>
  command(deps, actor, id, key, async (tx, ticket, now) => {
    refuseClosed(ticket);
    const commentId = uuidv7();
    await insertComment(tx, actor, { id: commentId, ticketId: id, text }, now);
    return { state: stateOf(ticket), facts: [{ type: "ticket.commented", data: { commentId } }] };
  });
