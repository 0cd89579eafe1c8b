import type { TicketActs, TicketCreate, TicketResult } from "@balcao/api";
import { beginTicket, decideTicket, type TicketAct, type TicketChoices } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid } from "../../platform/problem.ts";
import { listAgents, listTeams } from "../agents/index.ts";
import { conversationSeenBy } from "../conversations/index.ts";
import { listFields } from "../fields/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { command, once, refuseClosed, taken, type Decided } from "./commands.ts";
import { tell } from "./history.ts";
import { link, unlink } from "./links.ts";
import { takeUploads } from "./first-files.ts";
import { follow, followAssigned, followFromBeginning, label, labelFirst } from "./marks.ts";
import { holdNotice, noticeFacts, type HeldNotice } from "./notices.ts";
import { keepSla } from "./sla.keep.ts";
import { shownTicket } from "./tickets.reading.ts";
import { insertTickets, nextNumber, stateOf, type LoadedTicket } from "./tickets.queries.ts";

/** Any team that works, of either kind: Chamados are what the other kind is for. */
export async function checkTeam(tx: Tx, accountId: string, teamId: string): Promise<void> {
  const team = (await listTeams(tx, accountId)).find(({ id }) => id === teamId);
  if (!team) throw invalid([{ path: "teamId", code: "unknown_team" }]);
  if (!team.active) throw invalid([{ path: "teamId", code: "team_unavailable" }]);
}

/** Only who works in the team, or oversees, can be made responsible. */
export async function isAble(tx: Tx, accountId: string, agentId: string, teamId: string): Promise<boolean> {
  const agent = (await listAgents(tx, accountId)).find(({ id }) => id === agentId);
  return agent !== undefined && agent.active && (agent.role !== "agent" || agent.teamIds.includes(teamId));
}

async function checkAgent(tx: Tx, accountId: string, agentId: string | null, teamId: string): Promise<void> {
  if (agentId !== null && !(await isAble(tx, accountId, agentId, teamId)))
    throw invalid([{ path: "agentId", code: "unknown_agent" }]);
}

/** All that core judges a ticket by. */
export async function choicesFor(tx: Tx, accountId: string): Promise<TicketChoices> {
  const fields = (await listFields(tx, accountId)).filter(({ subject }) => subject === "ticket");
  return { ...(await loadChoices(tx, accountId)), fields };
}

const momentOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** Criar novo chamado: the conversation's contact is the requester; `messageIds` of it are linked at once. */
export const createTicket = (deps: Deps, actor: Actor, wanted: TicketCreate): Promise<TicketResult> =>
  once(
    deps,
    actor,
    wanted.key,
    async (tx, now) => {
      const {
        key: _,
        conversationId,
        messageIds,
        dueAt,
        labelIds,
        fields: values,
        files,
        ...fields
      } = wanted;
      const conversation = await conversationSeenBy(tx, actor, conversationId);
      await checkTeam(tx, actor.accountId, fields.teamId);
      await checkAgent(tx, actor.accountId, fields.agentId, fields.teamId);
      const id = uuidv7();
      const number = await nextNumber(tx, actor.accountId);
      const choices = await choicesFor(tx, actor.accountId);
      const { state, facts } = taken(beginTicket({ ...fields, dueAt: momentOf(dueAt) }, choices, values));
      const contactId = conversation.contact.id;
      const { accountId, agentId: createdBy } = actor;
      const ticket = { ...state, accountId, id, number, contactId, conversationId, createdBy };
      await insertTickets(tx, [ticket], now);
      if (messageIds.length > 0) await link(tx, actor, id, conversation, messageIds, now);
      await labelFirst(tx, accountId, id, labelIds);
      await takeUploads(tx, deps, actor, id, files, now);
      const placed = { id, ...state };
      await followFromBeginning(tx, actor, placed);
      await tell(tx, actor, { before: placed, after: placed }, facts, now);
      await keepSla(tx, deps, actor.accountId, [id], now);
      return id;
    },
    () => true,
  );

type Wanted = TicketActs["act"];

/** What a command needs from outside core: is it about what its editor saw, and about people and teams that work? */
async function checkAct(tx: Tx, actor: Actor, ticket: LoadedTicket, act: Wanted): Promise<void> {
  const { accountId } = actor;
  if (act.type === "describe" && act.version !== ticket.version)
    throw conflict("version_conflict", { current: await shownTicket(tx, actor, ticket) });
  if (act.type === "move") await checkTeam(tx, accountId, act.teamId);
  if (act.type === "assign") await checkAgent(tx, accountId, act.agentId, ticket.teamId);
  if (act.type !== "field") return;
  const current = ticket.fields[act.fieldId] ?? null;
  if (current !== act.was && current !== act.value) throw conflict("version_conflict", { current });
}

/** Decides an act; what it changes of the status is told the customer, where `notice` is held for that. */
async function decide(
  tx: Tx,
  actor: Actor,
  ticket: LoadedTicket,
  act: Wanted,
  notice: HeldNotice | null,
  now: number,
): Promise<Decided> {
  if (act.type === "labels") return label(tx, actor, ticket, act);
  if (act.type === "followers") return follow(tx, actor, ticket, act);
  await checkAct(tx, actor, ticket, act);
  const wanted: TicketAct = act.type === "due" ? { ...act, dueAt: momentOf(act.dueAt) } : act;
  const decided = taken(decideTicket(stateOf(ticket), wanted, await choicesFor(tx, actor.accountId)));
  await followAssigned(tx, actor.accountId, ticket, decided);
  if (!notice || decided.facts.length === 0) return decided;
  const told = await noticeFacts(tx, actor, notice, ticket, decided.state, now);
  return { ...decided, facts: [...decided.facts, ...told] };
}

export async function actOnTicket(
  deps: Deps,
  actor: Actor,
  id: string,
  { key, act }: TicketActs,
): Promise<TicketResult> {
  let notice: HeldNotice | null = null;
  return command(
    deps,
    actor,
    id,
    key,
    (tx, ticket, now) => decide(tx, actor, ticket, act, notice, now),
    async (tx) => {
      notice = await holdNotice(tx, actor.accountId, id, act);
    },
  );
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
