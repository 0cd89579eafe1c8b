import type { TicketFact, TicketState } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { listAgents } from "../agents/index.ts";
import { enqueueMails, mailReady } from "../mail/index.ts";
import { loadContexts } from "../settings/index.ts";
import { commentText } from "./activity.queries.ts";
import { loadChoices } from "./choices.queries.ts";
import { followersOfAll } from "./marks.queries.ts";
import words from "./mail-words.json" with { type: "json" };
import { maySee } from "./tickets.policy.ts";
import type { LoadedTicket } from "./tickets.queries.ts";

export type MailDeps = Pick<Deps, "sealer" | "baseUrl">;
type Locale = keyof typeof words;
type Words = (typeof words)[Locale];
type Ticket = { id: string; number: number };
type After = { title: string; teamId: string; agentId: string | null };

/** What is told of a ticket by mail: to who follows it, but not to who did it. */
type News = {
  ticket: Ticket;
  /** as it is now */
  after: After;
  /** null = nobody by name */
  by: string | null;
  /** to who is responsible too, following or not */
  toResponsible: boolean;
  /** names it: told once */
  cause: string;
  say: (words: Words, place: { locale: Locale; timeZone: string }) => string;
};

/** After a day it is no news any more. */
const MAIL_LASTS_MS = 24 * 3_600_000;
const LONGEST_COMMENT = 4000;

const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

type Person = Awaited<ReturnType<typeof listAgents>>[number];

/** Who is to be told: works here, may see the ticket as it is now, wants mail, and has not done it. */
const isTold = ({ id, active, role, teamIds, preferences }: Person, { by, after }: News): boolean =>
  active && id !== by && preferences["ticketMail"] !== false && maySee({ agentId: id, role, teamIds }, after);

const localeOf = ({ preferences: { language } }: Person, company: Locale): Locale =>
  language === "en" || language === "pt-BR" ? language : company;

/** Lets the mails wait, in the transaction that did what they tell. `now`: milliseconds. */
async function mailNews(
  tx: Tx,
  deps: MailDeps,
  accountId: string,
  news: readonly News[],
  now: number,
): Promise<void> {
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw new Error("an account has settings");
  const { accountName: company, timeZone } = context;
  const ids = [...new Set(news.map(({ ticket }) => ticket.id))];
  const followers = await followersOfAll(tx, accountId, ids);
  const people = await listAgents(tx, accountId);
  const mails = news.flatMap((one) => {
    const { ticket, after, toResponsible, cause, say } = one;
    const wanted = new Set(followers.get(ticket.id));
    if (toResponsible && after.agentId !== null) wanted.add(after.agentId);
    const url = `${deps.baseUrl}/tickets/${ticket.number}`;
    const values = { company, number: String(ticket.number), title: after.title, url };
    return people
      .filter((person) => wanted.has(person.id) && isTold(person, one))
      .map((person) => {
        const locale = localeOf(person, context.locale);
        const { subject, foot } = words[locale];
        return {
          accountId,
          kind: "ticket" as const,
          to: person.email,
          subject: filled(subject, values),
          text: `${say(words[locale], { locale, timeZone })}\n\n${filled(foot, values)}`,
          cause: `${cause}:${person.id}`,
          expiresAt: now + MAIL_LASTS_MS,
        };
      });
  });
  await enqueueMails(tx, deps, mails, now);
}

/** Where the account has no mail server nothing waits for one. */
const isOff = async (tx: Tx, accountId: string): Promise<boolean> =>
  !(await mailReady(tx, [accountId])).has(accountId);

type StatusChange = { cause: string; from: string; to: string };

/** A change of status by the names of both. `ticket` as it was before. */
async function statusChange(
  tx: Tx,
  accountId: string,
  ticket: Pick<LoadedTicket, "id" | "version" | "statusId">,
  to: string,
): Promise<StatusChange> {
  const { statuses } = await loadChoices(tx, accountId);
  const nameOf = (wanted: string): string => statuses.find(({ id }) => id === wanted)?.name ?? "";
  const cause = `status:${ticket.id}:${ticket.version}`;
  return { cause, from: nameOf(ticket.statusId), to: nameOf(to) };
}

/** Followers hear by mail of what is said to the customer and of where the ticket stands; of nothing else. */
const isNews = ({ type, data }: TicketFact): boolean =>
  type === "ticket.status_changed" || (type === "ticket.commented" && data["public"] === true);

type Say = Pick<News, "cause" | "say">;

async function saidBy(
  tx: Tx,
  { accountId, name: who }: Actor,
  ticket: LoadedTicket,
  after: TicketState,
  fact: TicketFact,
): Promise<Say> {
  if (fact.type === "ticket.commented") {
    const id = String(fact.data["commentId"]);
    const text = Array.from(await commentText(tx, accountId, id))
      .slice(0, LONGEST_COMMENT)
      .join("");
    return { cause: `comment:${id}`, say: ({ commented }) => filled(commented, { who, text }) };
  }
  const { cause, from, to } = await statusChange(tx, accountId, ticket, after.statusId);
  return { cause, say: ({ status }) => filled(status, { who, from, to }) };
}

/** Tells followers by mail what a command did, in its transaction: each once. `ticket` as it was before. */
export async function mailFollowers(
  tx: Tx,
  deps: MailDeps,
  actor: Actor,
  {
    ticket,
    after,
    facts,
    now,
  }: { ticket: LoadedTicket; after: TicketState; facts: readonly TicketFact[]; now: number },
): Promise<void> {
  const news = facts.filter(isNews);
  if (news.length === 0 || (await isOff(tx, actor.accountId))) return;
  const told: News[] = [];
  for (const fact of news) {
    const said = await saidBy(tx, actor, ticket, after, fact);
    told.push({ ...said, ticket, after, by: actor.agentId, toResponsible: false });
  }
  await mailNews(tx, deps, actor.accountId, told, now);
}

/** Tells followers by mail that their ticket went into another, and ended by it. `ticket` as it was before. */
export async function mailMerged(
  tx: Tx,
  deps: MailDeps,
  actor: Actor,
  { ticket, after, into }: { ticket: LoadedTicket; after: TicketState; into: number },
  now: number,
): Promise<void> {
  if (await isOff(tx, actor.accountId)) return;
  const { cause, from, to } = await statusChange(tx, actor.accountId, ticket, after.statusId);
  const values = { who: actor.name, into: String(into), from, to };
  const say: News["say"] = ({ merged }) => filled(merged, values);
  await mailNews(
    tx,
    deps,
    actor.accountId,
    [{ ticket, after, by: actor.agentId, toResponsible: false, cause, say }],
    now,
  );
}

/** A ticket that a customer answered: as it was before, as it is now, and what that made of it. */
export type AnsweredNews = {
  ticket: LoadedTicket;
  after: TicketState;
  facts: readonly TicketFact[];
  /** null = no name is known */
  who: string | null;
};

/** Tells followers by mail that a customer's answer brought their tickets back to work. */
export async function mailAnswered(
  tx: Tx,
  deps: MailDeps,
  accountId: string,
  answered: readonly AnsweredNews[],
  now: number,
): Promise<void> {
  const changed = answered.filter(({ facts }) => facts.some(({ type }) => type === "ticket.status_changed"));
  if (changed.length === 0 || (await isOff(tx, accountId))) return;
  const told: News[] = [];
  for (const { ticket, after, who } of changed) {
    const { cause, from, to } = await statusChange(tx, accountId, ticket, after.statusId);
    const say: News["say"] = ({ answered: text, customer }) =>
      filled(text, { who: who ?? customer, from, to });
    told.push({ ticket, after, by: null, toResponsible: false, cause, say });
  }
  await mailNews(tx, deps, accountId, told, now);
}

const ALARMS = { "ticket.sla_warned": "slaWarned", "ticket.sla_breached": "slaBreached" } as const;
const alarmOf = (type: string) => (type in ALARMS ? ALARMS[type as keyof typeof ALARMS] : null);

/** Tells who is responsible and who follows by mail that a promise is about to be broken, or was. */
export async function mailSla(
  tx: Tx,
  deps: MailDeps,
  accountId: string,
  told: readonly { ticket: Ticket & After; facts: readonly TicketFact[] }[],
  now: number,
): Promise<void> {
  const news = told.flatMap(({ ticket, facts }) =>
    facts.flatMap(({ type, data }): News[] => {
      const alarm = alarmOf(type);
      const { target, dueAt } = data;
      if (alarm === null || typeof dueAt !== "number") return [];
      const say: News["say"] = (text, { locale, timeZone }) => {
        const at = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", timeZone });
        const promise = target === "firstAnswer" ? text.firstAnswer : text.solution;
        return filled(text[alarm], { promise, due: at.format(dueAt) });
      };
      const cause = `sla:${ticket.id}:${String(target)}:${alarm}:${dueAt}`;
      return [{ ticket, after: ticket, by: null, toResponsible: true, cause, say }];
    }),
  );
  if (news.length === 0 || (await isOff(tx, accountId))) return;
  await mailNews(tx, deps, accountId, news, now);
}
