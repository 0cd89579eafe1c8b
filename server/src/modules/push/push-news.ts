import { callsBy, NEWS_LASTS_MS } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import type { Loop } from "../../platform/module.ts";
import { workLoop } from "../../platform/work-loop.ts";
import { choicesOf, liveActors } from "../agents/index.ts";
import { canSee, MOST_EVENTS, newsSince, type ConversationNews } from "../conversations/index.ts";
import { callChoices } from "./choices.ts";
import { forgetCursor, isReader, loadCursor, saveCursor } from "./cursor.queries.ts";
import { addNotices, listListening, type Listening, type NoticeRow } from "./push.queries.ts";

const POLL_MS = 1000;
/** A notice waits so long: a page that is only being loaded again, or a colleague, may be faster, and what follows joins it. */
export const NOTICE_WAITS_MS = 3000;

/** Where nothing happens the place in the log is still written down this often (milliseconds), so that little is read again. */
const PLACE_MS = 30_000;

/** A browser with what its agent may see, as it is now. */
type Listener = Listening & { actor: Actor };

/** Those of the browsers whose agents may still act. Account by account: one session may work in several companies. */
async function listeners(deps: Deps, listening: readonly Listening[]): Promise<Listener[]> {
  const found: Listener[] = [];
  for (const own of Map.groupBy(listening, ({ accountId }) => accountId).values()) {
    const actors = await liveActors(deps.system, own);
    for (const one of own) {
      const actor = actors.get(one.sessionId);
      if (actor) found.push({ ...one, actor });
    }
  }
  return found;
}

/** Whom the news calls, by the rules they chose and what they may see. */
async function noticesOf(
  deps: Deps,
  listening: readonly Listening[],
  news: readonly ConversationNews[],
  now: number,
): Promise<NoticeRow[]> {
  if (news.length === 0) return [];
  const concerned = new Set(news.map(({ accountId }) => accountId));
  const hearing = await listeners(
    deps,
    listening.filter(({ accountId }) => concerned.has(accountId)),
  );
  const choices = await choicesOf(
    deps.system,
    hearing.map(({ accountId, agentId: id }) => ({ accountId, id })),
  );
  const byAccount = Map.groupBy(hearing, ({ accountId }) => accountId);
  return news.flatMap(({ accountId, row, at, news: what, messageId }) => {
    if (now - at >= NEWS_LASTS_MS) return [];
    return (byAccount.get(accountId) ?? [])
      .filter(({ actor }) => {
        const { callFor } = callChoices(choices.get(actor.agentId)?.preferences ?? {});
        return canSee(actor, row) && callsBy(what, callFor, row, actor);
      })
      .map(({ id }) => ({
        accountId,
        subscriptionId: id,
        about: row.id,
        kind: what.kind,
        entryId: messageId,
        fromAgentId: "by" in what ? what.by : null,
        dueAt: now + NOTICE_WAITS_MS,
        attempts: 0,
      }));
  });
}

/**
 * Reads the log, one node at a time, and lets notices wait for whom it calls. Place and notices are written together, at the end: until
 * then the transaction has written nothing, and holds no other reader of the log back. Answers how many events it read, and whether the
 * place was written.
 */
function round(deps: Deps, isPlaceOld: boolean): Promise<{ read: number; placed: boolean }> {
  return deps.system.transaction().execute(async (tx) => {
    const nothing = { read: 0, placed: false };
    if (!(await isReader(tx))) return nothing;
    const listening = await listListening(tx);
    const from = await loadCursor(tx);
    if (listening.length === 0) {
      if (from) await forgetCursor(tx);
      return nothing;
    }
    const accountIds = [...new Set(listening.map(({ accountId }) => accountId))];
    const { news, to, read } = await newsSince(deps, accountIds, from);
    await addNotices(tx, await noticesOf(deps, listening, news, deps.clock.now()));
    const placed = read > 0 || isPlaceOld || from?.epoch !== to.epoch;
    if (placed) await saveCursor(tx, to);
    return { read, placed };
  });
}

/** Follows the log for whom is to be told while Balcão is closed. Off every hot path: it only looks once a second. */
export function pushNewsLoop(deps: Deps): Loop {
  let placedAt = performance.now();
  return workLoop(deps, {
    name: "push news",
    topic: null,
    pollMs: POLL_MS,
    full: MOST_EVENTS,
    async round() {
      const { read, placed } = await round(deps, performance.now() - placedAt > PLACE_MS);
      if (placed) placedAt = performance.now();
      return read;
    },
  });
}
