import type { TicketFact } from "@balcao/core";
import { calendarOf, categoryPath, firstAnswerAt, followSla, policyFor } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { firstAnswers } from "../conversations/index.ts";
import { loadContexts } from "../settings/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { tellAll, type Told } from "./history.ts";
import { mailSla, type MailDeps } from "./mails.ts";
import { followersOfAll } from "./marks.queries.ts";
import { loadFollowed, loadPolicies, saveSla, type FollowedTicket, type KeptSla } from "./sla.queries.ts";

const isAlarm = ({ type }: TicketFact): boolean =>
  type === "ticket.sla_warned" || type === "ticket.sla_breached";

/** Warnings and breaches name whom they call: who is responsible, and who follows. The screens of those tell them. */
async function withCalled(tx: Tx, accountId: string, told: readonly Told[]): Promise<Told[]> {
  const alarmed = told.filter(({ facts }) => facts.some(isAlarm)).map(({ after }) => after.id);
  if (alarmed.length === 0) return [...told];
  const followers = await followersOfAll(tx, accountId, alarmed);
  return told.map((one) => {
    const { id, agentId } = one.after;
    const called = [...new Set([...(agentId === null ? [] : [agentId]), ...(followers.get(id) ?? [])])];
    const facts = one.facts.map((fact) =>
      isAlarm(fact) ? { ...fact, data: { ...fact.data, called } } : fact,
    );
    return { ...one, facts };
  });
}

/**
 * Brings the promises of tickets up to now: after they were made, after anything about them changed, and when their moment has come. The
 * transaction holds the tickets. State and what is told are written together, so a warning is told exactly once whatever crashes.
 */
export async function keepSla(
  tx: Tx,
  deps: MailDeps,
  accountId: string,
  ids: readonly string[],
  now: number,
): Promise<void> {
  const policies = (await loadPolicies(tx, accountId))?.policies ?? [];
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  const asksCategory = policies.some(({ categoryIds }) => categoryIds.length > 0);
  const { categories } = asksCategory ? await loadChoices(tx, accountId) : { categories: [] };
  const kept: KeptSla[] = [];
  const told: (Told & { ticket: FollowedTicket })[] = [];
  const tickets = await loadFollowed(tx, accountId, ids);
  const answers = await firstAnswers(
    tx,
    accountId,
    tickets.flatMap(({ conversationId }) => conversationId ?? []),
  );
  for (const followed of tickets) {
    const { sla, conversationId, linkedAnswerAt, commentedAt, ...ticket } = followed;
    const path = categoryPath(categories, ticket.categoryId).map(({ id }) => id);
    const policy = policyFor(policies, { ...ticket, categoryPath: path });
    const firstAnsweredAt = firstAnswerAt(ticket.createdAt, [
      linkedAnswerAt,
      commentedAt,
      answers.get(conversationId ?? "") ?? null,
    ]);
    const calendar = calendarOf(ticket.teamId, context);
    const outcome = followSla(sla, { ...ticket, firstAnsweredAt }, policy, calendar, now);
    kept.push({ id: ticket.id, ...outcome });
    const { facts } = outcome;
    told.push({ accountId, agentId: null, before: ticket, after: ticket, facts, ticket: followed });
  }
  await tellAll(tx, await withCalled(tx, accountId, told), now);
  await mailSla(tx, deps, accountId, told, now);
  await saveSla(tx, accountId, kept);
}
