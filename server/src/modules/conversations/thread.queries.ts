import { threadPlace, type MessageContent, type PackedTrace } from "@balcao/core";
import type { HistoryView, MessageStatus, MessageView, ThreadEntry } from "@balcao/api";
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../../platform/database.ts";
import { explainError, explainFailure } from "../channels/index.ts";
import { notesOfThread } from "./notes.queries.ts";
import { shownReactions, type StoredReaction } from "./reactions.shown.ts";

type MessageRow = {
  id: string;
  conversationId: string;
  seq: number;
  at: number;
  direction: "in" | "out";
  author: MessageView["author"];
  agentId: string | null;
  triggerId: string | null;
  triggerName: string | null;
  kind: string;
  text: string | null;
  content: unknown;
  status: MessageStatus;
  statusAt: number | null;
  errorCode: number | null;
  error: { detail?: string | null } | null;
  quotedWamid: string | null;
  quotedId: string | null;
  quotedAuthor: string | null;
  quotedText: string | null;
  reactions: StoredReaction[] | null;
  revisions: MessageView["revisions"];
  hasTrace: boolean;
  mediaId: string | null;
  mediaKind: "image" | null;
  mediaState: "pending" | "stored" | "failed" | null;
  mediaFailure: string | null;
  mimeType: string | null;
  fileName: string | null;
  size: number | null;
  voice: boolean | null;
};

const MESSAGE = sql`
  SELECT m.id, m.conversation_id AS "conversationId", m.seq, m.at, m.direction, m.author, m.agent_id AS "agentId", m.trigger_id AS "triggerId",
    (SELECT e->>'description' FROM bot_trace b JOIN bot_version p ON p.account_id = b.account_id AND p.id = b.bot_version_id, jsonb_array_elements(p.triggers) e
      WHERE m.trigger_id IS NOT NULL AND b.account_id = m.account_id AND b.conversation_id = m.conversation_id AND e->>'id' = m.trigger_id::text LIMIT 1) AS "triggerName",
    m.kind, m.text, m.content, m.status, m.status_at AS "statusAt", m.error_code AS "errorCode", m.error, m.quoted_wamid AS "quotedWamid", q.id AS "quotedId", q.author AS "quotedAuthor", q.text AS "quotedText",
    (SELECT json_agg(json_build_object('author', r.author, 'emoji', r.emoji, 'confirmed', r.confirmed, 'state', r.state,
      'errorCode', r.error_code) ORDER BY r.author DESC) FROM reaction r
      WHERE m.wamid IS NOT NULL AND r.account_id = m.account_id AND r.channel_id = m.channel_id AND r.target_wamid = m.wamid) AS reactions,
    m.revisions,
    m.author = 'bot' AS "hasTrace",
    d.id AS "mediaId", d.kind AS "mediaKind", d.state AS "mediaState", d.failure AS "mediaFailure", d.mime_type AS "mimeType", d.file_name AS "fileName", d.size, d.voice
  FROM message m
  LEFT JOIN message q ON m.quoted_wamid IS NOT NULL AND q.account_id = m.account_id AND q.channel_id = m.channel_id AND q.wamid = m.quoted_wamid
  LEFT JOIN media d ON m.media_id IS NOT NULL AND d.account_id = m.account_id AND d.id = m.media_id`;

/** Meta's JSON of what we did not understand is for administrators, who ask for it apart (`loadRaw`). */
const withoutRaw = (content: unknown): unknown =>
  typeof content === "object" && content !== null && "raw" in content ? { ...content, raw: null } : content;

/** Before this Meta would refuse a failed message again; null = no such moment. */
export function againAt({ errorCode, statusAt }: Pick<MessageRow, "errorCode" | "statusAt">): Date | null {
  const { againMs } = explainError(errorCode);
  return againMs === null || statusAt === null ? null : new Date(statusAt + againMs);
}

function shapedMessage(row: MessageRow): MessageView {
  const failed = row.status === "failed" || row.status === "unknown";
  const rule = explainFailure(row.errorCode, row.error?.detail ?? null);
  return {
    entry: "message",
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    direction: row.direction,
    author: row.author,
    agentId: row.agentId,
    trigger: row.triggerId === null ? null : { id: row.triggerId, description: row.triggerName ?? "" },
    kind: row.kind,
    text: row.text,
    content: withoutRaw(row.content),
    status: row.status,
    reactions: (row.reactions ?? []).flatMap(shownReactions),
    revisions: row.revisions,
    hasTrace: row.hasTrace,
    quoted:
      row.quotedWamid === null
        ? null
        : {
            id: row.quotedId,
            author: row.quotedAuthor ?? "contact",
            preview: (row.quotedText ?? "").slice(0, 160),
          },
    media:
      row.mediaId === null || row.mediaKind === null
        ? null
        : {
            id: row.mediaId,
            kind: row.mediaKind,
            state: row.mediaState ?? "pending",
            isNumberRemoved: row.mediaState === "failed" && row.mediaFailure === "number_removed",
            mimeType: row.mimeType,
            fileName: row.fileName,
            size: row.size,
            voice: row.voice ?? false,
            url: row.mediaState === "stored" ? `/api/media/${row.mediaId}` : null,
          },
    failure: !failed
      ? null
      : {
          code: row.errorCode,
          explanation: row.status === "unknown" ? "no_answer" : rule.explanation,
          nextStep: row.status === "unknown" ? "check_phone" : rule.nextStep,
          againAt: againAt(row)?.toISOString() ?? null,
          detail: row.error?.detail ?? null,
        },
  };
}

type EventRow = {
  id: number;
  conversationId: string;
  seq: number;
  at: number;
  type: string;
  agentId: string | null;
  data: Record<string, unknown>;
};
const EVENT = sql`SELECT e.id, e.conversation_id AS "conversationId", e.seq, e.at, e.type, e.agent_id AS "agentId", e.data FROM event e`;

const shapedEvent = (row: EventRow): HistoryView => ({
  entry: "history",
  id: String(row.id),
  conversationId: row.conversationId,
  seq: row.seq,
  at: new Date(row.at).toISOString(),
  type: row.type,
  agentId: row.agentId,
  data: row.data,
});

/** Messages by id, as the thread shows them, of the accounts named (see `hydrateRows`). */
export async function hydrateMessages(
  tx: Tx,
  accountIds: readonly string[],
  ids: readonly string[],
): Promise<MessageView[]> {
  if (ids.length === 0) return [];
  const { rows } =
    await sql<MessageRow>`${MESSAGE} WHERE m.account_id = ANY(${[...accountIds]}::uuid[]) AND m.id = ANY(${[...ids]}::uuid[])`.execute(
      tx,
    );
  return rows.map(shapedMessage);
}

export const historyOf = shapedEvent;

function beyond(cursor: string | undefined, alias: "m" | "e" | "n", sign: "<" | ">"): RawBuilder<unknown> {
  const [at, seq] = cursor ? Buffer.from(cursor, "base64url").toString().split("|") : [];
  if (at === undefined || seq === undefined || Number.isNaN(Date.parse(at)) || !/^\d+$/.test(seq))
    return sql`true`;
  return sql`(${sql.ref(`${alias}.at`)}, ${sql.ref(`${alias}.seq`)}) ${sql.raw(sign)} (${at}::timestamptz, ${Number(seq)})`;
}

export type ThreadQuery = {
  before?: string | undefined;
  after?: string | undefined;
  around?: string | undefined;
  limit: number;
};
type Stretch = { entries: ThreadEntry[]; before: string | null; after: string | null };

/** A stretch with this message or note in its middle; null when it is not of this conversation. */
export async function loadThreadAround(
  tx: Tx,
  accountId: string,
  conversationId: string,
  entryId: string,
  limit: number,
): Promise<Stretch | null> {
  const isIt = sql`account_id = ${accountId} AND conversation_id = ${conversationId} AND id = ${entryId}`;
  const { rows } = await sql<{ at: number; seq: number }>`
    SELECT at, seq FROM message WHERE ${isIt} UNION ALL SELECT at, seq FROM note WHERE ${isIt}`.execute(tx);
  const [entry] = rows;
  if (!entry) return null;
  const at = new Date(entry.at).toISOString();
  const half = Math.ceil(limit / 2);
  const older = await loadThread(tx, accountId, conversationId, {
    before: threadPlace({ at, seq: entry.seq }),
    limit: half,
  });
  const later = await loadThread(tx, accountId, conversationId, {
    after: threadPlace({ at, seq: entry.seq - 1 }),
    limit: half,
  });
  return { entries: [...older.entries, ...later.entries], before: older.before, after: later.after };
}

/** A stretch of the thread: messages, notes and history lines merged by time and place, oldest first. */
export async function loadThread(
  tx: Tx,
  accountId: string,
  conversationId: string,
  query: ThreadQuery,
): Promise<Stretch> {
  const forward = query.after !== undefined;
  const direction = sql.raw(forward ? "ASC" : "DESC");
  const sign = forward ? ">" : "<";
  const cursor = forward ? query.after : query.before;
  const messages = await sql<MessageRow>`
    ${MESSAGE} WHERE m.account_id = ${accountId} AND m.conversation_id = ${conversationId} AND ${beyond(cursor, "m", sign)}
    ORDER BY m.at ${direction}, m.seq ${direction} LIMIT ${query.limit + 1}`.execute(tx);
  const events = await sql<EventRow>`
    ${EVENT} WHERE e.account_id = ${accountId} AND e.conversation_id = ${conversationId} AND e.seq IS NOT NULL AND ${beyond(cursor, "e", sign)}
    ORDER BY e.at ${direction}, e.seq ${direction} LIMIT ${query.limit + 1}`.execute(tx);
  const notes = await notesOfThread(tx, accountId, conversationId, {
    condition: beyond(cursor, "n", sign),
    direction,
    most: query.limit + 1,
  });
  const all: ThreadEntry[] = [...messages.rows.map(shapedMessage), ...events.rows.map(shapedEvent), ...notes];
  const order = (a: ThreadEntry, b: ThreadEntry): number =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq;
  all.sort((a, b) => (forward ? order(a, b) : order(b, a)));
  const page = all.slice(0, query.limit);
  const more = all.length > query.limit;
  if (!forward) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  return {
    entries: page,
    before: first && (forward || more) ? threadPlace(first) : null,
    after: last && forward && more ? threadPlace(last) : null,
  };
}

export type StoredTrace = {
  botVersion: number;
  at: number;
  trace: PackedTrace;
  triggers: { id: string; description: string }[];
  conversationId: string;
};

/** The decision behind a message of the bot, with the triggers of the version that decided. */
export async function loadTrace(tx: Tx, accountId: string, messageId: string): Promise<StoredTrace | null> {
  const { rows } = await sql<StoredTrace>`
    SELECT p.number AS "botVersion", b.at, b.trace, p.triggers, b.conversation_id AS "conversationId"
    FROM message m JOIN bot_trace b ON b.account_id = m.account_id AND b.conversation_id = m.conversation_id AND b.at = m.created_at
    JOIN bot_version p ON p.account_id = b.account_id AND p.id = b.bot_version_id
    WHERE m.account_id = ${accountId} AND m.id = ${messageId} ORDER BY b.id LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}

/** What is kept of a message that was not understood, as Meta wrote it. */
export async function loadRaw(
  tx: Tx,
  accountId: string,
  messageId: string,
): Promise<{ raw: unknown; conversationId: string } | null> {
  const { rows } = await sql<{ raw: unknown; conversationId: string }>`
    SELECT content->'raw' AS raw, conversation_id AS "conversationId" FROM message
    WHERE account_id = ${accountId} AND id = ${messageId} AND kind = 'unsupported'`.execute(tx);
  return rows[0] ?? null;
}

type FoundMessage = {
  wamid: string | null;
  text: string | null;
  status: string;
  statusAt: number | null;
  errorCode: number | null;
  author: string;
  content: MessageContent;
};

/** A message of ours that did not arrive, to be sent again as a new one; a customer's message, to be quoted. */
export async function findMessage(
  tx: Tx,
  accountId: string,
  conversationId: string,
  id: string,
): Promise<FoundMessage | null> {
  const { rows } = await sql<FoundMessage>`
    SELECT wamid, text, status, status_at AS "statusAt", error_code AS "errorCode", author, content FROM message WHERE account_id = ${accountId} AND conversation_id = ${conversationId} AND id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}
