import { fold, phoneSearchKeys, searchTerms, type SearchTerm } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { allWanted } from "../conversations/index.ts";
import { visible } from "./tickets.queries.ts";

/** Up to so many found tickets are gathered and sorted; of more, the list is walked in its order until a page is full. */
const MOST_GATHERED = 2_000;

/** What is looked for in tickets; `ids`: those that have it, null when they are too many to be gathered. */
export type Wanted = {
  terms: readonly SearchTerm[];
  number: number | null;
  /** what a name or a phone is compared with */
  likes: readonly string[];
  ids: readonly string[] | null;
};

const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A number is looked for as a number, as a word and as part of a phone; with "#" before it, as a number only. */
function readSearch(query: string): Omit<Wanted, "ids"> {
  const number = /^#?(\d{1,9})$/.exec(query)?.[1];
  const likes = [fold(query), ...phoneSearchKeys(query)].filter((text) => text !== "").map(like);
  if (number !== undefined && query.startsWith("#")) return { terms: [], number: Number(number), likes: [] };
  return { terms: searchTerms(query), number: number === undefined ? null : Number(number), likes };
}

const words = ({ terms }: Pick<Wanted, "terms">): RawBuilder<unknown> =>
  terms.length === 0 ? sql`false` : sql`t.words @@ ${allWanted(terms)}`;

/** The same asked of one ticket: its number, its words, and who asked for it. */
export const saysWanted = (wanted: Wanted): RawBuilder<unknown> => sql`(${
  wanted.number === null ? sql`false` : sql`t.number = ${wanted.number}`
} OR ${words(wanted)} OR (SELECT p.search LIKE ANY(${[...wanted.likes]}::text[]) FROM contact o
    JOIN contact p ON p.account_id = o.account_id AND p.id = CASE WHEN o.merged_into IS NULL THEN o.id ELSE o.merged_into END
    WHERE o.account_id = t.account_id AND o.id = t.contact_id))`;

/**
 * The tickets that a search finds. Runs as the role that sees all accounts, hence the account in each condition: under row-level security
 * PostgreSQL reads no index by an operator that is not proven leakproof, and neither `@@` nor `LIKE` is. The list reads what was found
 * under it.
 */
export async function findTickets(tx: Tx, actor: Actor, query: string): Promise<Wanted> {
  const search = readSearch(query);
  const { accountId } = actor;
  // a table that is read until enough is found costs as much as what is rare in it
  await sql`SET LOCAL enable_seqscan = off`.execute(tx);
  const most = sql`LIMIT ${MOST_GATHERED + 1}`;
  const own = sql`t.account_id = ${accountId} AND ${visible(actor)}`;
  const { rows } = await sql<{ people: number; ids: string[] }>`
    WITH people AS MATERIALIZED (SELECT id FROM contact WHERE account_id = ${accountId} AND merged_into IS NULL
        AND search LIKE ANY(${[...search.likes]}::text[]) ${most}),
      named AS MATERIALIZED (SELECT id FROM people
        UNION ALL SELECT m.id FROM people p JOIN contact m ON m.account_id = ${accountId} AND m.merged_into = p.id),
      found AS ((SELECT t.id FROM ticket t WHERE ${own} AND ${words(search)} ${most})
        UNION (SELECT t.id FROM named n JOIN ticket t ON t.contact_id = n.id AND ${own} ${most})
        UNION (SELECT t.id FROM ticket t WHERE ${own} AND t.number = ${search.number}::bigint))
    SELECT (SELECT count(*) FROM people)::int AS people, ARRAY(SELECT id FROM found) AS ids`.execute(tx);
  const { people = 0, ids = [] } = rows[0] ?? {};
  return { ...search, ids: people <= MOST_GATHERED && ids.length <= MOST_GATHERED ? ids : null };
}
