import { createHash } from "node:crypto";
import { MOST_PRINTED, type MessageView, type ThreadEntry, type Transcript } from "@balcao/api";
import { canonicalLines, printed } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inSnapshot, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { listAgents, listTeams } from "../agents/index.ts";
import { listLabels } from "../labels/index.ts";
import { loadContexts } from "../settings/index.ts";
import { seen } from "./conversations.reading.ts";
import { command } from "./conversations.service.ts";
import { loadExtras } from "./extras.queries.ts";
import { hydrateMessages, loadThread } from "./thread.queries.ts";
import { transcriptLines } from "./transcripts.lines.ts";

/** Entries read with one query. */
const PAGE = 500;

type Wanted = { notes: boolean; upTo?: number | undefined; messages?: readonly string[] | null | undefined };

/**
 * The door for modules that act on exact messages (tickets): the messages of one conversation as its thread shows them, oldest first,
 * for who may see it. Every one must be of that conversation; else, as when it may not be seen, it is a 404.
 */
export async function messagesSeenBy(
  tx: Tx,
  actor: Actor,
  conversationId: string,
  ids: readonly string[],
): Promise<MessageView[]> {
  await seen(tx, actor, conversationId);
  const wanted = [...new Set(ids)];
  const messages = (await hydrateMessages(tx, [actor.accountId], wanted)).filter(
    (message) => message.conversationId === conversationId,
  );
  if (messages.length < wanted.length) throw notFound();
  return messages.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
}

/** All of a thread, oldest first. */
async function wholeThread(tx: Tx, actor: Actor, id: string): Promise<ThreadEntry[]> {
  const pages: ThreadEntry[][] = [];
  let before: string | undefined;
  let count = 0;
  do {
    const page = await loadThread(tx, actor.accountId, id, { before, limit: PAGE });
    pages.unshift(page.entries);
    count += page.entries.length;
    if (count > MOST_PRINTED) throw conflict("transcript_too_long");
    before = page.before ?? undefined;
  } while (before !== undefined);
  return pages.flat();
}

async function namesOf(tx: Tx, accountId: string): Promise<Map<string, string>> {
  const named = [
    ...(await listAgents(tx, accountId)),
    ...(await listTeams(tx, accountId)),
    ...(await listLabels(tx, accountId)),
  ];
  return new Map(named.map(({ id, name }) => [id, name]));
}

async function make(tx: Tx, actor: Actor, id: string, wanted: Wanted): Promise<Transcript> {
  const conversation = await seen(tx, actor, id);
  const extras = await loadExtras(tx, actor, id);
  const company = (await loadContexts(tx, [actor.accountId])).get(actor.accountId)?.accountName;
  if (!extras || company === undefined) throw notFound();
  const all: readonly ThreadEntry[] = wanted.messages
    ? await messagesSeenBy(tx, actor, id, wanted.messages)
    : await wholeThread(tx, actor, id);
  const upTo = wanted.upTo ?? Math.max(0, ...all.map(({ seq }) => seq));
  const made = {
    conversation,
    company,
    channel: { name: extras.channelName, displayPhone: extras.displayPhone },
    upTo,
    notes: wanted.notes,
    entries: all.filter(({ entry, seq }) => seq <= upTo && (wanted.notes || entry !== "note")),
  };
  const text = canonicalLines(transcriptLines(made, await namesOf(tx, actor.accountId)));
  return { ...made, text, digest: createHash("sha256").update(text, "utf8").digest("hex") };
}

/** What would be printed, as it stands at one moment. */
export const getTranscript = (deps: Deps, actor: Actor, id: string, wanted: Wanted): Promise<Transcript> =>
  inSnapshot(deps.app, actor.accountId, (tx) => make(tx, actor, id, wanted));

/** A transcript to print: the conversation's history keeps who made it, of what, and its digest. */
export async function printTranscript(
  deps: Deps,
  actor: Actor,
  id: string,
  { key, ...wanted }: Wanted & { key: string },
): Promise<Transcript> {
  const transcript = await getTranscript(deps, actor, id, wanted);
  const { digest, upTo, notes, entries } = transcript;
  const facts = { digest, upTo, notes, entries: entries.length, chosen: (wanted.messages ?? null) !== null };
  await command(deps, actor, id, key, (state) => printed(state, actor.agentId, facts));
  return transcript;
}
