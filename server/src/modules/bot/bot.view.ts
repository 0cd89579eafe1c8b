import type { BotView, TriggerFields } from "@balcao/api";
import { triggerChanges, type ConversationContext, type TemplateUse, type Trigger } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";
import { loadContexts, type AccountContext } from "../settings/index.ts";
import { sharedTemplates } from "../templates/index.ts";
import { alarmsOf } from "./alarms.ts";
import { countFired, loadDraft, loadPublished, type DraftRow } from "./bot.queries.ts";
import { runningBot } from "./running.ts";

const WEEK_MS = 7 * 86_400_000;
export const iso = (ms: number): string => new Date(ms).toISOString();

export const asTrigger = (row: DraftRow, position: number): Trigger => ({
  id: row.id,
  description: row.description,
  position,
  active: row.active,
  ...row.definition,
});

/** What an account's bot leans on besides its triggers. */
export type Company = AccountContext & Pick<ConversationContext, "templates">;

// the same object while nothing changed, as that of its settings is
const companies = new WeakMap<AccountContext, { text: string; company: Company }>();

/** The account's settings as they are in this transaction. Every account has them from its founding on. */
export async function settingsOf(tx: Tx, accountId: string): Promise<AccountContext> {
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error(`settings missing for account ${accountId}`);
  return context;
}

/** The templates that these triggers and the automatic messages may say. */
const namedBy = (triggers: readonly Trigger[], { autoMessages }: AccountContext): TemplateUse[] => [
  ...triggers.flatMap(({ action }) => (action.type === "smart_message" ? (action.template ?? []) : [])),
  ...Object.values(autoMessages).flatMap(({ template }) => template ?? []),
];

/** The company as it is in this transaction, as these triggers lean on it: of its templates those that are named. */
export async function companyOf(tx: Tx, accountId: string, triggers: readonly Trigger[]): Promise<Company> {
  const context = await settingsOf(tx, accountId);
  const templates = await sharedTemplates(tx, accountId, namedBy(triggers, context));
  const text = JSON.stringify([...templates.values()]);
  const known = companies.get(context);
  if (known?.text === text) return known.company;
  const company = { ...context, templates };
  companies.set(context, { text, company });
  return company;
}

/** Gatilhos Conversas: the draft, what is published, what tells the two apart, and what is wrong with what speaks. */
export async function getBot(tx: Tx, accountId: string, now: number): Promise<BotView> {
  const draft = await loadDraft(tx, accountId, false);
  const published = await loadPublished(tx, accountId);
  const context = await companyOf(tx, accountId, published?.triggers ?? []);
  const running = published && runningBot(published, context);
  const fired = await countFired(tx, accountId, iso(now - WEEK_MS));
  return {
    triggers: draft.map((row) => ({
      ...(row.definition as Omit<TriggerFields, "description" | "active">),
      id: row.id,
      description: row.description,
      active: row.active,
      position: row.position,
      version: row.version,
      firedLast7Days: fired.get(row.id) ?? 0,
      updatedAt: iso(row.updatedAt),
    })),
    published: published && {
      number: published.number,
      publishedAt: iso(published.publishedAt),
      publishedBy: published.publishedBy,
      note: published.note,
    },
    alarms: running ? alarmsOf(running, context) : [],
    changes: triggerChanges(draft.map(asTrigger), running?.bot.triggers ?? []),
  };
}

/** Writes a change down in the log and answers the bot as it is now. */
export async function told(
  tx: Tx,
  actor: Actor,
  type: "bot.changed" | "bot.published",
  now: number,
): Promise<BotView> {
  await appendEvents(tx, [{ accountId: actor.accountId, type, agentId: actor.agentId, at: now, data: {} }]);
  return getBot(tx, actor.accountId, now);
}
