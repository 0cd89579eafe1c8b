import { budgetLevel, costOf, isWorse, type BudgetLevel } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { listAgents } from "../agents/index.ts";
import { enqueueMails, mailReady } from "../mail/index.ts";
import { loadContexts } from "../settings/index.ts";
import words from "./budget-words.json" with { type: "json" };
import { monthRange } from "./months.ts";
import { holdBudgets, loadCostSetting, noteTold, type Told } from "./settings.queries.ts";
import { loadUsage } from "./usage.queries.ts";

const POLL_MS = 60_000;
const MAIL_LASTS_MS = 3 * 86_400_000;

type Locale = keyof typeof words;
type Alarm = {
  month: string;
  level: Exclude<BudgetLevel, "within">;
  micros: number;
  budget: number;
  currency: string;
};

const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Tells administrators by mail, each in their language; where the account has no mail server nothing waits for one. */
async function mailAdministrators(
  tx: Tx,
  deps: Deps,
  accountId: string,
  { month, level, micros, budget, currency }: Alarm,
  now: number,
): Promise<void> {
  if (!(await mailReady(tx, [accountId])).has(accountId)) return;
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  const people = (await listAgents(tx, accountId)).filter(
    ({ active, role }) => active && role === "administrator",
  );
  const mails = people.map(({ id, email, preferences }) => {
    const { language } = preferences;
    const locale: Locale = language === "en" || language === "pt-BR" ? language : context.locale;
    const money = (amount: number): string =>
      new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount / 1_000_000);
    const values = {
      company: context.accountName,
      spent: money(micros),
      budget: money(budget),
      url: `${deps.baseUrl}/settings/costs`,
    };
    const { subject, text } = words[locale][level];
    return {
      accountId,
      kind: "cost" as const,
      to: email,
      subject: filled(subject, values),
      text: filled(text, values),
      cause: `budget:${month}:${level}:${budget}:${id}`,
      expiresAt: now + MAIL_LASTS_MS,
    };
  });
  await enqueueMails(tx, deps, mails, now);
}

/** Looks at one account's month; tells of it when it has become worse than what was told. Answers whether it was. */
async function look(tx: Tx, deps: Deps, told: Told, now: number): Promise<boolean> {
  const { accountId } = told;
  const setting = await loadCostSetting(tx, accountId);
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!setting?.budget || !context) return false;
  const range = monthRange(null, now, context.timeZone);
  const { micros } = costOf(await loadUsage(tx, accountId, range), setting.rates);
  const level = budgetLevel(micros, setting.budget);
  const before = told.month === range.month ? told.level : "within";
  if (level === "within" || !isWorse(level, before)) return false;
  const { month } = range;
  await noteTold(tx, { accountId, month, level });
  await appendEvents(tx, [
    { accountId, type: `cost.budget_${level}`, agentId: null, at: now, data: { month } },
  ]);
  const { currency, budget } = setting;
  await mailAdministrators(
    tx,
    deps,
    accountId,
    { month, level, micros, budget: budget.micros, currency },
    now,
  );
  return true;
}

/** Tells of a month's budget that it is nearly or wholly spent, each once: what was told and that it was are one commit. */
export function budgetLoop(deps: Deps): Loop {
  const round = async (): Promise<number> => {
    const now = deps.clock.now();
    const count = await deps.system.transaction().execute(async (tx) => {
      let alarms = 0;
      for (const told of await holdBudgets(tx)) if (await look(tx, deps, told, now)) alarms++;
      return alarms;
    });
    if (count > 0) {
      deps.wake.signal("events");
      deps.wake.signal("mails");
    }
    return count;
  };
  return workLoop(deps, {
    name: "budgets",
    topic: null,
    pollMs: POLL_MS,
    full: Number.POSITIVE_INFINITY,
    round,
    drain: round,
  });
}
