import type { Ticket, TicketRow } from "@balcao/api";
import { isTicketOver, type SlaState, type TicketState } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { bulkInsert, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { contactCard } from "../conversations/index.ts";
import { shownSla } from "./sla.view.ts";
import { seesAllTickets } from "./tickets.policy.ts";

/** A ticket as the database gives it, with who asked. */
export type Row = Omit<
  TicketRow,
  "requester" | "organisation" | "sla" | "dueAt" | "createdAt" | "updatedAt"
> & {
  createdAt: number;
  updatedAt: number;
  dueAt: number | null;
  sla: SlaState | null;
  slaDueAt: number | null;
  organisationId: string | null;
  organisationName: string | null;
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  blocked: boolean;
};

export const FIELDS = sql`t.id, t.number, t.title, t.status_id AS "statusId", t.stage, t.priority, t.team_id AS "teamId", t.agent_id AS "agentId", t.version,
  t.category_id AS "categoryId", t.type_id AS "typeId", t.due_at AS "dueAt", t.sla, t.sla_due_at AS "slaDueAt", o.id AS "organisationId", o.name AS "organisationName",
  ARRAY(SELECT l.label_id FROM ticket_label l WHERE l.account_id = t.account_id AND l.ticket_id = t.id ORDER BY l.label_id) AS "labelIds", t.created_at AS "createdAt", t.updated_at AS "updatedAt", c.id AS "contactId", c.name AS "contactName", c.profile_name AS "profileName", c.username, c.phone, c.blocked_at IS NOT NULL AS blocked`;
/**
 * Who asked is read as whom they were merged into. By CASE: under row-level security PostgreSQL reads no index by COALESCE, which it does
 * not know to be leakproof, and would read all contacts for each list.
 */
export const FROM = sql`FROM ticket t JOIN contact a ON a.account_id = t.account_id AND a.id = t.contact_id
  JOIN contact c ON c.account_id = a.account_id AND c.id = CASE WHEN a.merged_into IS NULL THEN a.id ELSE a.merged_into END
  LEFT JOIN organisation o ON o.account_id = c.account_id AND o.id = c.organisation_id`;

const moment = (ms: number | null): RawBuilder<unknown> =>
  ms === null ? sql`NULL::timestamptz` : sql`${iso(ms)}::timestamptz`;
const time = (ms: number): string => new Date(ms).toISOString();

export function shaped(row: Row): TicketRow {
  const {
    id,
    number,
    title,
    statusId,
    stage,
    priority,
    teamId,
    agentId,
    categoryId,
    typeId,
    version,
    labelIds,
  } = row;
  const facts = {
    id,
    number,
    title,
    statusId,
    stage,
    priority,
    teamId,
    agentId,
    categoryId,
    typeId,
    version,
    labelIds,
  };
  const { dueAt, organisationId, organisationName, createdAt, updatedAt } = row;
  return {
    ...facts,
    dueAt: dueAt === null ? null : time(dueAt),
    requester: contactCard(row),
    organisation:
      organisationId === null || organisationName === null
        ? null
        : { id: organisationId, name: organisationName },
    sla: shownSla(row.sla, row.slaDueAt),
    createdAt: time(createdAt),
    updatedAt: time(updatedAt),
  };
}

/** What of the account this agent may see: the same rule as the policy, said in SQL. */
export const visible = (actor: Actor): RawBuilder<unknown> =>
  seesAllTickets(actor)
    ? sql`true`
    : sql`(t.agent_id = ${actor.agentId} OR t.team_id = ANY(${actor.teamIds}::uuid[]))`;

export type LoadedTicket = TicketRow & {
  description: string;
  /** null = opened by the setting */
  createdBy: string | null;
  conversationId: string;
  contactId: string;
  fields: TicketState["fields"];
  /** the ticket it was merged into, by id and by number */
  mergedId: string | null;
  mergedInto: number | null;
  email: Ticket["email"];
};

/** What core decides about. */
export function stateOf(ticket: LoadedTicket): TicketState {
  const { title, description, teamId, agentId, priority, statusId, stage, categoryId, typeId, fields } =
    ticket;
  const chosen = { title, description, teamId, agentId, priority, statusId, stage, categoryId, typeId };
  const dueAt = ticket.dueAt === null ? null : Date.parse(ticket.dueAt);
  return { ...chosen, dueAt, fields, mergedInto: ticket.mergedId };
}

async function load(
  tx: Tx,
  accountId: string,
  isWanted: RawBuilder<unknown>,
  lock: boolean,
): Promise<LoadedTicket[]> {
  const { rows } = await sql<Row & Omit<LoadedTicket, keyof TicketRow>>`
    SELECT ${FIELDS}, t.description, t.created_by AS "createdBy", t.conversation_id AS "conversationId", t.fields, t.merged_into AS "mergedId",
      (SELECT m.number FROM ticket m WHERE m.account_id = t.account_id AND m.id = t.merged_into) AS "mergedInto",
      CASE WHEN t.email IS NOT NULL THEN json_build_object('address', t.email, 'standing', t.email_standing) END AS email
    ${FROM} WHERE t.account_id = ${accountId} AND ${isWanted} ORDER BY t.id ${lock ? sql`FOR NO KEY UPDATE OF t` : sql``}`.execute(
    tx,
  );
  return rows.map((row) => {
    const { description, createdBy, conversationId, contactId, fields, mergedId, mergedInto, email } = row;
    const more = { description, createdBy, conversationId, contactId, fields, mergedId, mergedInto, email };
    return { ...shaped(row), ...more };
  });
}

type By = { id: string } | { number: number };

/** One ticket; null when it is not there. `lock`: until the end of the transaction. */
export async function loadTicket(
  tx: Tx,
  accountId: string,
  by: By,
  { lock = false }: { lock?: boolean } = {},
): Promise<LoadedTicket | null> {
  const isWanted = "id" in by ? sql`t.id = ${by.id}` : sql`t.number = ${by.number}`;
  return (await load(tx, accountId, isWanted, lock))[0] ?? null;
}

/** Many tickets, held in the order of their ids until the end of the transaction. */
export const holdTickets = (tx: Tx, accountId: string, ids: readonly string[]): Promise<LoadedTicket[]> =>
  load(tx, accountId, sql`t.id = ANY(${[...ids]}::uuid[])`, true);

/** These tickets as lists show them; those that are not there are left out. */
export async function loadRows(tx: Tx, accountId: string, ids: readonly string[]): Promise<TicketRow[]> {
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE t.account_id = ${accountId} AND t.id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return rows.map(shaped);
}

/** The next number of the account, which nobody else gets before this transaction has ended. */
export async function nextNumber(tx: Tx, accountId: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    INSERT INTO ticket_counter (account_id, last) VALUES (${accountId}, 1)
    ON CONFLICT (account_id) DO UPDATE SET last = ticket_counter.last + 1 RETURNING last`.execute(tx);
  const [counter] = rows;
  if (!counter) throw new Error("a counter that was written gives its number");
  return counter.last;
}

export type NewTicket = TicketState & {
  id: string;
  number: number;
  contactId: string;
  conversationId: string;
};

const COLUMNS = {
  account_id: "uuid",
  id: "uuid",
  number: "int",
  title: "text",
  description: "text",
  contact_id: "uuid",
  conversation_id: "uuid",
  team_id: "uuid",
  agent_id: "uuid",
  priority: "smallint",
  status_id: "uuid",
  stage: "text",
  category_id: "uuid",
  type_id: "uuid",
  due_at: "timestamptz",
  fields: "jsonb",
  created_by: "uuid",
  created_at: "timestamptz",
  updated_at: "timestamptz",
};

/** Tickets that are new. `createdBy` null = opened by the setting. */
export async function insertTickets(
  tx: Tx,
  tickets: readonly (NewTicket & { accountId: string; createdBy: string | null })[],
  now: number,
): Promise<void> {
  const rows = tickets.map((ticket) => ({
    account_id: ticket.accountId,
    id: ticket.id,
    number: ticket.number,
    title: ticket.title,
    description: ticket.description,
    contact_id: ticket.contactId,
    conversation_id: ticket.conversationId,
    team_id: ticket.teamId,
    agent_id: ticket.agentId,
    priority: ticket.priority,
    status_id: ticket.statusId,
    stage: ticket.stage,
    category_id: ticket.categoryId,
    type_id: ticket.typeId,
    due_at: iso(ticket.dueAt),
    fields: ticket.fields,
    created_by: ticket.createdBy,
    created_at: iso(now),
    updated_at: iso(now),
  }));
  await bulkInsert(tx, "ticket", COLUMNS, rows);
}

/** Saves what was decided; also called with the state as it was, when something beside it changed. */
export async function saveTicket(
  tx: Tx,
  accountId: string,
  id: string,
  state: TicketState,
  now: number,
): Promise<void> {
  const at = sql`${iso(now)}::timestamptz`;
  await sql`
    UPDATE ticket SET title = ${state.title}, description = ${state.description}, team_id = ${state.teamId}, agent_id = ${state.agentId},
      priority = ${state.priority}, status_id = ${state.statusId}, stage = ${state.stage}, category_id = ${state.categoryId}, type_id = ${state.typeId},
      due_at = ${moment(state.dueAt)}, fields = ${JSON.stringify(state.fields)}::jsonb, merged_into = ${state.mergedInto}, over_at = ${isTicketOver(state.stage) ? sql`coalesce(over_at, ${at})` : sql`NULL`},
      version = version + 1, updated_at = ${at}
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** What a command on a ticket did, by its key. */
export type TicketKey = { ticketId: string; version: number };

export async function usedKey(tx: Tx, actor: Actor, key: string): Promise<TicketKey | null> {
  const { rows } = await sql<TicketKey>`
    SELECT ticket_id AS "ticketId", version FROM ticket_key WHERE account_id = ${actor.accountId} AND agent_id = ${actor.agentId} AND key = ${key}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Remembers a command; a rival with the same key waits here and then fails on the unique key. */
export async function useKey(tx: Tx, actor: Actor, key: string, use: TicketKey, now: number): Promise<void> {
  await sql`INSERT INTO ticket_key (account_id, agent_id, key, ticket_id, version, created_at)
    VALUES (${actor.accountId}, ${actor.agentId}, ${key}, ${use.ticketId}, ${use.version}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Forgets keys of commands from before a moment; no command is sent again so late. */
export async function forgetTicketKeys(tx: Tx, before: number, most: number): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM ticket_key WHERE (account_id, agent_id, key) IN
    (SELECT account_id, agent_id, key FROM ticket_key WHERE created_at < ${iso(before)}::timestamptz LIMIT ${most} FOR UPDATE SKIP LOCKED)`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}
