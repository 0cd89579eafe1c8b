import type { ContactCard, ConversationRow } from "@balcao/api";
import { formatPhone, nextScheduledAt, type ScheduledSend } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { oversees } from "./conversations.policy.ts";

export type Row = Omit<
  ConversationRow,
  | "contact"
  | "lastMessage"
  | "windowClosesAt"
  | "waitingSince"
  | "snoozedUntil"
  | "scheduledAt"
  | "hasUnsent"
  | "openedAt"
  | "closedAt"
> & {
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  blocked: boolean;
  lastMessageId: string | null;
  lastMessageAt: number;
  lastPreview: string;
  lastDirection: "in" | "out" | null;
  lastKind: string | null;
  lastStatus: string | null;
  windowClosesAt: number | null;
  waitingSince: number | null;
  snoozedUntil: number | null;
  scheduled: readonly ScheduledSend[];
  openedAt: number;
  closedAt: number | null;
};

export const FIELDS = sql`v.id, v.protocol, v.team_id AS "teamId", v.agent_id AS "agentId", v.owner, v.status, v.unread, v.seq, v.version,
  v.window_closes_at AS "windowClosesAt", v.waiting_since AS "waitingSince", v.priority, v.snoozed_until AS "snoozedUntil", v.scheduled, v.opened_at AS "openedAt", v.closed_at AS "closedAt",
  v.last_message_id AS "lastMessageId", v.last_message_at AS "lastMessageAt", v.last_preview AS "lastPreview", v.last_direction AS "lastDirection",
  v.last_kind AS "lastKind", m.status AS "lastStatus", c.id AS "contactId", coalesce(c.name, u.name) AS "contactName", c.profile_name AS "profileName", c.username, c.phone, c.blocked_at IS NOT NULL AS blocked,
  ARRAY(SELECT l.label_id FROM conversation_label l WHERE l.account_id = v.account_id AND l.conversation_id = v.id ORDER BY l.label_id) AS "labelIds"`;
/** A person who works here shows under that name, unless another was registered. */
export const FROM = sql`FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
  LEFT JOIN agent u ON u.account_id = c.account_id AND u.phone = c.phone AND u.active
  LEFT JOIN message m ON m.account_id = v.account_id AND m.id = v.last_message_id`;

export const time = (ms: number): string => new Date(ms).toISOString();
export const maybe = (ms: number | null): string | null => (ms === null ? null : time(ms));

/** A contact as every screen names them. */
export function contactCard(row: {
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  blocked: boolean;
}): ContactCard {
  return {
    id: row.contactId,
    name: row.contactName,
    profileName: row.profileName,
    username: row.username,
    phone: row.phone === null ? null : formatPhone(row.phone),
    blocked: row.blocked,
  };
}

export function shaped(row: Row): ConversationRow {
  return {
    id: row.id,
    protocol: row.protocol,
    contact: contactCard(row),
    teamId: row.teamId,
    agentId: row.agentId,
    owner: row.owner,
    status: row.status,
    unread: row.unread,
    lastMessage:
      row.lastMessageId === null
        ? null
        : {
            id: row.lastMessageId,
            at: time(row.lastMessageAt),
            preview: row.lastPreview,
            direction: row.lastDirection ?? "in",
            status: row.lastStatus ?? "received",
            kind: row.lastKind ?? "text",
          },
    windowClosesAt: maybe(row.windowClosesAt),
    waitingSince: maybe(row.waitingSince),
    priority: row.priority,
    snoozedUntil: maybe(row.snoozedUntil),
    scheduledAt: maybe(nextScheduledAt(row.scheduled)),
    hasUnsent: row.scheduled.some(({ unsent }) => unsent !== null),
    labelIds: row.labelIds,
    openedAt: time(row.openedAt),
    closedAt: maybe(row.closedAt),
    seq: row.seq,
    version: row.version,
  };
}

/**
 * Rows as lists and screens show them, by id. The accounts are named because every key begins with them: without, the index
 * is of no use to a role that sees all accounts.
 */
export async function hydrateRows(
  tx: Tx,
  accountIds: readonly string[],
  ids: readonly string[],
): Promise<Map<string, ConversationRow & { accountId: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row & { accountId: string }>`
    SELECT v.account_id AS "accountId", ${FIELDS} ${FROM} WHERE v.account_id = ANY(${[...accountIds]}::uuid[]) AND v.id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, { ...shaped(row), accountId: row.accountId }]));
}

/** What of the account this agent may see: the same rule as the policy, said in SQL. */
export const visible = (actor: Actor): RawBuilder<unknown> =>
  oversees(actor)
    ? sql`true`
    : sql`(v.agent_id = ${actor.agentId} OR (v.team_id = ANY(${actor.teamIds}::uuid[])
        AND ${actor.segmentedView ? sql`(v.agent_id IS NULL OR v.status IN ('resolved', 'closed'))` : sql`true`}))`;
