import type { CommandResult } from "@balcao/api";
import { blockContact, unblockContact } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { blockFrom, lockContact, wishBlock } from "../contacts/index.ts";
import { loadContexts } from "../settings/index.ts";
import { applyChange } from "./apply.ts";
import { useKey, usedKey } from "./command-keys.queries.ts";
import { tellOfContact } from "./contact-door.ts";
import { canSee } from "./conversations.policy.ts";
import { seen } from "./conversations.reading.ts";
import { answer } from "./conversations.service.ts";
import { conversationsOfContact } from "./facts.queries.ts";
import { loadForUpdate, recipientsOf } from "./load.queries.ts";

/** Blocks or unblocks the contact, locked, and what that means for their conversations: the one it is done from and those still open. */
async function change(
  tx: Tx,
  actor: Actor,
  { id, contactId, blocked }: { id: string; contactId: string; blocked: boolean },
  now: number,
): Promise<void> {
  const { accountId, agentId } = actor;
  const all = await conversationsOfContact(tx, accountId, contactId);
  const open = all.filter(({ status }) => status !== "closed");
  // what a colleague is answering elsewhere is not silenced behind their back
  if (open.some((conversation) => !canSee(actor, conversation))) throw conflict("contact_block_others");
  await blockFrom(tx, accountId, contactId, blocked ? now : null);
  const told = new Set([id, ...open.map((conversation) => conversation.id)]);
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw notFound();
  const locked = await loadForUpdate(
    tx,
    [...told].map((one) => ({ accountId, id: one })),
  );
  for (const loaded of locked.values()) {
    const { state: after, effects } = (blocked ? blockContact : unblockContact)(loaded.state, agentId);
    const nothing = { botVersionId: null, quotedWamid: null, file: null, signature: null };
    await applyChange(tx, { loaded, context, after, effects, now, ...nothing });
  }
}

/**
 * Bloquear or desbloquear the contact of a conversation, for who may see it and all the contact's open ones: here at once, at Meta as
 * soon as it can be told. Asked for again with another key, what Meta refused is tried again. The contact is locked before the
 * conversations, as the lanes do. The same key again has no effect.
 */
export async function setBlocked(
  deps: Deps,
  actor: Actor,
  id: string,
  { key, blocked }: { key: string; blocked: boolean },
): Promise<CommandResult> {
  const { accountId } = actor;
  const result = await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    const row = await seen(tx, actor, id);
    const contact = await lockContact(tx, accountId, row.contact.id);
    if (!contact) throw notFound();
    const before = await usedKey(tx, actor, key);
    if (before && before.conversationId !== id) throw conflict("key_used");
    if (before) return answer(tx, accountId, id, null);
    if (contact.blocked !== blocked) await change(tx, actor, { id, contactId: contact.id, blocked }, now);
    await wishBlock(tx, accountId, contact.id, blocked, await recipientsOf(tx, accountId, contact.id));
    await tellOfContact(tx, actor, contact.id, now);
    const done = await answer(tx, accountId, id, null);
    const use = { conversationId: id, messageId: null, version: done.conversation.version };
    await useKey(tx, actor, key, use, now);
    return done;
  });
  deps.wake.signal("events");
  deps.wake.signal("blocks");
  return result;
}
