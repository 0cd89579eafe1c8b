import { beginBySetting, type TicketFact } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { hydrateMessages, type OpenedTicket, type TicketDesk } from "../conversations/index.ts";
import { takeAnswers, tellDelivery } from "./answers.ts";
import { tellAll, type Told } from "./history.ts";
import { snapshot } from "./links.ts";
import { insertLinks } from "./links.queries.ts";
import { holdNumbers, noteOnTickets, takeNumbers } from "./opening.queries.ts";
import type { MailDeps } from "./mails.ts";
import { keepSla } from "./sla.keep.ts";
import { insertTickets, type NewTicket } from "./tickets.queries.ts";
import { choicesFor } from "./tickets.service.ts";

/** Who opened them: nobody by name, but Balcão by the setting. */
const BY_SETTING = { agentId: null } as const;

type Opening = OpenedTicket & { id: string };

/** Links each with the message that its conversation begins with, as it is. */
async function linkFirst(tx: Tx, tickets: readonly Opening[], now: number): Promise<void> {
  const linked = tickets.flatMap(({ messageId }) => messageId ?? []);
  const accountIds = [...new Set(tickets.map(({ accountId }) => accountId))];
  const messages = new Map((await hydrateMessages(tx, accountIds, linked)).map((one) => [one.id, one]));
  await insertLinks(
    tx,
    now,
    tickets.flatMap(({ accountId, id, conversationId, contactName, messageId }) => {
      const message = messages.get(messageId ?? "");
      if (!message) return [];
      const link = { accountId, linkedBy: null, ticketId: id, linkId: uuidv7(), conversationId, contactName };
      return [{ ...link, messages: [{ ...snapshot(message), seq: message.seq }] }];
    }),
  );
}

async function openAll(tx: Tx, deps: MailDeps, wanted: readonly OpenedTicket[], now: number): Promise<void> {
  const tickets: Opening[] = wanted.map((ticket) => ({ ...ticket, id: uuidv7() }));
  const rows: (NewTicket & { accountId: string; createdBy: null })[] = [];
  const told: Told[] = [];
  const last = new Map<string, number>();
  for (const [accountId, own] of Map.groupBy(tickets, (ticket) => ticket.accountId)) {
    const choices = await choicesFor(tx, accountId);
    for (const {
      id,
      number,
      title,
      teamId,
      categoryId,
      typeId,
      priority,
      contactId,
      conversationId,
    } of own) {
      const fields = {
        title,
        description: "",
        teamId,
        agentId: null,
        priority,
        categoryId,
        typeId,
        dueAt: null,
      };
      const { state, facts } = beginBySetting(fields, choices);
      rows.push({ ...state, accountId, id, number, contactId, conversationId, createdBy: null });
      told.push({ accountId, ...BY_SETTING, before: { id, ...state }, after: { id, ...state }, facts });
      last.set(accountId, Math.max(number, last.get(accountId) ?? 0));
    }
  }
  await insertTickets(tx, rows, now);
  await takeNumbers(tx, last);
  await linkFirst(tx, tickets, now);
  await tellAll(tx, told, now);
  for (const [accountId, own] of Map.groupBy(tickets, (ticket) => ticket.accountId))
    await keepSla(
      tx,
      deps,
      accountId,
      own.map(({ id }) => id),
      now,
    );
}

/** What conversations need of tickets, in the transaction of the facts: Abertura de chamados, and what customers answer. */
export const ticketDesk = (deps: MailDeps): TicketDesk => ({
  lastNumbers: holdNumbers,
  open: (tx, tickets, now) => openAll(tx, deps, tickets, now),
  answered: (tx, messages, now) => takeAnswers(tx, deps, messages, now),
  delivered: tellDelivery,
  async noteEmails(tx, emails, now) {
    // the latest word counts, when a customer wrote several at once
    const latest = [...new Map(emails.map((email) => [email.conversationId, email])).values()];
    const noted = await noteOnTickets(tx, latest, now);
    await tellAll(
      tx,
      noted.map(({ accountId, standing, ...place }) => {
        const fact: TicketFact = { type: "ticket.email_noted", data: { standing } };
        return { accountId, ...BY_SETTING, before: place, after: place, facts: [fact] };
      }),
      now,
    );
  },
});
