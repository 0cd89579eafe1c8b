import type { MessageHitPage } from "@balcao/api";
import { excerptOf, mentionsIn, searchTerms, withHandles, wordsOf } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { listAgents } from "../agents/index.ts";
import { findSaid, foundWords, loadHits, type Hit, type MessageSearch } from "./message-search.queries.ts";

/** Hits as people read them: who is mentioned in a note by name. */
async function readable(tx: Tx, actor: Actor, hits: readonly Hit[]): Promise<readonly Hit[]> {
  const isCalling = (hit: Hit): boolean => hit.kind === "note" && mentionsIn(hit.said).length > 0;
  if (!hits.some(isCalling)) return hits;
  const names = new Map((await listAgents(tx, actor.accountId)).map(({ id, name }) => [id, name]));
  return hits.map((hit) =>
    isCalling(hit) ? { ...hit, said: withHandles(hit.said, (id) => names.get(id) ?? "?") } : hit,
  );
}

/**
 * One page of the messages and notes this agent may see that say what is looked for, newest first, each with an excerpt. A query without a
 * word finds nothing. The policy is asked twice: by the search, and again by the reading under row-level security.
 */
export async function searchMessages(
  deps: Deps,
  actor: Actor,
  { q, ...search }: Omit<MessageSearch, "terms"> & { q: string },
): Promise<MessageHitPage> {
  const terms = searchTerms(q);
  if (terms.length === 0) return { items: [], nextCursor: null };
  const ids = await deps.system.transaction().execute((tx) => findSaid(tx, actor, { ...search, terms }));
  const page = ids.slice(0, search.limit);
  if (page.length === 0) return { items: [], nextCursor: null };
  return inAccount(deps.app, actor.accountId, async (tx) => {
    const hits = await readable(tx, actor, await loadHits(tx, actor, page));
    const found = await foundWords(tx, terms, [...new Set(hits.flatMap(({ said }) => wordsOf(said)))]);
    return {
      items: hits.map(({ said, ...hit }) => ({
        ...hit,
        excerpt: excerptOf(said, (word) => found.has(word)),
      })),
      nextCursor: ids.length > search.limit ? (page.at(-1) ?? null) : null,
    };
  });
}
