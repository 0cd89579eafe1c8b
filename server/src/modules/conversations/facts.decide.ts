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
import { uuidv7 } from "../../platform/ids.ts";
import type { BotChooser } from "../bot/index.ts";
import type { AccountContext } from "../settings/index.ts";
import type { HandledFact } from "../channels/index.ts";
import type { ContactRecord } from "../contacts/index.ts";
import type { NewMedia } from "../media/index.ts";
import { contextOf } from "./apply.ts";
import type { Behind } from "./behind.ts";
import { contentOf, opensWindow } from "./content-of.ts";
import type { EmailBook } from "./facts.emails.ts";
import type { OpenConversations } from "./open-conversations.ts";
import type { NewReaction, NewRevision } from "./facts.queries.ts";
import type { LoadedConversation } from "./load.queries.ts";
import { sayDue, type DueWords } from "./scheduled.due.ts";
import { addEffects, addMessage, workOn, type NewMessage, type Work, type Writer } from "./writer.ts";

/** What one batch knows and gathers. */
export type BatchWorld = {
  writer: Writer;
  conversations: OpenConversations;
  contexts: ReadonlyMap<string, AccountContext>;
  bots: BotChooser;
  behind: Behind;
  /** the words of what was scheduled for now */
  due: DueWords;
  emails: EmailBook;
  now: number;
  media: NewMedia[];
  reactions: NewReaction[];
  revisions: NewRevision[];
};

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

type OfMessage = Extract<MessageFact["content"], { type: "reaction" | "edit" | "revoke" }>;

/** Reactions, edits and deletions are no messages of their own. */
export const changesMessage = (wire: MessageFact["content"]): wire is OfMessage =>
  wire.type === "reaction" || wire.type === "edit" || wire.type === "revoke";

/** The thread entry of what came in, with its file if it has one. */
function addIncoming(
  world: BatchWorld,
  work: Work,
  fact: HandledFact,
  body: MessageFact | EchoFact,
): { row: NewMessage; message: CustomerMessage } | null {
  const wire = body.content;
  if (changesMessage(wire)) return null;
  const incoming = contentOf(wire, body);
  const echo = body.kind === "echo";
  const id = uuidv7();
  const mediaId = incoming.media ? uuidv7() : null;
  const row = addMessage(world.writer, work, {
    id,
    at: body.at,
    direction: echo ? "out" : "in",
    author: echo ? "app" : "contact",
    agentId: null,
    triggerId: null,
    content: incoming.content,
    wamid: body.wamid,
    quotedWamid: body.quotedWamid,
    status: echo ? "sent" : "received",
    occurrenceKey: null,
    mediaId,
    createdAt: world.now,
  });
  if (incoming.media && mediaId !== null)
    world.media.push({
      accountId: fact.accountId,
      id: mediaId,
      channelId: fact.channelId,
      messageId: id,
      graphMediaId: incoming.media.mediaId,
      kind: incoming.media.kind,
      claimedMimeType: incoming.media.mimeType,
      sha256: incoming.media.sha256,
      fileName: incoming.media.fileName,
      voice: incoming.media.voice,
      createdAt: world.now,
    });
  const group = body.groupId !== null;
  const message: CustomerMessage = {
    cause: body.wamid,
    at: body.at,
    text: incoming.text,
    replyId: incoming.replyId,
    opensWindow: opensWindow(wire) && !group,
    answerable: !group && wire.type !== "system" && wire.type !== "welcome_request",
  };
  return { row, message };
}

/** Reactions, edits and deletions change a message that is there already. */
function onChangeOfMessage(world: BatchWorld, fact: HandledFact, body: MessageFact | EchoFact): boolean {
  const wire = body.content;
  const place = { accountId: fact.accountId, channelId: fact.channelId, at: body.at };
  const author = body.kind === "message" ? ("contact" as const) : ("business" as const);
  if (wire.type === "reaction")
    world.reactions.push({ ...place, author, targetWamid: wire.targetWamid, emoji: wire.emoji });
  else if (wire.type === "edit")
    world.revisions.push({ ...place, targetWamid: wire.targetWamid, body: wire.body, deleted: false });
  else if (wire.type === "revoke")
    world.revisions.push({ ...place, targetWamid: wire.targetWamid, body: null, deleted: true });
  else return false;
  return true;
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

/** A customer's item: into their open conversation, a survey's answer into the ended one, else into a new conversation. */
export function onIncoming(
  world: BatchWorld,
  fact: HandledFact,
  body: MessageFact,
  contact: ContactRecord,
): void {
  const current = stillOpen(world, fact, contact);
  if (onChangeOfMessage(world, fact, body)) {
    if (!current) return;
    const work = workOn(world.writer, current, false);
    addEffects(world.writer, work, onCustomerSign(work.state, sign(body)).state, [], {
      now: world.now,
      causeMessageId: null,
      botVersionId: null,
    });
    return;
  }
  // a system notice is not a customer's message: it is told in the conversation that is there, and opens none
  if (isNotice(body) && !current) return;
  if (!current && tookSurvey(world, fact, body, contact)) return;
  const loaded = current ?? world.conversations.open(fact, contact, body.at, body.groupId === null);
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
