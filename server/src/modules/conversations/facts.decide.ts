import {
  endAsking,
  isAsked,
  onCustomerMessage,
  onCustomerSign,
  onSurveyAnswer,
  onTimerDue,
  surveyAnswer,
  type CustomerMessage,
} from "@balcao/core";
import type { EchoFact, MessageFact } from "@balcao/whatsapp";
import type { BotChooser } from "../bot/index.ts";
import type { HandledFact } from "../channels/index.ts";
import type { ContactRecord } from "../contacts/index.ts";
import { contextOf } from "./apply.ts";
import { opensWindow } from "./content-of.ts";
import { addIncoming, onChangeOfMessage, type BatchWorld } from "./facts.incoming.ts";
import { onPast } from "./facts.past.ts";
import type { LoadedConversation } from "./load.queries.ts";
import { sayDue } from "./scheduled.due.ts";
import { addEffects, workOn, type Work } from "./writer.ts";

/** Answers go where the person last wrote from (wire facts, section 6.6), or where they say they have gone. */
function readdress(loaded: LoadedConversation, body: MessageFact): void {
  const { content } = body;
  if (content.type === "system") {
    // its sender is the old number, which nobody reads any more
    if (content.newWaId !== null) loaded.recipient = { kind: "phone", value: content.newWaId };
    else if (content.newBsuid !== null && loaded.recipient.kind === "bsuid")
      loaded.recipient = { kind: "bsuid", value: content.newBsuid };
  } else if (body.from.waId !== null) loaded.recipient = { kind: "phone", value: body.from.waId };
  else if (body.from.bsuid !== null) loaded.recipient = { kind: "bsuid", value: body.from.bsuid };
}

function runningBot(world: BatchWorld, work: Work): ReturnType<BotChooser> {
  return world.bots(work.loaded.accountId, work.state.bot.menu ? work.state.bot.versionId : null);
}

function contextFor(world: BatchWorld, loaded: LoadedConversation): ReturnType<typeof contextOf> {
  const context = world.contexts.get(loaded.accountId);
  if (!context) throw new Error(`settings missing for account ${loaded.accountId}`);
  return contextOf(context, loaded, world.behind);
}

const sign = (body: MessageFact): CustomerMessage => ({
  cause: body.wamid,
  at: body.at,
  text: null,
  replyId: null,
  opensWindow: opensWindow(body.content),
  answerable: false,
});

const isNotice = (body: MessageFact): boolean =>
  body.content.type === "system" || body.content.type === "welcome_request";

/** The person's open conversation, unless a timer of this very batch has closed it. */
function stillOpen(
  world: BatchWorld,
  fact: HandledFact,
  contact: ContactRecord,
): LoadedConversation | undefined {
  const current = world.conversations.current(fact.channelId, contact.id);
  return current && world.writer.works.get(current.state.id)?.state.status === "closed" ? undefined : current;
}

/** A reaction and the like moves the window, which screens show, whether or not the message is known that it speaks of. */
function onSign(world: BatchWorld, current: LoadedConversation, body: MessageFact): void {
  const work = workOn(world.writer, current, false);
  const { windowClosesAt } = work.state;
  addEffects(world.writer, work, onCustomerSign(work.state, sign(body)).state, [], {
    now: world.now,
    causeMessageId: null,
    botVersionId: null,
  });
  if (work.state.windowClosesAt === windowClosesAt) return;
  world.writer.events.push({
    accountId: current.accountId,
    type: "conversation.window_moved",
    conversationId: work.state.id,
    teamId: work.state.teamId,
    at: world.now,
  });
}

/** A customer's item: into their open conversation, a survey's answer into the ended one, else into a new conversation. */
export function onIncoming(
  world: BatchWorld,
  fact: HandledFact,
  body: MessageFact,
  contact: ContactRecord,
): void {
  if (body.standing === "past") return onPast(world, fact, body, contact);
  const current = stillOpen(world, fact, contact);
  if (onChangeOfMessage(world, fact, body)) {
    if (!current) return;
    return onSign(world, current, body);
  }
  // a system notice is not a customer's message: it is told in the conversation that is there, and opens none
  if (isNotice(body) && !current) return;
  if (!current && tookSurvey(world, fact, body, contact)) return;
  const isAnswered = body.groupId === null && body.standing === undefined;
  const loaded = current ?? world.conversations.open(fact, contact, body.at, isAnswered);
  readdress(loaded, body);
  const work = workOn(world.writer, loaded, current === undefined);
  const added = addIncoming(world, work, fact, body);
  if (!added || isNotice(body)) return;
  const running = runningBot(world, work);
  const email = isAsked(work.state)
    ? world.emails.of({ ...loaded, state: work.state }, added.message.text)
    : undefined;
  const decision = onCustomerMessage(
    work.state,
    { ...added.message, id: added.row.id, ...(email ? { email } : {}) },
    running,
    contextFor(world, loaded),
    world.now,
    current === undefined,
  );
  addEffects(world.writer, work, decision.state, decision.effects, {
    now: world.now,
    causeMessageId: added.row.id,
    botVersionId: running?.versionId ?? null,
    saidAt: body.at,
  });
}

function tookSurvey(
  world: BatchWorld,
  fact: HandledFact,
  body: MessageFact,
  contact: ContactRecord,
): boolean {
  const text =
    body.content.type === "text"
      ? body.content.body
      : body.content.type === "reply"
        ? body.content.title
        : null;
  const message = { ...sign(body), text };
  for (const ended of world.conversations.ended(fact.channelId, contact.id)) {
    const rating = surveyAnswer(world.writer.works.get(ended.state.id)?.state ?? ended.state, message);
    if (rating === null) continue;
    const work = workOn(world.writer, ended, false);
    const added = addIncoming(world, work, fact, body);
    const decision = onSurveyAnswer(work.state, message, rating);
    addEffects(world.writer, work, decision.state, decision.effects, {
      now: world.now,
      causeMessageId: added?.row.id ?? null,
      botVersionId: null,
    });
    return true;
  }
  return false;
}

/** A person typed in the WhatsApp Business app: ours, never answered, and the bot has lost the word. */
export function onEcho(world: BatchWorld, fact: HandledFact, body: EchoFact, contact: ContactRecord): void {
  if (body.standing === "past") return onPast(world, fact, body, contact);
  if (onChangeOfMessage(world, fact, body)) return;
  const current = stillOpen(world, fact, contact);
  const loaded = current ?? world.conversations.open(fact, contact, body.at, false);
  const work = workOn(world.writer, loaded, current === undefined);
  if (!addIncoming(world, work, fact, body)) return;
  const botSpoke = work.state.owner === "bot";
  const ended = endAsking(work.state.bot, null);
  const state = {
    ...work.state,
    bot: ended.bot,
    owner: botSpoke ? ("team" as const) : work.state.owner,
    waitingSince: null,
    lastInteractionAt: Math.max(work.state.lastInteractionAt ?? -Infinity, body.at),
  };
  const effects = botSpoke
    ? [
        { type: "cancel_automatic" as const },
        ...ended.effects,
        {
          type: "history" as const,
          event: "conversation.bot_stopped" as const,
          agentId: null,
          data: { reason: "app" },
        },
      ]
    : [];
  addEffects(world.writer, work, state, effects, {
    now: world.now,
    causeMessageId: null,
    botVersionId: null,
  });
}

/** A conversation's timer row fired: what was scheduled, then whatever else is due by its state now. */
export function onTimer(world: BatchWorld, loaded: LoadedConversation): void {
  const work = workOn(world.writer, loaded, false);
  work.timerFired = true;
  const context = contextFor(world, loaded);
  sayDue(world.writer, work, world.due, context, world.now);
  const running = runningBot(world, work);
  const decision = onTimerDue(work.state, running, context, world.now);
  addEffects(world.writer, work, decision.state, decision.effects, {
    now: world.now,
    causeMessageId: null,
    botVersionId: running?.versionId ?? null,
  });
}
