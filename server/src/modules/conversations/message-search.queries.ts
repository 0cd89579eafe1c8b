import type { MessageHit } from "@balcao/api";
import { formatPhone, spellings, type SearchTerm } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { time, visible } from "./rows.queries.ts";

type Words = RawBuilder<unknown>;

/** Messages that are gathered and sorted; with more of them, the newest are met soon enough by walking back in time. */
const MOST_GATHERED = 8_000;

const asWritten = (text: string): Words => sql`phraseto_tsquery('public.balcao_word', ${text})`;
const byStem = (text: string): Words => sql`phraseto_tsquery('public.balcao_stem', ${text})`;
const anyOf = (all: readonly Words[]): Words => sql`(${sql.join(all, sql` || `)})`;

/** A word in any of its forms: its stem, that of its other number, and itself (which may be a word without a stem of its own). */
const inAnyForm = (word: string): readonly Words[] => [...spellings(word).map(byStem), asWritten(word)];

/** What begins so. A text without any word is no query at all. */
const begun = (word: string): Words =>
  sql`coalesce(nullif(${asWritten(word)}::text, '') || ':*', '')::tsquery`;

function wanted(term: SearchTerm): Words {
  switch (term.type) {
    case "phrase":
      return asWritten(term.words.join(" "));
    case "beginning":
      return anyOf([...inAnyForm(term.word), begun(term.word)]);
    case "word":
      return anyOf(inAnyForm(term.word));
  }
}

/** All that is looked for, as PostgreSQL asks a text for it (`words_of`). What people type is data here: no sign of it is an operator. */
export const allWanted = (terms: readonly SearchTerm[]): Words =>
  sql`(${sql.join(terms.map(wanted), sql` && `)})`;

/** Any of the words looked for: what is marked in an excerpt. */
const anyWanted = (terms: readonly SearchTerm[]): Words =>
  anyOf(terms.flatMap((term) => (term.type === "phrase" ? term.words.map(asWritten) : [wanted(term)])));

export type MessageSearch = {
  terms: readonly SearchTerm[];
  team?: string | undefined;
  status?: string | undefined;
  /** the last message of the page before */
  cursor?: string | undefined;
  limit: number;
};

type Source = "message" | "note";

/** Ids of what one table has, newest first. */
async function findIn(tx: Tx, source: Source, actor: Actor, search: MessageSearch): Promise<string[]> {
  const said = sql`m.account_id = ${actor.accountId} AND m.words @@ ${allWanted(search.terms)}
    AND ${search.cursor ? sql`m.id < ${search.cursor}` : sql`true`}`;
  const allowed = sql`v.account_id = ${actor.accountId} AND ${visible(actor)}
    AND ${search.team ? sql`v.team_id = ${search.team}` : sql`true`} AND ${search.status ? sql`v.status = ${search.status}` : sql`true`}`;
  const most = sql`LIMIT ${search.limit + 1}`;
  const table = sql.table(source);
  const { rows } = await sql<{ gathered: number; ids: string[] }>`
    WITH gathered AS MATERIALIZED (SELECT m.id, m.conversation_id FROM ${table} m WHERE ${said} LIMIT ${MOST_GATHERED + 1})
    SELECT (SELECT count(*) FROM gathered)::int AS gathered, ARRAY(
      SELECT m.id FROM gathered m JOIN conversation v ON v.id = m.conversation_id
        WHERE (SELECT count(*) FROM gathered) <= ${MOST_GATHERED} AND ${allowed} ORDER BY m.id DESC ${most}) AS ids`.execute(
    tx,
  );
  const found = rows[0];
  if (found && found.gathered <= MOST_GATHERED) return found.ids;
  const walked = await sql<{ id: string }>`
    SELECT m.id FROM ${table} m JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id
    WHERE ${said} AND ${allowed} ORDER BY m.account_id DESC, m.id DESC ${most}`.execute(tx);
  return walked.rows.map(({ id }) => id);
}

/**
 * Ids of one page of messages and notes that say this, newest first (by id: the order in which they came to us), and one more when
 * there is more. Runs as the role that sees all accounts, hence the account in each condition: under row-level security PostgreSQL
 * reads no index by an operator that is not proven leakproof, and `@@` is not. `loadHits` reads the page under it.
 */
export async function findSaid(tx: Tx, actor: Actor, search: MessageSearch): Promise<string[]> {
  // the cost of a rare word is that of its messages, not of all: the planner cannot know which words are rare where
  await sql`SET LOCAL enable_seqscan = off`.execute(tx);
  const messages = await findIn(tx, "message", actor, search);
  const notes = await findIn(tx, "note", actor, search);
  // ids of equal length in hexadecimal: the order of their texts is PostgreSQL's order
  return [...messages, ...notes].toSorted((a, b) => (a < b ? 1 : -1)).slice(0, search.limit + 1);
}

export type Hit = Omit<MessageHit, "excerpt"> & { said: string };

type HitRow = Omit<Hit, "contact" | "at"> & {
  at: number;
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  blocked: boolean;
  phone: string | null;
};

/** These messages and notes as a list shows them, newest first, as far as this agent may see them. `said` of a note: as it is stored. */
export async function loadHits(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Hit[]> {
  const { rows } = await sql<HitRow>`
    WITH wanted AS (SELECT unnest(${[...ids]}::uuid[]) AS id), said AS (
      SELECT m.account_id, m.id, m.conversation_id, m.at, m.direction, m.author, m.agent_id, m.kind,
        coalesce(message_said(m.kind, m.text, m.content, m.revisions), '') AS said
      FROM message m WHERE m.account_id = ${actor.accountId} AND m.id IN (SELECT id FROM wanted)
      UNION ALL
      SELECT n.account_id, n.id, n.conversation_id, n.at, NULL, 'agent', n.agent_id, 'note', n.text
      FROM note n WHERE n.account_id = ${actor.accountId} AND n.id IN (SELECT id FROM wanted) AND n.deleted_at IS NULL)
    SELECT m.id, m.conversation_id AS "conversationId", m.at, m.direction, m.author, m.agent_id AS "agentId", m.kind, m.said,
      c.id AS "contactId", c.name AS "contactName", c.profile_name AS "profileName", c.username, c.phone,
      c.blocked_at IS NOT NULL AS blocked
    FROM said m JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id
      JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE ${visible(actor)} ORDER BY m.id DESC`.execute(tx);
  return rows.map(({ at, contactId, contactName, profileName, username, phone, blocked, ...hit }) => ({
    ...hit,
    at: time(at),
    contact: {
      id: contactId,
      name: contactName,
      profileName,
      username,
      phone: phone === null ? null : formatPhone(phone),
      blocked,
    },
  }));
}

/** Which of these words are among those looked for, judged as the index judges them. */
export async function foundWords(
  tx: Tx,
  terms: readonly SearchTerm[],
  words: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM unnest(${[...words]}::text[]) AS word WHERE words_of(word) @@ ${anyWanted(terms)}`.execute(
    tx,
  );
  return new Set(rows.map(({ word }) => word));
}
