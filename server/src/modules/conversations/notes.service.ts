import type { NoteResult, NoteView } from "@balcao/api";
import { mentionsIn, noteRefusal, type Mentionable } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, notFound, ProblemError } from "../../platform/problem.ts";
import { listAgents } from "../agents/index.ts";
import { useKey, usedKey } from "./command-keys.queries.ts";
import { canNote, canSee, type Placed } from "./conversations.policy.ts";
import { endDraft } from "./drafts.service.ts";
import { loadForUpdate } from "./load.queries.ts";
import { changeNote, hydrateNotes, insertNote, setMentions, takeSeq } from "./notes.queries.ts";
import { hydrateRows } from "./rows.queries.ts";

/** Who may see a conversation, and so be told of a note in it. */
export async function readersOf(tx: Tx, actor: Actor, placed: Placed): Promise<Mentionable[]> {
  const agents = await listAgents(tx, actor.accountId);
  return agents
    .filter(({ id, active, role, teamIds }) => {
      const reader = { agentId: id, role, teamIds, segmentedView: actor.segmentedView };
      return active && canSee(reader, placed);
    })
    .map(({ id, name, email }) => ({ id, name, email }));
}

/** The agents a note mentions, all of whom may see the conversation. Its author is not told of it. */
async function mentioned(tx: Tx, actor: Actor, placed: Placed, text: string): Promise<string[]> {
  const ids = mentionsIn(text);
  if (ids.length === 0) return [];
  const readers = new Set((await readersOf(tx, actor, placed)).map(({ id }) => id));
  const blind = ids.filter((id) => !readers.has(id));
  if (blind.length > 0) throw new ProblemError(422, "mention_not_visible", { data: { agentIds: blind } });
  return ids.filter((id) => id !== actor.agentId);
}

async function result(
  tx: Tx,
  accountId: string,
  conversationId: string,
  noteId: string,
): Promise<NoteResult> {
  const row = (await hydrateRows(tx, [accountId], [conversationId])).get(conversationId);
  const [note] = await hydrateNotes(tx, accountId, [noteId]);
  if (!row || !note) throw notFound();
  return { conversation: row, note };
}

type NoteEvent = { type: "note.added" | "note.edited" | "note.deleted"; told: readonly string[] };

async function tell(
  tx: Tx,
  actor: Actor,
  note: { id: string; conversationId: string; teamId: string },
  { type, told }: NoteEvent,
  now: number,
): Promise<void> {
  await appendEvents(tx, [
    {
      accountId: actor.accountId,
      type,
      conversationId: note.conversationId,
      teamId: note.teamId,
      agentId: actor.agentId,
      at: now,
      data: { noteId: note.id, mentions: [...told] },
    },
  ]);
}

/**
 * Writes an internal note into a conversation, whatever its state. It takes a place in the thread and changes nothing else about the
 * conversation: nobody waits for it, the bot does not hear it, and nothing is sent.
 */
export async function addNote(
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; text: string; draftAt?: number | undefined },
): Promise<NoteResult> {
  const { accountId, agentId } = actor;
  const done = await inAccount(deps.app, accountId, async (tx) => {
    const loaded = (await loadForUpdate(tx, [{ accountId, id }])).get(id);
    if (!loaded || !canNote(actor, loaded.state)) throw notFound();
    const before = await usedKey(tx, actor, body.key);
    if (before && (before.conversationId !== id || before.messageId === null)) throw conflict("key_used");
    if (before?.messageId) return result(tx, accountId, id, before.messageId);
    const now = deps.clock.now();
    const told = await mentioned(tx, actor, loaded.state, body.text);
    const noteId = uuidv7();
    const seq = await takeSeq(tx, accountId, id);
    await insertNote(tx, accountId, {
      id: noteId,
      conversationId: id,
      seq,
      at: now,
      agentId,
      text: body.text,
    });
    await setMentions(tx, accountId, noteId, told, now);
    if (body.draftAt !== undefined)
      await endDraft(tx, actor, { conversationId: id, mode: "note", at: body.draftAt });
    const { teamId } = loaded.state;
    await tell(tx, actor, { id: noteId, conversationId: id, teamId }, { type: "note.added", told }, now);
    const added = await result(tx, accountId, id, noteId);
    const use = { conversationId: id, messageId: noteId, version: added.conversation.version };
    await useKey(tx, actor, body.key, use, now);
    return added;
  });
  deps.wake.signal("events");
  return done;
}

/** A note of a conversation this agent may see, which stays locked; a foreign one and a missing one are the same 404. */
async function seenNote(tx: Tx, actor: Actor, noteId: string): Promise<{ note: NoteView; placed: Placed }> {
  const { accountId } = actor;
  const [found] = await hydrateNotes(tx, accountId, [noteId]);
  if (!found) throw notFound();
  const loaded = (await loadForUpdate(tx, [{ accountId, id: found.conversationId }])).get(
    found.conversationId,
  );
  if (!loaded || !canNote(actor, loaded.state)) throw notFound();
  // as it is now that nobody else can change it
  const [note] = await hydrateNotes(tx, accountId, [noteId]);
  if (!note) throw notFound();
  return { note, placed: loaded.state };
}

/** Changes a note's text (within 15 minutes) or deletes it (null): its author only. What is so already stays as it is. */
export async function reviseNote(
  deps: Deps,
  actor: Actor,
  noteId: string,
  text: string | null,
): Promise<NoteResult> {
  const { accountId, agentId } = actor;
  const done = await inAccount(deps.app, accountId, async (tx) => {
    const { note, placed } = await seenNote(tx, actor, noteId);
    const { conversationId } = note;
    if (note.agentId === agentId && note.text === text) return result(tx, accountId, conversationId, noteId);
    const now = deps.clock.now();
    const facts = { agentId: note.agentId, at: Date.parse(note.at), isDeleted: note.deletedAt !== null };
    const refusal = noteRefusal(facts, agentId, text === null ? "delete" : "edit", now);
    if (refusal) throw conflict(refusal);
    const wanted = text === null ? [] : await mentioned(tx, actor, placed, text);
    await changeNote(tx, accountId, noteId, text, now);
    const told = await setMentions(tx, accountId, noteId, wanted, now);
    const type = text === null ? "note.deleted" : "note.edited";
    await tell(tx, actor, { id: noteId, conversationId, teamId: placed.teamId }, { type, told }, now);
    return result(tx, accountId, conversationId, noteId);
  });
  deps.wake.signal("events");
  return done;
}
