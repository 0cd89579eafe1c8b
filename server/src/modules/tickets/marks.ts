import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { invalid } from "../../platform/problem.ts";
import { listAgents } from "../agents/index.ts";
import { holdLabels } from "../labels/index.ts";
import { refuseClosed, type Decided } from "./commands.ts";
import type { Placed } from "./history.ts";
import { changeFollowers, changeLabels, followByItself, type Marks } from "./marks.queries.ts";
import { maySee } from "./tickets.policy.ts";
import { stateOf, type LoadedTicket } from "./tickets.queries.ts";

type Changes = { add: readonly string[]; remove: readonly string[] };

const decided = (ticket: LoadedTicket, type: string, marks: Marks): Decided => ({
  state: stateOf(ticket),
  facts: marks.added.length + marks.removed.length === 0 ? [] : [{ type, data: marks }],
});

/** Puts labels of the account on a ticket and takes others off, whichever it has already. */
export async function label(tx: Tx, actor: Actor, ticket: LoadedTicket, changes: Changes): Promise<Decided> {
  refuseClosed(ticket);
  const known = await holdLabels(tx, actor.accountId, changes.add);
  if (changes.add.some((id) => !known.has(id))) throw invalid([{ path: "add", code: "unknown_label" }]);
  const place = { accountId: actor.accountId, ticketId: ticket.id };
  return decided(ticket, "ticket.labelled", await changeLabels(tx, place, changes));
}

/** Labels that a ticket begins with: all of the account. */
export async function labelFirst(
  tx: Tx,
  accountId: string,
  ticketId: string,
  add: readonly string[],
): Promise<void> {
  if (add.length === 0) return;
  const known = await holdLabels(tx, accountId, add);
  if (add.some((id) => !known.has(id))) throw invalid([{ path: "labelIds", code: "unknown_label" }]);
  await changeLabels(tx, { accountId, ticketId }, { add, remove: [] });
}

/** Who of these agents may see the ticket. To follow one gives nobody sight of it. */
async function whoSee(
  tx: Tx,
  accountId: string,
  ticket: LoadedTicket,
  ids: readonly string[],
): Promise<Set<string>> {
  const agents = (await listAgents(tx, accountId)).filter(
    ({ id, active, role, teamIds }) =>
      active && ids.includes(id) && maySee({ agentId: id, role, teamIds }, ticket),
  );
  return new Set(agents.map(({ id }) => id));
}

/** Makes agents hear of a ticket, or no longer. */
export async function follow(tx: Tx, actor: Actor, ticket: LoadedTicket, changes: Changes): Promise<Decided> {
  refuseClosed(ticket);
  const able = await whoSee(tx, actor.accountId, ticket, changes.add);
  if (changes.add.some((id) => !able.has(id))) throw invalid([{ path: "add", code: "unknown_agent" }]);
  const place = { accountId: actor.accountId, ticketId: ticket.id };
  return decided(ticket, "ticket.followers_changed", await changeFollowers(tx, place, changes));
}

const mayFollow = (actor: Actor, ticket: Placed): string[] => (maySee(actor, ticket) ? [actor.agentId] : []);

/** Who makes a ticket hears of it from then on, and so does who is responsible for it. */
export async function followFromBeginning(tx: Tx, actor: Actor, ticket: Placed): Promise<void> {
  const { accountId } = actor;
  const ids = new Set([...mayFollow(actor, ticket), ...(ticket.agentId === null ? [] : [ticket.agentId])]);
  await followByItself(tx, { accountId, ticketId: ticket.id }, [...ids], { isAnew: true });
}

/** Who is made responsible hears of the ticket from then on, though they may have left it before. */
export async function followAssigned(
  tx: Tx,
  accountId: string,
  ticket: Placed,
  { state, facts }: Decided,
): Promise<void> {
  if (state.agentId === null || !facts.some(({ type }) => type === "ticket.assigned")) return;
  await followByItself(tx, { accountId, ticketId: ticket.id }, [state.agentId], { isAnew: true });
}

/** Who comments hears of the ticket from then on, but not who left it. */
export const followCommented = (tx: Tx, actor: Actor, ticket: Placed): Promise<void> =>
  followByItself(tx, { accountId: actor.accountId, ticketId: ticket.id }, mayFollow(actor, ticket), {
    isAnew: false,
  });
