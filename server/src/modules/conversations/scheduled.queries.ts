import type { OwnScheduledList, ScheduledView, TemplateUses } from "@balcao/api";
import {
  formatPhone,
  type Composition,
  type OutgoingFile,
  type ScheduledSend,
  type TemplateUse,
} from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { Viewer } from "./conversations.policy.ts";
import type { FileToSend } from "./files.rows.ts";
import { time, visible } from "./rows.queries.ts";

/**
 * What a scheduled message says. Of a template its use is kept: it goes as it is approved on that day; `text` is how it read. What was put
 * together is kept as it was, to be changed.
 */
export type ScheduledContent =
  | { type: "text"; body: string }
  | { type: "template"; use: TemplateUse; text: string | null }
  | { type: "composed"; composition: Composition; text: string | null }
  | OutgoingFile;

export type NewScheduled = {
  id: string;
  conversationId: string;
  content: ScheduledContent;
  file: FileToSend | null;
  quotedMessageId: string | null;
};

export async function insertScheduled(tx: Tx, actor: Actor, row: NewScheduled, now: number): Promise<void> {
  await sql`
    INSERT INTO scheduled_message (account_id, id, conversation_id, agent_id, content, file, quoted_message_id, created_at)
    VALUES (${actor.accountId}, ${row.id}, ${row.conversationId}, ${actor.agentId}, ${JSON.stringify(row.content)}::jsonb,
      ${row.file && JSON.stringify(row.file)}::jsonb, ${row.quotedMessageId}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Takes out the words of what was sent or taken back. */
export async function forgetScheduled(
  tx: Tx,
  gone: readonly { accountId: string; id: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  const rows = gone.map(({ accountId, id }) => ({ account_id: accountId, id }));
  await sql`
    DELETE FROM scheduled_message s USING ${recordset(rows, { account_id: "uuid", id: "uuid" }, "w")}
    WHERE s.account_id = w.account_id AND s.id = w.id`.execute(tx);
}

/** A scheduled message as sending it needs it. */
export type ScheduledWords = {
  id: string;
  content: ScheduledContent;
  file: FileToSend | null;
  quotedWamid: string | null;
};
export type AuthoredWords = ScheduledWords & Viewer & { authorName: string; authorActive: boolean };

const QUOTED = sql`LEFT JOIN message q ON q.account_id = s.account_id AND q.id = s.quoted_message_id`;

/** One scheduled message of a conversation; null when it was sent or taken back. */
export async function findScheduled(
  tx: Tx,
  accountId: string,
  conversationId: string,
  id: string,
): Promise<ScheduledWords | null> {
  const { rows } = await sql<ScheduledWords>`
    SELECT s.id, s.content, s.file, q.wamid AS "quotedWamid" FROM scheduled_message s ${QUOTED}
    WHERE s.account_id = ${accountId} AND s.conversation_id = ${conversationId} AND s.id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** Scheduled messages by id, each with what decides whether its author may still write there. */
export async function wordsOf(
  tx: Tx,
  wanted: readonly { accountId: string; id: string }[],
): Promise<AuthoredWords[]> {
  if (wanted.length === 0) return [];
  const rows = wanted.map(({ accountId, id }) => ({ account_id: accountId, id }));
  const found = await sql<AuthoredWords>`
    SELECT s.id, s.content, s.file, q.wamid AS "quotedWamid", a.id AS "agentId", a.name AS "authorName", a.active AS "authorActive", a.role,
      coalesce(g.segmented_view, true) AS "segmentedView",
      ARRAY(SELECT t.team_id FROM team_member t WHERE t.account_id = a.account_id AND t.agent_id = a.id) AS "teamIds"
    FROM ${recordset(rows, { account_id: "uuid", id: "uuid" }, "w")}
    JOIN scheduled_message s USING (account_id, id)
    JOIN agent a ON a.account_id = s.account_id AND a.id = s.agent_id
    LEFT JOIN whatsapp_setting g ON g.account_id = s.account_id ${QUOTED}`.execute(tx);
  return found.rows;
}

type ViewRow = {
  id: string;
  conversationId: string;
  agentId: string;
  content: ScheduledContent;
  file: FileToSend | null;
  quotedId: string | null;
  quotedAuthor: string | null;
  quotedText: string | null;
  scheduled: readonly ScheduledSend[];
  lastCustomerAt: number | null;
};

const VIEW = sql`s.id, s.conversation_id AS "conversationId", s.agent_id AS "agentId", s.content, s.file, q.id AS "quotedId", q.author AS "quotedAuthor",
  q.text AS "quotedText", v.scheduled, v.last_customer_at AS "lastCustomerAt"`;
const VIEW_FROM = sql`FROM scheduled_message s JOIN conversation v ON v.account_id = s.account_id AND v.id = s.conversation_id ${QUOTED}`;

function wordsIn(content: ScheduledContent): string | null {
  if (content.type === "text") return content.body;
  return content.type === "template" || content.type === "composed" ? content.text : content.caption;
}

/** Nothing for a row whose entry in the conversation is not there: the statement read both in one snapshot, so that cannot be. */
function shaped(row: ViewRow): ScheduledView[] {
  const send = row.scheduled.find(({ id }) => id === row.id);
  if (!send) return [];
  const { content, file } = row;
  return [
    {
      id: row.id,
      conversationId: row.conversationId,
      agentId: row.agentId,
      at: time(send.at),
      unlessReply: send.unlessReply,
      hasReply: row.lastCustomerAt !== null && row.lastCustomerAt > send.since,
      unsent: send.unsent,
      kind: content.type === "composed" ? content.composition.type : content.type,
      text: wordsIn(content),
      template: content.type === "template" ? content.use : null,
      composition: content.type === "composed" ? content.composition : null,
      file: file && {
        fileName: file.fileName,
        mimeType: file.mimeType,
        size: file.size,
        voice: file.voice,
        url: `/api/conversations/${row.conversationId}/scheduled/${row.id}/file`,
      },
      quoted:
        row.quotedId === null
          ? null
          : {
              id: row.quotedId,
              author: row.quotedAuthor ?? "contact",
              preview: (row.quotedText ?? "").slice(0, 160),
            },
    },
  ];
}

const byMoment = (a: ScheduledView, b: ScheduledView): number =>
  a.at < b.at || (a.at === b.at && a.id < b.id) ? -1 : 1;

/** What is scheduled in a conversation, or could not be sent, in the order of its moments. */
export async function scheduledOf(
  tx: Tx,
  accountId: string,
  conversationId: string,
): Promise<ScheduledView[]> {
  const { rows } = await sql<ViewRow>`
    SELECT ${VIEW} ${VIEW_FROM} WHERE s.account_id = ${accountId} AND s.conversation_id = ${conversationId}`.execute(
    tx,
  );
  return rows.flatMap(shaped).toSorted(byMoment);
}

/** An agent's own, in conversations they may see. */
export async function scheduledBy(tx: Tx, actor: Actor, most: number): Promise<OwnScheduledList["items"]> {
  const mayBeSeen: RawBuilder<unknown> = visible(actor);
  const { rows } = await sql<ViewRow & { name: string | null; phone: string | null }>`
    SELECT ${VIEW}, c.name, c.phone ${VIEW_FROM} JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE s.account_id = ${actor.accountId} AND s.agent_id = ${actor.agentId} AND ${mayBeSeen} ORDER BY s.created_at DESC LIMIT ${most}`.execute(
    tx,
  );
  return rows
    .flatMap((row) => {
      const contactName = row.name ?? (row.phone === null ? null : formatPhone(row.phone));
      return shaped(row).map((view) => ({ ...view, contactName }));
    })
    .toSorted(byMoment);
}

/** Which of these stored files wait to be sent. */
export async function scheduledFiles(tx: Tx, storageKeys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    SELECT s.file ->> 'storageKey' AS key FROM scheduled_message s WHERE s.file ->> 'storageKey' = ANY(${[...storageKeys]}::text[])`.execute(
    tx,
  );
  return rows.map(({ key }) => key);
}

/** How many scheduled messages wait to say which template. */
export async function scheduledTemplateUses(tx: Tx, accountId: string): Promise<TemplateUses["items"]> {
  const { rows } = await sql<TemplateUses["items"][number]>`
    SELECT content->'use'->>'name' AS name, content->'use'->>'language' AS language, 'scheduled' AS kind, NULL AS id, '' AS label, count(*)::int AS count
    FROM scheduled_message WHERE account_id = ${accountId} AND content->>'type' = 'template' GROUP BY 1, 2`.execute(
    tx,
  );
  return rows;
}
