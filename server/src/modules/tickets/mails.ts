import type { TicketFact, TicketState } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { listAgents } from "../agents/index.ts";
import { enqueueMails, mailReady } from "../mail/index.ts";
import { loadContexts } from "../settings/index.ts";
import { commentText } from "./activity.queries.ts";
import { loadChoices } from "./choices.queries.ts";
import { followersOf } from "./marks.queries.ts";
import words from "./mail-words.json" with { type: "json" };
import { maySee } from "./tickets.policy.ts";
import type { LoadedTicket } from "./tickets.queries.ts";

type Locale = keyof typeof words;
type Follower = { id: string; email: string; locale: Locale };
/** What is told, in a follower's language; `cause` names it. */
type Told = { cause: string; say: (locale: Locale) => string };

/** After a day it is no news any more. */
const MAIL_LASTS_MS = 24 * 3_600_000;
const LONGEST_COMMENT = 4000;

const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Followers hear by mail of what is said to the customer and of where the ticket stands; of nothing else. */
const isNews = ({ type, data }: TicketFact): boolean =>
  type === "ticket.status_changed" || (type === "ticket.commented" && data["public"] === true);

/** Who follows and is to be told: works here, may see the ticket as it is now, wants mail, and has not done it. */
async function recipients(
  tx: Tx,
  actor: Actor,
  ticket: Pick<LoadedTicket, "id">,
  after: TicketState,
  companyLocale: Locale,
): Promise<Follower[]> {
  const ids = new Set(await followersOf(tx, { accountId: actor.accountId, ticketId: ticket.id }));
  ids.delete(actor.agentId);
  if (ids.size === 0) return [];
  return (await listAgents(tx, actor.accountId)).flatMap(
    ({ id, active, role, teamIds, email, preferences }) => {
      if (!active || !ids.has(id) || preferences["ticketMail"] === false) return [];
      if (!maySee({ agentId: id, role, teamIds }, after)) return [];
      const { language } = preferences;
      return [{ id, email, locale: language === "en" || language === "pt-BR" ? language : companyLocale }];
    },
  );
}

async function toldBy(tx: Tx, actor: Actor, ticket: LoadedTicket, fact: TicketFact): Promise<Told> {
  const who = actor.name;
  if (fact.type === "ticket.commented") {
    const id = String(fact.data["commentId"]);
    const text = Array.from(await commentText(tx, actor.accountId, id))
      .slice(0, LONGEST_COMMENT)
      .join("");
    return { cause: `comment:${id}`, say: (locale) => filled(words[locale].commented, { who, text }) };
  }
  const { statuses } = await loadChoices(tx, actor.accountId);
  const nameOf = (value: unknown): string => statuses.find(({ id }) => id === value)?.name ?? "";
  const [from, to] = [nameOf(fact.data["from"]), nameOf(fact.data["to"])];
  const say = (locale: Locale): string => filled(words[locale].status, { who, from, to });
  return { cause: `status:${ticket.id}:${ticket.version}`, say };
}

/**
 * Tells followers by mail what a command did, in its transaction: each once. Where the account has no mail server nothing waits for one.
 * `ticket` as it was before.
 */
export async function mailFollowers(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  {
    ticket,
    after,
    facts,
    now,
  }: { ticket: LoadedTicket; after: TicketState; facts: readonly TicketFact[]; now: number },
): Promise<void> {
  const { accountId } = actor;
  const news = facts.filter(isNews);
  if (news.length === 0 || !(await mailReady(tx, [accountId])).has(accountId)) return;
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  const followers = await recipients(tx, actor, ticket, after, context.locale);
  if (followers.length === 0) return;
  const values = {
    company: context.accountName,
    number: String(ticket.number),
    title: after.title,
    url: `${deps.baseUrl}/tickets/${ticket.number}`,
  };
  for (const fact of news) {
    const { cause, say } = await toldBy(tx, actor, ticket, fact);
    const mails = followers.map(({ id, email, locale }) => ({
      accountId,
      kind: "ticket" as const,
      to: email,
      subject: filled(words[locale].subject, values),
      text: `${say(locale)}\n\n${filled(words[locale].foot, values)}`,
      cause: `${cause}:${id}`,
      expiresAt: now + MAIL_LASTS_MS,
    }));
    await enqueueMails(tx, deps, mails, now);
  }
}
