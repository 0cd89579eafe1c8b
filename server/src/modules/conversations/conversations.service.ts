import type { CommandResult } from "@balcao/api";
import {
  accept,
  assign,
  forward,
  markRead,
  returnToBot,
  setStatus,
  type CommandOutcome,
  type ConversationContext,
  type ConversationState,
  type RunningBot,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { listAgents, listTeams } from "../agents/index.ts";
import { loadBots } from "../bot/index.ts";
import { loadContexts } from "../settings/index.ts";
import { applyChange, contextOf } from "./apply.ts";
import { loadBehind } from "./behind.ts";
import { useKey, usedKey } from "./command-keys.queries.ts";
import { canSee } from "./conversations.policy.ts";
import { endDraft } from "./drafts.service.ts";
import { noteFile, uploadedBefore, type FileToSend } from "./files.rows.ts";
import { loadForUpdate, type LoadedConversation } from "./load.queries.ts";
import { hydrateRows } from "./rows.queries.ts";
import { queueRead, wroteSince } from "./reads.queries.ts";
import { findMessage, hydrateMessages } from "./thread.queries.ts";

type Decide = (
  state: ConversationState,
  context: ConversationContext,
  running: RunningBot | null,
  now: number,
) => CommandOutcome;

/** What a command answers: the conversation as it is now, and the message it made. */
export async function answer(
  tx: Tx,
  accountId: string,
  conversationId: string,
  messageId: string | null,
): Promise<CommandResult> {
  const row = (await hydrateRows(tx, [accountId], [conversationId])).get(conversationId);
  if (!row) throw notFound();
  const [message = null] = messageId === null ? [] : await hydrateMessages(tx, [accountId], [messageId]);
  return { conversation: row, message };
}

/** Runs under the lock, before the decision; may write what the decision rests on. */
type Check = (tx: Tx, loaded: LoadedConversation) => Promise<void>;
/** `check` may still fill in what goes with the message. */
export type CommandOptions = {
  quotedWamid?: string | null;
  check?: Check;
  file?: FileToSend | null;
  /** the draft of an answer that this sends */
  draftAt?: number | undefined;
};

/**
 * One command, one transaction: lock, do it, remember the key. The same key again has no effect and gets the same message with the
 * conversation as it is now. `run` answers the id of the message that the command is about, if any.
 */
export async function keyed(
  deps: Deps,
  actor: Actor,
  id: string,
  key: string,
  run: (tx: Tx, loaded: LoadedConversation) => Promise<string | null>,
): Promise<CommandResult> {
  const result = await inAccount(deps.app, actor.accountId, async (tx) => {
    const loaded = (await loadForUpdate(tx, [{ accountId: actor.accountId, id }])).get(id);
    if (!loaded) throw notFound();
    const before = await usedKey(tx, actor, key);
    const isRepeat = before?.conversationId === id;
    if (isRepeat) {
      const again = await answer(tx, actor.accountId, id, before.messageId);
      // out of sight by this very command: what was answered once may be answered again, what came later may not
      if (canSee(actor, loaded.state) || again.conversation.version === before.version) return again;
    }
    if (!canSee(actor, loaded.state)) throw notFound();
    if (before) throw conflict("key_used");
    const messageId = await run(tx, loaded);
    const done = await answer(tx, actor.accountId, id, messageId);
    await useKey(
      tx,
      actor,
      key,
      { conversationId: id, messageId, version: done.conversation.version },
      deps.clock.now(),
    );
    return done;
  });
  deps.wake.signal("events");
  deps.wake.signal("outbox");
  return result;
}

/** A command that core decides (`keyed`). */
export async function command(
  deps: Deps,
  actor: Actor,
  id: string,
  key: string,
  decide: Decide,
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await keyed(deps, actor, id, key, async (tx, loaded) => {
    await options.check?.(tx, loaded);
    const messageId = await change(tx, deps, actor, loaded, decide, options);
    const { draftAt: at } = options;
    if (at !== undefined) await endDraft(tx, actor, { conversationId: id, mode: "reply", at });
    return messageId;
  });
  if (options.file) deps.wake.signal("files");
  return result;
}

/** Only who works in the team, or oversees, can be made responsible. */
async function checkAgent(tx: Tx, accountId: string, agentId: string | null, teamId: string): Promise<void> {
  if (agentId === null) return;
  const agent = (await listAgents(tx, accountId)).find((entry) => entry.id === agentId);
  if (!agent?.active || (agent.role === "agent" && !agent.teamIds.includes(teamId)))
    throw invalid([{ path: "agentId", code: "unknown_agent" }]);
}

export async function checkTeam(tx: Tx, accountId: string, teamId: string): Promise<void> {
  const team = (await listTeams(tx, accountId)).find((entry) => entry.id === teamId);
  if (!team) throw invalid([{ path: "teamId", code: "unknown_team" }]);
  if (!team.active || team.kind !== "whatsapp") throw conflict("team_unavailable");
}

/** What core decides about a conversation that is held, saved; answers the message it made, if any. */
export async function change(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  loaded: LoadedConversation,
  decide: Decide,
  { quotedWamid = null, file = null }: CommandOptions = {},
): Promise<string | null> {
  const now = deps.clock.now();
  const contexts = await loadContexts(tx, [actor.accountId]);
  const context = contexts.get(actor.accountId);
  if (!context) throw notFound();
  const bots = await loadBots(tx, contexts, []);
  const running = bots(actor.accountId, null);
  const behind = await loadBehind(tx, contexts, bots, [loaded]);
  const outcome = decide(loaded.state, contextOf(context, loaded, behind), running, now);
  if (!outcome.ok) throw conflict(outcome.code);
  if (outcome.state === loaded.state && outcome.effects.length === 0) return null;
  const uploaded = file && (await uploadedBefore(tx, loaded, file, now));
  const { messageIds } = await applyChange(tx, {
    loaded,
    context,
    after: outcome.state,
    effects: outcome.effects,
    now,
    botVersionId: running?.versionId ?? null,
    quotedWamid,
    file: file && { mediaId: file.id, graphMediaId: uploaded?.graphMediaId ?? null },
    signature: context.teams.get(loaded.state.teamId)?.signsReplies ? actor.name : null,
  });
  const messageId = messageIds.at(-1) ?? null;
  if (file && messageId !== null) await noteFile(tx, loaded, { ...file, messageId }, uploaded, now);
  return messageId;
}

/** Meta's id of a message to quote; null when it has none, or none is to be quoted. */
export async function quotedWamidOf(
  deps: Deps,
  actor: Actor,
  id: string,
  messageId: string | null,
): Promise<string | null> {
  if (messageId === null) return null;
  const message = await inAccount(deps.app, actor.accountId, (tx) =>
    findMessage(tx, actor.accountId, id, messageId),
  );
  return message?.wamid ?? null;
}

/** Nothing is put away that the customer wrote after its person looked. */
async function checkSeen(
  tx: Tx,
  { accountId, state }: LoadedConversation,
  { status, seen }: { status: ConversationState["status"]; seen?: number | undefined },
): Promise<void> {
  const isOver = status === "resolved" || status === "closed";
  if (!isOver || seen === undefined || state.seq <= seen) return;
  if (await wroteSince(tx, accountId, state.id, seen)) throw conflict("newer_message");
}

export const changeStatus = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; status: ConversationState["status"]; seen?: number | undefined },
): Promise<CommandResult> =>
  command(
    deps,
    actor,
    id,
    body.key,
    (state, context, _running, now) => setStatus(state, actor.agentId, body.status, context, now),
    { check: (tx, loaded) => checkSeen(tx, loaded, body) },
  );

export const assignTo = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: { key: string; agentId: string | null },
): Promise<CommandResult> =>
  command(deps, actor, id, body.key, (state) => assign(state, actor.agentId, body.agentId), {
    check: (tx, loaded) => checkAgent(tx, actor.accountId, body.agentId, loaded.state.teamId),
  });

export const forwardTo = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: {
    key: string;
    teamId: string;
    agentId: string | null;
    reason: string;
    notifyContact: boolean;
    runBot: boolean;
  },
): Promise<CommandResult> =>
  command(
    deps,
    actor,
    id,
    body.key,
    (state, context, running, now) =>
      forward(state, actor.agentId, body, running, context, { now, cause: body.key }),
    {
      check: async (tx) => {
        await checkTeam(tx, actor.accountId, body.teamId);
        await checkAgent(tx, actor.accountId, body.agentId, body.teamId);
      },
    },
  );

export const acceptGiven = (deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> =>
  command(deps, actor, id, key, (state) => accept(state, actor.agentId));

export const giveToBot = (deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> =>
  command(deps, actor, id, key, (state, context, _running, now) =>
    returnToBot(state, actor.agentId, context, now),
  );

/** Nothing is unread any more, here and, as soon as it can be told, on the customer's phone. */
export async function read(deps: Deps, actor: Actor, id: string, key: string): Promise<CommandResult> {
  const result = await command(
    deps,
    actor,
    id,
    key,
    (state) => (state.unread === 0 ? { ok: true, state, effects: [] } : { ok: true, ...markRead(state) }),
    {
      check: async (tx, { state }) => {
        if (state.unread > 0) await queueRead(tx, actor.accountId, id);
      },
    },
  );
  deps.wake.signal("reads");
  return result;
}
