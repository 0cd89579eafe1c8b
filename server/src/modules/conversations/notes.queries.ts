import type { Mention, NoteView } from "@balcao/api";
import { formatPhone } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { bulkInsert, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { maybe, time, visible } from "./rows.queries.ts";

type NoteRow = {
  id: string;
  conversationId: string;
  seq: number;
  at: number;
  agentId: string;
  text: string;
  editedAt: number | null;
  deletedAt: number | null;
};

const NOTE = sql`SELECT n.id, n.conversation_id AS "conversationId", n.seq, n.at, n.agent_id AS "agentId", n.text, n.edited_at AS "editedAt", n.deleted_at AS "deletedAt" FROM note n`;

const shaped = (row: NoteRow): NoteView => ({
  entry: "note",
  id: row.id,
  conversationId: row.conversationId,
  seq: row.seq,
  at: time(row.at),
  agentId: row.agentId,
  text: row.deletedAt === null ? row.text : null,
  editedAt: maybe(row.editedAt),
  deletedAt: maybe(row.deletedAt),
});

/** Notes by id, of the account. */
export async function hydrateNotes(tx: Tx, accountId: string, ids: readonly string[]): Promise<NoteView[]> {
  if (ids.length === 0) return [];
  const { rows } =
    await sql<NoteRow>`${NOTE} WHERE n.account_id = ${accountId} AND n.id = ANY(${[...ids]}::uuid[])`.execute(
      tx,
    );
  return rows.map(shaped);
}

/** Notes of a thread that fulfil a condition on (`n.at`, `n.seq`), in that order. */
export async function notesOfThread(
  tx: Tx,
  accountId: string,
  conversationId: string,
  stretch: { condition: RawBuilder<unknown>; direction: RawBuilder<unknown>; most: number },
): Promise<NoteView[]> {
  const { condition, direction, most } = stretch;
  const { rows } = await sql<NoteRow>`
    ${NOTE} WHERE n.account_id = ${accountId} AND n.conversation_id = ${conversationId} AND ${condition}
    ORDER BY n.at ${direction}, n.seq ${direction} LIMIT ${most}`.execute(tx);
  return rows.map(shaped);
}

/** The notes of a conversation that are not deleted, newest first. */
export const newestNotes = (
  tx: Tx,
  accountId: string,
  conversationId: string,
  most: number,
): Promise<NoteView[]> =>
  notesOfThread(tx, accountId, conversationId, {
    condition: sql`n.deleted_at IS NULL`,
    direction: sql`DESC`,
    most,
  });

/** The next place in a conversation's thread, of which the caller holds the lock. */
export async function takeSeq(tx: Tx, accountId: string, conversationId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    UPDATE conversation SET seq = seq + 1, version = version + 1 WHERE account_id = ${accountId} AND id = ${conversationId} RETURNING seq`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error(`conversation ${conversationId} is not there`);
  return row.seq;
}

export type NewNote = {
  id: string;
  conversationId: string;
  seq: number;
  at: number;
  agentId: string;
  text: string;
};

export async function insertNote(tx: Tx, accountId: string, note: NewNote): Promise<void> {
  await sql`INSERT INTO note (account_id, id, conversation_id, seq, at, agent_id, text)
    VALUES (${accountId}, ${note.id}, ${note.conversationId}, ${note.seq}, ${iso(note.at)}::timestamptz, ${note.agentId}, ${note.text})`.execute(
    tx,
  );
}

/** Puts another text in the place of a note's; null deletes it. */
export async function changeNote(
  tx: Tx,
  accountId: string,
  id: string,
  text: string | null,
  now: number,
): Promise<void> {
  const mark = sql.ref(text === null ? "deleted_at" : "edited_at");
  await sql`UPDATE note SET text = ${text ?? ""}, ${mark} = ${iso(now)}::timestamptz WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}

/** Makes these agents, and nobody else, the ones a note mentions. Who has read it has. Answers all who hear of a difference. */
export async function setMentions(
  tx: Tx,
  accountId: string,
  noteId: string,
  agentIds: readonly string[],
  at: number,
): Promise<string[]> {
  const gone = await sql<{ agentId: string }>`
    DELETE FROM note_mention WHERE account_id = ${accountId} AND note_id = ${noteId} AND NOT agent_id = ANY(${[...agentIds]}::uuid[])
    RETURNING agent_id AS "agentId"`.execute(tx);
  await bulkInsert(
    tx,
    "note_mention",
    { account_id: "uuid", note_id: "uuid", agent_id: "uuid", at: "timestamptz" },
    agentIds.map((agentId) => ({
      account_id: accountId,
      note_id: noteId,
      agent_id: agentId,
      at: iso(at),
    })),
    sql`ON CONFLICT DO NOTHING`,
  );
  return [...agentIds, ...gone.rows.map(({ agentId }) => agentId)];
}

const MENTIONS = (actor: Actor): RawBuilder<unknown> => sql`FROM note_mention t
  JOIN note n ON n.account_id = t.account_id AND n.id = t.note_id
  JOIN conversation v ON v.account_id = n.account_id AND v.id = n.conversation_id
  WHERE t.account_id = ${actor.accountId} AND t.agent_id = ${actor.agentId} AND ${visible(actor)}`;

type MentionRow = Omit<Mention, "at" | "readAt" | "contactName"> & {
  at: number;
  readAt: number | null;
  name: string | null;
  phone: string | null;
};

/** The latest notes that mention this agent, in conversations the agent may see. */
export async function listMentions(tx: Tx, actor: Actor, most: number): Promise<Mention[]> {
  const { rows } = await sql<MentionRow>`
    SELECT m.*, c.name, c.phone FROM (
      SELECT n.id AS "noteId", n.conversation_id AS "conversationId", v.account_id, v.contact_id, t.at, n.agent_id AS "agentId", n.text, t.read_at AS "readAt"
      ${MENTIONS(actor)} ORDER BY t.at DESC, t.note_id LIMIT ${most}) m
    JOIN contact c ON c.account_id = m.account_id AND c.id = m.contact_id ORDER BY m.at DESC, m."noteId"`.execute(
    tx,
  );
  return rows.map((row) => ({
    noteId: row.noteId,
    conversationId: row.conversationId,
    contactName: row.name ?? (row.phone === null ? null : formatPhone(row.phone)),
    at: time(row.at),
    agentId: row.agentId,
    text: row.text,
    readAt: maybe(row.readAt),
  }));
}

export async function countUnreadMentions(tx: Tx, actor: Actor): Promise<number> {
  const { rows } = await sql<{
    unread: number;
  }>`SELECT count(*)::int AS unread ${MENTIONS(actor)} AND t.read_at IS NULL`.execute(tx);
  return rows[0]?.unread ?? 0;
}

/** Marks notes as seen by an agent; answers how many were new. */
export async function readMentions(
  tx: Tx,
  actor: Actor,
  noteIds: readonly string[],
  now: number,
): Promise<number> {
  const { rows } = await sql`
    UPDATE note_mention SET read_at = ${iso(now)}::timestamptz
    WHERE account_id = ${actor.accountId} AND agent_id = ${actor.agentId} AND note_id = ANY(${[...noteIds]}::uuid[]) AND read_at IS NULL
    RETURNING note_id`.execute(tx);
  return rows.length;
}
