import {
  nextWake,
  type ConversationContext,
  type ConversationEffect,
  type ConversationState,
  type RunningBot,
} from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { loadBots, type BotChooser } from "../bot/index.ts";
import { messagesOf, type AccountContext } from "../settings/index.ts";
import { laneOf } from "../channels/index.ts";
import { nothingBehind, type Behind } from "./behind.ts";
import { flush } from "./flush.queries.ts";
import type { LoadedConversation } from "./load.queries.ts";
import { addEffects, newWriter, workOn, type SentFile, type Work, type Writer } from "./writer.ts";

/** A timer set closer than this would only spin: what is due is looked at again after it. */
const SOONEST_WAKE_MS = 1000;

/** The context of one conversation: the account's, with its contact and what its number can say after the window closed. */
export function contextOf(
  context: AccountContext,
  loaded: LoadedConversation,
  behind: Behind,
): AccountContext & ConversationContext {
  const contact = {
    name: loaded.contactName,
    blocked: loaded.contactBlocked,
    hasEmail: loaded.contactHasEmail,
    noMarketing: loaded.contactNoMarketing,
    noAutomatic: loaded.contactNoAutomatic,
  };
  const autoMessages = messagesOf(context.autoMessages, context.numbers.get(loaded.channelId));
  return {
    ...context,
    autoMessages,
    templates: behind(loaded),
    contact,
    numberRemoved: loaded.numberRemoved,
  };
}

/** When a conversation must be looked at next. An armed timer that is early is left alone: it finds nothing due and moves on. */
function wakeOf(work: Work, running: RunningBot | null, context: AccountContext, now: number): number | null {
  const wanted = nextWake(work.state, running, contextOf(context, work.loaded, nothingBehind));
  const armed = work.timerFired ? null : work.loaded.wakeAt;
  if (wanted === null) return armed;
  const wake = Math.max(wanted, now + SOONEST_WAKE_MS);
  return armed !== null && armed <= wake ? armed : wake;
}

/** Writes all that a batch or a command decided, timers included. */
export async function writeAll(
  tx: Tx,
  writer: Writer,
  contexts: ReadonlyMap<string, AccountContext>,
  bots: BotChooser,
  now: number,
): Promise<void> {
  const wakes = new Map<string, number | null>();
  for (const work of writer.works.values()) {
    const context = contexts.get(work.loaded.accountId);
    if (!context) throw new Error(`settings missing for account ${work.loaded.accountId}`);
    const menuVersion = work.state.bot.menu ? work.state.bot.versionId : null;
    wakes.set(work.state.id, wakeOf(work, bots(work.loaded.accountId, menuVersion), context, now));
  }
  await flush(tx, writer, wakes, laneOf, now);
}

/** One conversation's decision, as an agent's command makes it. */
export type Change = {
  loaded: LoadedConversation;
  context: AccountContext;
  after: ConversationState;
  effects: readonly ConversationEffect[];
  now: number;
  botVersionId: string | null;
  quotedWamid: string | null;
  file: SentFile | null;
  /** the name that stands before what an agent writes, for the customer only; null = none */
  signature: string | null;
};

/** Saves a command's decision: state, messages, sends, history, timers and counters, in the caller's transaction. */
export async function applyChange(tx: Tx, change: Change): Promise<{ messageIds: string[] }> {
  const { loaded, now } = change;
  const writer = newWriter();
  const work = workOn(writer, loaded, false);
  const messageIds = addEffects(writer, work, change.after, change.effects, {
    now,
    causeMessageId: null,
    botVersionId: change.botVersionId,
    quotedWamid: change.quotedWamid,
    file: change.file,
    signature: change.signature,
  });
  // screens must hear of it even when nothing is told in the thread, e.g. of a conversation that was read
  if (writer.events.length === 0)
    writer.events.push({
      accountId: loaded.accountId,
      type: "conversation.changed",
      conversationId: loaded.state.id,
      teamId: change.after.teamId,
      at: now,
    });
  const contexts = new Map([[loaded.accountId, change.context]]);
  const menuVersion = change.after.bot.menu ? change.after.bot.versionId : null;
  await writeAll(tx, writer, contexts, await loadBots(tx, contexts, menuVersion ? [menuVersion] : []), now);
  return { messageIds };
}
