import type {
  Conversation,
  ConversationCounts,
  ConversationRow,
  NoteView,
  ThreadPage,
  TraceView,
} from "@balcao/api";
import { isWindowOpen, mayAnswer, unpackTrace, type Mentionable } from "@balcao/core";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { notFound } from "../../platform/problem.ts";
import { getSettings } from "../settings/index.ts";
import { canSee } from "./conversations.policy.ts";
import { loadExtras, type ConversationExtras } from "./extras.queries.ts";
import { findNamed, listConversations, type ListQuery } from "./list.queries.ts";
import { newestNotes } from "./notes.queries.ts";
import { readersOf } from "./notes.service.ts";
import { hydrateRows } from "./rows.queries.ts";
import { countTabs } from "./tabs.queries.ts";
import { loadRaw, loadThread, loadThreadAround, loadTrace, type ThreadQuery } from "./thread.queries.ts";

const inTx = <T>(deps: Deps, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inAccount(deps.app, actor.accountId, work);

/** A conversation this agent may see; a foreign one and a missing one are the same 404. */
export async function seen(tx: Tx, actor: Actor, id: string): Promise<ConversationRow> {
  const row = (await hydrateRows(tx, [actor.accountId], [id])).get(id);
  if (!row || !canSee(actor, row)) throw notFound();
  return row;
}

/**
 * The door for modules that keep ids of conversations: which of them this agent sees, and which are there but not theirs to see. What
 * is in neither is gone.
 */
export async function sightOf(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<{ seen: ReadonlySet<string>; hidden: ReadonlySet<string> }> {
  const rows = await hydrateRows(tx, [actor.accountId], ids);
  const [shown, others] = [new Set<string>(), new Set<string>()];
  for (const row of rows.values()) (canSee(actor, row) ? shown : others).add(row.id);
  return { seen: shown, hidden: others };
}

/** One page of a tab, of the conversations this agent may see. */
export async function getList(
  deps: Deps,
  actor: Actor,
  { q, ...query }: ListQuery,
): Promise<{ items: ConversationRow[]; nextCursor: string | null }> {
  const find = (text: string) =>
    deps.system.transaction().execute((tx) => findNamed(tx, actor.accountId, text));
  const named = q ? await find(q) : null;
  return inTx(deps, actor, (tx) => listConversations(tx, actor, query, named));
}

export const getCounts = (deps: Deps, actor: Actor, team: string | undefined): Promise<ConversationCounts> =>
  inTx(deps, actor, (tx) => countTabs(tx, actor, team));

/** Why no free text can be sent; null = it can. */
function replyReason(
  row: ConversationRow,
  { numberRemoved }: Pick<ConversationExtras, "numberRemoved">,
  open: boolean,
  isTheirs: boolean,
): string | null {
  if (row.status === "closed") return "conversation_closed";
  if (numberRemoved) return "number_removed";
  if (row.contact.blocked) return "contact_blocked";
  if (!open) return "service_window_closed";
  return isTheirs ? null : "not_responsible";
}

/** A conversation with what this agent may do in it, and the contact's earlier ones. */
export const getConversation = (deps: Deps, actor: Actor, id: string): Promise<Conversation> =>
  inTx(deps, actor, async (tx) => {
    const row = await seen(tx, actor, id);
    const extras = await loadExtras(tx, actor, id);
    if (!extras) throw notFound();
    const acts = row.status !== "closed";
    const open =
      row.windowClosesAt !== null && isWindowOpen(Date.parse(row.windowClosesAt), deps.clock.now());
    const isTheirs = mayAnswer(row, actor.agentId, await getSettings(tx, actor.accountId));
    const reason = replyReason(row, extras, open, isTheirs);
    const { channelId, channelName, displayPhone, numberRemoved, rating, previous } = extras;
    return {
      ...row,
      channel: { id: channelId, name: channelName, displayPhone, removed: numberRemoved },
      rating,
      can: { reply: reason === null, forward: acts, assign: acts, close: acts, reply_reason: reason },
      previous,
    };
  });

/** A stretch of a thread, oldest first. */
export const getThread = (deps: Deps, actor: Actor, id: string, query: ThreadQuery): Promise<ThreadPage> =>
  inTx(deps, actor, async (tx) => {
    await seen(tx, actor, id);
    if (query.around === undefined) return loadThread(tx, actor.accountId, id, query);
    const stretch = await loadThreadAround(tx, actor.accountId, id, query.around, query.limit);
    if (!stretch) throw notFound();
    return stretch;
  });

/** How many notes are shown beside a conversation; older ones are in its thread. */
const MOST_NOTES = 50;

/** The notes of a conversation, newest first. */
export const getNotes = (deps: Deps, actor: Actor, id: string): Promise<NoteView[]> =>
  inTx(deps, actor, async (tx) => {
    await seen(tx, actor, id);
    return newestNotes(tx, actor.accountId, id, MOST_NOTES);
  });

/** Who may see a conversation. */
export const getReaders = (deps: Deps, actor: Actor, id: string): Promise<Mentionable[]> =>
  inTx(deps, actor, async (tx) => readersOf(tx, actor, await seen(tx, actor, id)));

/** Why the bot said a message. */
export const getTrace = (deps: Deps, actor: Actor, messageId: string): Promise<z.infer<typeof TraceView>> =>
  inTx(deps, actor, async (tx) => {
    const found = await loadTrace(tx, actor.accountId, messageId);
    if (!found) throw notFound();
    await seen(tx, actor, found.conversationId);
    return {
      botVersion: found.botVersion,
      at: new Date(found.at).toISOString(),
      trace: unpackTrace(found.trace),
      triggers: Object.fromEntries(found.triggers.map((trigger) => [trigger.id, trigger.description])),
    };
  });

/** A message that was not understood, as Meta wrote it. */
export const getRaw = (deps: Deps, actor: Actor, messageId: string): Promise<{ raw: unknown }> =>
  inTx(deps, actor, async (tx) => {
    const found = await loadRaw(tx, actor.accountId, messageId);
    if (!found) throw notFound();
    await seen(tx, actor, found.conversationId);
    return { raw: found.raw };
  });
