import { MERGE_UNDO_MS } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import {
  absorb,
  findMerge,
  lockBoth,
  lockContact,
  mayUndoMerge,
  mergeOfKey,
  release,
  rememberMerge,
} from "../contacts/index.ts";
import { tellOfContact } from "./contact-door.ts";
import { seesContact } from "./contacts.queries.ts";
import { canSee } from "./conversations.policy.ts";
import { writeCounters } from "./counters.queries.ts";
import { moveConversations } from "./facts.notices.ts";
import { conversationsInTheWay } from "./facts.queries.ts";
import {
  lockConversationsOf,
  resume,
  returnConversations,
  type MovedConversations,
  type Placed,
} from "./merges.queries.ts";

/**
 * One contact goes into another, by an agent who may see both. Locks as the lanes do: contacts, then conversations, both in id order. What
 * moved is kept for 30 days' undoing.
 */
async function merge(
  tx: Tx,
  actor: Actor,
  keptId: string,
  body: { key: string; otherId: string; cause: string },
  now: number,
): Promise<void> {
  const { accountId, agentId } = actor;
  const { otherId: goneId, cause, key } = body;
  const both = await lockBoth(tx, accountId, keptId, goneId);
  const known = await mergeOfKey(tx, accountId, agentId, key);
  if (known?.keptId === keptId && known.goneId === goneId) return;
  if (known) throw conflict("key_used");
  if (!both || !(await seesContact(tx, actor, keptId)) || !(await seesContact(tx, actor, goneId)))
    throw notFound();
  const all = await lockConversationsOf(tx, accountId, [keptId, goneId]);
  const way = { accountId, loser: goneId, winner: keptId };
  const ending = new Set((await conversationsInTheWay(tx, way)).map(({ id }) => id));
  const ended = all.filter(({ id }) => ending.has(id));
  if (ended.some((conversation) => !canSee(actor, conversation))) throw conflict("merge_ends_unseen");
  const id = uuidv7();
  const moved = await absorb(tx, accountId, both);
  const conversations: MovedConversations = {
    moved: all.filter(({ contactId }) => contactId === goneId).map((conversation) => conversation.id),
    ended,
  };
  await rememberMerge(tx, accountId, {
    id,
    keptId,
    goneId,
    agentId,
    cause,
    key,
    at: now,
    moved: { ...moved, conversations },
  });
  await moveConversations(tx, [{ ...way, mergeId: id, agentId }], now);
  await tellOfContact(tx, actor, keptId, now);
}

export async function mergeContacts(
  deps: Deps,
  actor: Actor,
  keptId: string,
  body: { key: string; otherId: string; cause: string },
): Promise<void> {
  if (keptId === body.otherId) throw invalid([{ path: "otherId", code: "same_contact" }]);
  await inAccount(deps.app, actor.accountId, (tx) => merge(tx, actor, keptId, body, deps.clock.now()));
  deps.wake.signal("events");
}

/** The conversations a merge ended go on, unless their contact has another on that number by now. */
async function resumeEnded(
  tx: Tx,
  actor: Actor,
  ended: readonly Placed[],
  all: readonly Placed[],
  now: number,
): Promise<void> {
  const { accountId, agentId } = actor;
  const isOpen = (one: Placed): boolean => one.status !== "closed";
  const resumed = ended.flatMap((before) => {
    const current = all.find(({ id }) => id === before.id);
    const rival = all.some(
      (other) =>
        isOpen(other) && other.contactId === current?.contactId && other.channelId === before.channelId,
    );
    return current && !isOpen(current) && !rival ? [{ before, current }] : [];
  });
  for (const { before } of resumed) await resume(tx, accountId, before, now);
  await appendEvents(
    tx,
    resumed.map(({ before: { id, teamId } }) => ({
      accountId,
      type: "conversation.reopened",
      conversationId: id,
      teamId,
      agentId,
      at: now,
    })),
  );
  await writeCounters(
    tx,
    resumed.map(({ before, current }) => ({ accountId, before: current, after: before })),
  );
}

/**
 * Takes a merge back within 30 days: numbers and ids, notes, values and conversations that it moved return, and what it ended goes on.
 * What came since stays with the contact that was kept.
 */
export async function undoMerge(deps: Deps, actor: Actor, mergeId: string): Promise<void> {
  const { accountId, agentId } = actor;
  await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    const seen = await findMerge(tx, accountId, mergeId);
    const kept = seen && (await lockContact(tx, accountId, seen.keptId));
    // under the lock: a rival may have taken it back meanwhile
    const record = await findMerge(tx, accountId, mergeId);
    if (!record || !kept || !(await seesContact(tx, actor, kept.id))) throw notFound();
    if (record.undoneAt !== null) return;
    if (!mayUndoMerge(actor, record)) throw new ProblemError(403, "forbidden");
    if (now - record.at > MERGE_UNDO_MS) throw conflict("merge_too_old");
    if (!(await release(tx, accountId, record, kept.id, { agentId, now }))) throw conflict("merge_too_old");
    const { moved, ended } = record.moved.conversations as MovedConversations;
    await lockConversationsOf(tx, accountId, [kept.id]);
    await returnConversations(tx, accountId, moved, { from: kept.id, to: record.goneId });
    await appendEvents(tx, [
      {
        accountId,
        type: "contact.merge_undone",
        agentId,
        at: now,
        data: { mergeId, kept: kept.id, gone: record.goneId },
      },
    ]);
    await tellOfContact(tx, actor, kept.id, now);
    await tellOfContact(tx, actor, record.goneId, now);
    const all = await lockConversationsOf(tx, accountId, [kept.id, record.goneId]);
    await resumeEnded(tx, actor, ended, all, now);
  });
  deps.wake.signal("events");
}
