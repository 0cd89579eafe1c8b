import { calendarOf, categoryPath, firstAnswerAt, followSla, policyFor } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { firstAnswers } from "../conversations/index.ts";
import { loadContexts } from "../settings/index.ts";
import { loadChoices } from "./choices.queries.ts";
import { tellAll, type Told } from "./history.ts";
import { loadFollowed, loadPolicies, saveSla, type KeptSla } from "./sla.queries.ts";

/**
 * Brings the promises of tickets up to now: after they were made, after anything about them changed, and when their moment has come. The
 * transaction holds the tickets. State and what is told are written together, so a warning is told exactly once whatever crashes.
 */
export async function keepSla(tx: Tx, accountId: string, ids: readonly string[], now: number): Promise<void> {
  const policies = (await loadPolicies(tx, accountId))?.policies ?? [];
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  const asksCategory = policies.some(({ categoryIds }) => categoryIds.length > 0);
  const { categories } = asksCategory ? await loadChoices(tx, accountId) : { categories: [] };
  const kept: KeptSla[] = [];
  const told: Told[] = [];
  const tickets = await loadFollowed(tx, accountId, ids);
  const answers = await firstAnswers(
    tx,
    accountId,
    tickets.flatMap(({ conversationId }) => conversationId ?? []),
  );
  for (const { sla, conversationId, linkedAnswerAt, commentedAt, ...ticket } of tickets) {
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
    told.push({ accountId, agentId: null, before: ticket, after: ticket, facts: outcome.facts });
  }
  await tellAll(tx, told, now);
  await saveSla(tx, accountId, kept);
}
