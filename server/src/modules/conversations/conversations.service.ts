import type { CommandResult } from "@balcao/api";
import {
  agentReply, assign, forward, markRead, returnToBot, setStatus, type CommandOutcome, type ConversationContext, type ConversationState, type RunningBot,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { loadBots } from "../bot/index.ts";
import { loadContexts } from "../settings/index.ts";
import { applyChange, contextOf } from "./apply.ts";
import { canAct } from "./conversations.policy.ts";
import { loadForUpdate, type LoadedConversation } from "./load.queries.ts";
import { hydrateRows, useKey, usedKey } from "./rows.queries.ts";
import { findMessage, hydrateMessages } from "./thread.queries.ts";

type Decide = (state: ConversationState, context: ConversationContext, running: RunningBot | null, now: number) => CommandOutcome;

async function answer(tx: Tx, conversationId: string, messageId: string | null): Promise<CommandResult> {
  const row = (await hydrateRows(tx, [conversationId])).get(conversationId);
  if (!row) throw notFound();
  const [message = null] = messageId === null ? [] : await hydrateMessages(tx, [messageId]);
  return { conversation: row, message };
}

/** One command, one transaction: lock, ask core, write, remember the key. The same key again gives the same answer. */
async function command(deps: Deps, actor: Actor, id: string, key: string, decide: Decide, quotedWamid: string | null = null): Promise<CommandResult> {
  const result = await inAccount(deps.app, actor.accountId, async (tx) => {
    const loaded = (await loadForUpdate(tx, [{ accountId: actor.accountId, id }])).get(id);
    if (!loaded || !canAct(actor, loaded.state)) throw notFound();
    const before = await usedKey(tx, actor, key);
    if (before) return answer(tx, id, before.messageId);
    const messageId = await change(tx, deps, actor, loaded, decide, quotedWamid);
    await useKey(tx, actor, key, messageId, deps.clock.now());
    return answer(tx, id, messageId);
  });
  deps.wake.signal("events");
  deps.wake.signal("outbox");
  return result;
}

async function change(tx: Tx, deps: Deps, actor: Actor, loaded: LoadedConversation, decide: Decide, quotedWamid: string | null): Promise<string | null> {
  const now = deps.clock.now();
  const contexts = await loadContexts(tx, [actor.accountId]);
  const context = contexts.get(actor.accountId);
  if (!context) throw notFound();
  const bots = await loadBots(tx, contexts, []);
  const running = bots(actor.accountId, null);
  const outcome = decide(loaded.state, contextOf(context, loaded), running, now);
  if (!outcome.ok) throw conflict(outcome.code);
  if (outcome.state === loaded.state && outcome.effects.length === 0) return null;
  const { messageIds } = await applyChange(tx, { loaded, context, after: outcome.state, effects: outcome.effects, now, botVersionId: running?.versionId ?? null, quotedWamid });
  return messageIds.at(-1) ?? null;
}

export async function sendText(deps: Deps, actor: Actor, id: string, body: { key: string; text: string; quotedMessageId: string | null }): Promise<CommandResult> {
  const quoted = body.quotedMessageId;
  const wamid = quoted === null ? null : ((await inAccount(deps.app, actor.accountId, (tx) => findMessage(tx, actor.accountId, id, quoted)))?.wamid ?? null);
  return command(deps, actor, id, body.key, (state, context, _running, now) => agentReply(state, actor.agentId, body.text, context, now), wamid);
}

/** Sends a message that did not arrive again, as a new message: the old one keeps its truth. */
export async function retryMessage(deps: Deps, actor: Actor, id: string, messageId: string, key: string): Promise<CommandResult> {
  const message = await inAccount(deps.app, actor.accountId, (tx) => findMessage(tx, actor.accountId, id, messageId));
  const text = message?.text;
  if (!message || message.author === "contact" || (message.status !== "failed" && message.status !== "unknown") || !text) throw notFound();
  return command(deps, actor, id, key, (state, context, _running, now) => agentReply(state, actor.agentId, text, context, now));
}

export const changeStatus = (deps: Deps, actor: Actor, id: string, body: { key: string; status: ConversationState["status"] }): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state, context, _running, now) => setStatus(state, actor.agentId, body.status, context, now));

export const assignTo = (deps: Deps, actor: Actor, id: string, body: { key: string; agentId: string | null }): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state) => assign(state, actor.agentId, body.agentId));

export const forwardTo = (deps: Deps, actor: Actor, id: string, body: { key: string; teamId: string; agentId: string | null; reason: string; notifyContact: boolean; runBot: boolean }): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state, context, running, now) => forward(state, actor.agentId, body, running, context, { now, cause: body.key }));

export const giveToBot = (deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> => command(deps, actor, id, key, (state) => returnToBot(state, actor.agentId));

export const read = (deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> =>
  command(deps, actor, id, key, (state) => (state.unread === 0 ? { ok: true, state, effects: [] } : { ok: true, ...markRead(state) }));
