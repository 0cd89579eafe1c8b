import type { BudgetState, ConversationCost, CostQuery, CostReport, FreeReplies } from "@balcao/api";
import { budgetLevel, costOf, FREE_SERVICE_MESSAGES, linesOf, meterOf, monthOf, SERVICE } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { numberNames } from "../channels/index.ts";
import { loadContexts } from "../settings/index.ts";
import { monthRange } from "./months.ts";
import { loadTold } from "./settings.queries.ts";
import { settingOf } from "./settings.service.ts";
import { countCategory, dearestConversations, loadConversationUsage, loadUsage } from "./usage.queries.ts";

/** So many conversations are named. */
const MOST_CONVERSATIONS = 20;

export type About = NonNullable<CostReport["conversations"][number]["about"]>;
/** What the module above knows of conversations: those that are there and that this agent may see. */
export type ConversationNames = (
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, About>>;

export async function timeZoneOf(tx: Tx, accountId: string): Promise<string> {
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  return context.timeZone;
}

/** Custos: what Meta counted in a month and what that costs, by number, team and conversation. */
export const getCosts = (
  deps: Deps,
  names: ConversationNames,
  actor: Actor,
  { month }: CostQuery,
): Promise<CostReport> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { accountId } = actor;
    const now = deps.clock.now();
    const timeZone = await timeZoneOf(tx, accountId);
    const range = monthRange(month ?? null, now, timeZone);
    const { currency, budget, rates } = await settingOf(tx, accountId);
    const meter = meterOf(await loadUsage(tx, accountId, range), rates);
    const dearest = await dearestConversations(tx, accountId, { ...range, most: MOST_CONVERSATIONS });
    const known = await names(
      tx,
      actor,
      dearest.map(({ conversationId }) => conversationId),
    );
    const numbers = await numberNames(tx, actor.accountId);
    return {
      ...meter,
      month: range.month,
      thisMonth: monthOf(now, timeZone),
      currency,
      hasRates: rates.length > 0,
      numbers: meter.numbers.map((number) => ({
        ...number,
        name: numbers.find(({ id }) => id === number.channelId)?.name ?? "",
      })),
      conversations: dearest.map((one) => ({ ...one, about: known.get(one.conversationId) ?? null })),
      budget: budget && { ...budget, level: budgetLevel(meter.micros, budget) },
    };
  });

/** What one conversation that the agent may see cost so far. */
export const getConversationCost = (
  deps: Deps,
  names: ConversationNames,
  actor: Actor,
  conversationId: string,
): Promise<ConversationCost> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { accountId } = actor;
    if (!(await names(tx, actor, [conversationId])).has(conversationId)) throw notFound();
    const { currency, rates } = await settingOf(tx, accountId);
    const usage = await loadConversationUsage(tx, accountId, conversationId);
    const count = usage.reduce((sum, day) => sum + day.count, 0);
    return { currency, count, lines: linesOf(usage, rates), ...costOf(usage, rates) };
  });

/** What was told of this month's budget. Another month begins with nothing told. */
export const getBudgetState = (deps: Deps, actor: Actor): Promise<BudgetState> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const told = await loadTold(tx, actor.accountId);
    const month = monthOf(deps.clock.now(), await timeZoneOf(tx, actor.accountId));
    return { level: told?.month === month ? told.level : "within" };
  });

/** How much of the month's free replies each number has used: who writes wants to know what a further message costs. */
export const getFreeReplies = (deps: Deps, actor: Actor): Promise<FreeReplies> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    const { accountId } = actor;
    const { from } = monthRange(null, deps.clock.now(), await timeZoneOf(tx, accountId));
    const counts = await countCategory(tx, accountId, { from, category: SERVICE });
    return {
      free: FREE_SERVICE_MESSAGES,
      items: counts.map(({ channelId, count, charged }) => ({
        channelId,
        used: count - charged,
        charged: charged > 0,
      })),
    };
  });
