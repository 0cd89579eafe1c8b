import {
  answeredTicket,
  resumeTicket,
  takesMore,
  type AnswerRule,
  type TicketFact,
  type TicketStage,
} from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { hydrateMessages, type CustomerMessage } from "../conversations/index.ts";
import {
  findAwaiting,
  findQuoted,
  saveAnswered,
  type AwaitingRow,
  type QuotedRow,
} from "./answers.queries.ts";
import { tellAll, type Told } from "./history.ts";
import { snapshot } from "./links.ts";
import { insertLinks, type NewLinks } from "./links.queries.ts";
import { mailAnswered, type AnsweredNews, type MailDeps } from "./mails.ts";
import { keepSla } from "./sla.keep.ts";
import { loadTelling, sendersOf } from "./telling.queries.ts";
import { holdTickets, stateOf } from "./tickets.queries.ts";
import { choicesFor } from "./tickets.service.ts";

/** Nobody by name: Balcão, because the customer answered. */
const BY_ITSELF = { agentId: null } as const;

/** Messages of one conversation that answer a ticket by one rule. */
type Answer = Pick<CustomerMessage, "accountId" | "conversationId" | "contactName"> & {
  ticketId: string;
  rule: AnswerRule;
  messageIds: string[];
};

const quoteKey = (channelId: string, wamid: string): string => `${channelId} ${wamid}`;

/** Which ticket each message answers, one after the other: the first answer ends the waiting, where the account wants it so. */
function answersOf(
  messages: readonly CustomerMessage[],
  quoted: readonly QuotedRow[],
  awaiting: readonly AwaitingRow[],
  resumes: ReadonlyMap<string, boolean>,
): Answer[] {
  const byQuote = new Map(quoted.map((row) => [quoteKey(row.channelId, row.wamid), row]));
  const waits = Map.groupBy(awaiting, ({ conversationId }) => conversationId);
  const answers = new Map<string, Answer>();
  const done = new Set<string>();
  for (const { accountId, conversationId, contactName, channelId, messageId, at, ...message } of messages) {
    const quote =
      message.quotedWamid === null ? null : (byQuote.get(quoteKey(channelId, message.quotedWamid)) ?? null);
    const open = message.isAsked ? (waits.get(conversationId) ?? []).filter(({ id }) => !done.has(id)) : [];
    const found = answeredTicket({ at, quoted: quote }, open);
    if (!found) continue;
    const { ticketId, rule } = found;
    const key = `${ticketId} ${conversationId} ${rule}`;
    const answer = answers.get(key) ?? {
      accountId,
      conversationId,
      contactName,
      ticketId,
      rule,
      messageIds: [],
    };
    answer.messageIds.push(messageId);
    answers.set(key, answer);
    if (resumes.get(accountId)) done.add(ticketId);
  }
  return [...answers.values()];
}

/** Links the messages as they stand, by nobody's hand; answers which were not linked before. */
async function linkAnswers(tx: Tx, answers: readonly Answer[], now: number): Promise<void> {
  const accountIds = [...new Set(answers.map(({ accountId }) => accountId))];
  const ids = answers.flatMap(({ messageIds }) => messageIds);
  const messages = new Map((await hydrateMessages(tx, accountIds, ids)).map((one) => [one.id, one]));
  const links = answers.map(({ accountId, ticketId, conversationId, contactName, messageIds }): NewLinks => {
    const shown = messageIds.flatMap((id) => messages.get(id) ?? []);
    const copies = shown.map((message) => ({ ...snapshot(message), seq: message.seq }));
    const place = { accountId, linkedBy: null, ticketId, linkId: uuidv7(), conversationId, contactName };
    return { ...place, messages: copies };
  });
  await insertLinks(tx, now, links);
}

/** What answers make of an account's tickets, which may have changed since they were found: they are held first. Answers those that count. */
async function take(
  tx: Tx,
  deps: MailDeps,
  accountId: string,
  answers: readonly Answer[],
  resumes: boolean,
  now: number,
): Promise<Answer[]> {
  const ids = [...new Set(answers.map(({ ticketId }) => ticketId))];
  const choices = await choicesFor(tx, accountId);
  const counted: Answer[] = [];
  const saved: { id: string; statusId: string; stage: TicketStage }[] = [];
  const told: Told[] = [];
  const resumed: AnsweredNews[] = [];
  for (const ticket of await holdTickets(tx, accountId, ids)) {
    const { id, stage } = ticket;
    // closed, or taken up by somebody, between the finding and the holding: it waits for nobody any more
    const own = answers.filter(
      ({ ticketId, rule }) => ticketId === id && (rule === "quoted" || stage === "waiting"),
    );
    if (own.length === 0 || !takesMore(stage)) continue;
    const { state, facts } = resumeTicket(stateOf(ticket), choices, resumes);
    const lines: TicketFact[] = own.map(({ rule, messageIds }) => ({
      type: "ticket.answered",
      data: { rule, count: messageIds.length },
    }));
    counted.push(...own);
    resumed.push({ ticket, after: state, facts, who: own[0]?.contactName ?? null });
    saved.push({ id, statusId: state.statusId, stage: state.stage });
    told.push({
      accountId,
      ...BY_ITSELF,
      before: ticket,
      after: { id, ...state },
      facts: [...lines, ...facts],
    });
  }
  if (counted.length === 0) return [];
  await saveAnswered(tx, accountId, saved, now);
  await tellAll(tx, told, now);
  await mailAnswered(tx, deps, accountId, resumed, now);
  return counted;
}

/** The customers' answers, in the transaction of the lane: each message is written once, and so once linked. */
export async function takeAnswers(
  tx: Tx,
  deps: MailDeps,
  messages: readonly CustomerMessage[],
  now: number,
): Promise<void> {
  const quotes = messages.flatMap(({ accountId, channelId, quotedWamid }) =>
    quotedWamid === null ? [] : [{ accountId, channelId, wamid: quotedWamid }],
  );
  const quoted = await findQuoted(tx, quotes);
  const awaiting = await findAwaiting(
    tx,
    messages.filter(({ isAsked }) => isAsked),
  );
  if (quoted.length + awaiting.length === 0) return;
  const resumes = new Map<string, boolean>();
  for (const accountId of new Set([...quoted, ...awaiting].map((row) => row.accountId)))
    resumes.set(accountId, (await loadTelling(tx, accountId))?.resumes ?? true);
  const answers = Map.groupBy(answersOf(messages, quoted, awaiting, resumes), ({ accountId }) => accountId);
  for (const [accountId, own] of [...answers].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const counted = await take(tx, deps, accountId, own, resumes.get(accountId) ?? true, now);
    if (counted.length === 0) continue;
    await linkAnswers(tx, counted, now);
    await keepSla(tx, deps, accountId, [...new Set(counted.map(({ ticketId }) => ticketId))], now);
  }
}

/** Whoever looks at a ticket sees how its messages fare. */
export async function tellDelivery(
  tx: Tx,
  messages: readonly { accountId: string; id: string }[],
  now: number,
): Promise<void> {
  const senders = await sendersOf(tx, messages);
  await tellAll(
    tx,
    senders.map(({ accountId, messageIds, ...place }) => ({
      accountId,
      ...BY_ITSELF,
      before: place,
      after: place,
      facts: [{ type: "ticket.delivery", data: { messageIds } }],
    })),
    now,
  );
}
