import { botActs, FILE_RULES, signed } from "@balcao/core";
import type {
  AgentContent,
  ConversationEffect,
  ConversationState,
  MessageContent,
  OutgoingFile,
  Trace,
} from "@balcao/core";
import { uuidv7 } from "../../platform/ids.ts";
import type { NewEvent } from "../../platform/events.ts";
import type { NewSend } from "../channels/index.ts";
import type { NewMarketingChoice } from "../contacts/index.ts";
import type { LoadedConversation } from "./load.queries.ts";
import type { NotedEmail, OpenedTicket } from "./tickets.door.ts";
import { addBeside } from "./writer.beside.ts";

export type NewMessage = {
  accountId: string;
  id: string;
  conversationId: string;
  channelId: string;
  seq: number;
  at: number;
  direction: "in" | "out";
  author: "contact" | "agent" | "bot" | "system" | "app";
  agentId: string | null;
  triggerId: string | null;
  content: MessageContent;
  wamid: string | null;
  quotedWamid: string | null;
  status: string;
  occurrenceKey: string | null;
  mediaId: string | null;
  createdAt: number;
};

export type NewTrace = {
  accountId: string;
  id: string;
  conversationId: string;
  messageId: string | null;
  botVersionId: string;
  trace: Trace;
  /** what it counts as in the report */
  acts: number;
  at: number;
};

/** A conversation while a batch or a command works on it. */
export type Work = {
  loaded: LoadedConversation;
  /** as the database has it; null = made by this batch */
  before: ConversationState | null;
  state: ConversationState;
  last: NewMessage | null;
  /** bot output queued before must not go out */
  cancelAutomatic: boolean;
  /** its timer row is gone: it fired in this batch */
  timerFired: boolean;
};

/** Rows that one batch or command writes; nothing touches the database until `flush`. */
export type Writer = {
  works: Map<string, Work>;
  messages: NewMessage[];
  sends: NewSend[];
  events: NewEvent[];
  traces: NewTrace[];
  /** tickets that open with conversations, and e-mails their customers gave */
  tickets: OpenedTicket[];
  emails: NotedEmail[];
  /** what customers wrote about marketing */
  choices: NewMarketingChoice[];
  /** codes that go to these addresses, by their keyed hashes */
  codes: { accountId: string; conversationId: string; address: string; mac: string }[];
};

export const newWriter = (): Writer => ({
  works: new Map(),
  messages: [],
  sends: [],
  events: [],
  traces: [],
  tickets: [],
  emails: [],
  choices: [],
  codes: [],
});

/** Starts work on a conversation, or continues it when the batch has touched it already. */
export function workOn(writer: Writer, loaded: LoadedConversation, fresh: boolean): Work {
  const known = writer.works.get(loaded.state.id);
  if (known) return known;
  const work: Work = {
    loaded,
    before: fresh ? null : loaded.state,
    state: loaded.state,
    last: null,
    cancelAutomatic: false,
    timerFired: false,
  };
  writer.works.set(loaded.state.id, work);
  return work;
}

const nextSeq = (work: Work): number => {
  work.state = { ...work.state, seq: work.state.seq + 1 };
  return work.state.seq;
};

/** Puts a message in the thread: its row, its place, its event. Imported, it is news to nobody. */
export function addMessage(
  writer: Writer,
  work: Work,
  message: Omit<NewMessage, "accountId" | "conversationId" | "channelId" | "seq">,
  event: "message.received" | "message.queued" | "message.imported" = message.direction === "in"
    ? "message.received"
    : "message.queued",
): NewMessage {
  const row: NewMessage = {
    ...message,
    accountId: work.loaded.accountId,
    conversationId: work.state.id,
    channelId: work.loaded.channelId,
    seq: nextSeq(work),
  };
  writer.messages.push(row);
  if (!work.last || row.at >= work.last.at) work.last = row;
  writer.events.push({
    accountId: row.accountId,
    type: event,
    conversationId: row.conversationId,
    teamId: work.state.teamId,
    agentId: row.agentId,
    at: row.at,
    data: { messageId: row.id },
  });
  return row;
}

export type EffectMoment = {
  now: number;
  causeMessageId: string | null;
  botVersionId: string | null;
  /** when the customer said what this is about, by Meta's time */
  saidAt?: number;
  quotedWamid?: string | null;
  /** the file that an effect of this decision sends */
  file?: SentFile | null;
  /** the name before what an agent writes, on the wire only */
  signature?: string | null;
};

/** Our id of a file, and Meta's when it is there already. */
export type SentFile = { mediaId: string; graphMediaId: string | null };

export type Effect<Type extends ConversationEffect["type"]> = Extract<ConversationEffect, { type: Type }>;

/**
 * What we say stands after what was said before it, even when Meta's clock is ahead of ours. In whole seconds, as Meta's
 * times are: an answer to it within the same second would else stand above it; inside a second seq decides.
 */
const notBeforeLast = (work: Work, now: number): number =>
  Math.max(Math.floor(now / 1000) * 1000, work.last?.at ?? work.loaded.lastMessageAt);

const isFile = (content: AgentContent): content is OutgoingFile => content.type in FILE_RULES;

/** What goes on the wire; a file by Meta's id, which is not there before it was uploaded. */
export function requestOf(content: AgentContent, file: SentFile | null): NewSend["request"]["content"] {
  if (isFile(content)) return { ...content, mediaId: file?.graphMediaId ?? "" };
  if (content.type === "template") {
    const { type, name, language, parameters } = content;
    return { type, name, language, parameters };
  }
  if (content.type !== "location") return content;
  const { url: _, ...place } = content;
  return place;
}

/** What the customer gets, where that differs from what the desk shows. */
const onTheWire = ({ author, content }: Effect<"send">, { signature }: EffectMoment): AgentContent =>
  author === "agent" && signature ? signed(content, signature) : content;

/** What stays in the thread: the wire's parameters do not. */
function threadContent(content: AgentContent): MessageContent {
  if (content.type !== "template") return content;
  const { parameters: _, ...shown } = content;
  return shown;
}

/** A message of ours: in the thread, and queued to be sent. */
function addSend(writer: Writer, work: Work, effect: Effect<"send">, moment: EffectMoment): NewMessage {
  const needsFile = isFile(effect.content);
  const file = needsFile ? (moment.file ?? null) : null;
  if (needsFile && file === null) throw new Error("a message with a file needs its file");
  const row = addMessage(writer, work, {
    id: uuidv7(),
    at: notBeforeLast(work, moment.now),
    direction: "out",
    author: effect.author,
    agentId: effect.agentId,
    triggerId: effect.triggerId,
    content: threadContent(effect.content),
    wamid: null,
    quotedWamid: moment.quotedWamid ?? null,
    status: "queued",
    occurrenceKey: effect.occurrenceKey,
    mediaId: file?.mediaId ?? null,
    createdAt: moment.now,
  });
  writer.sends.push({
    accountId: row.accountId,
    messageId: row.id,
    channelId: row.channelId,
    conversationId: row.conversationId,
    contactId: work.loaded.contactId,
    seq: row.seq,
    automatic: effect.author !== "agent",
    recipient: work.loaded.recipient,
    request: { content: requestOf(onTheWire(effect, moment), file), quotedWamid: row.quotedWamid },
    waitsForFile: file !== null && file.graphMediaId === null,
    queuedAt: moment.now,
  });
  return row;
}

function addHistory(writer: Writer, work: Work, effect: Effect<"history">, now: number): void {
  writer.events.push({
    accountId: work.loaded.accountId,
    type: effect.event,
    conversationId: work.state.id,
    teamId: work.state.teamId,
    agentId: effect.agentId,
    seq: nextSeq(work),
    at: notBeforeLast(work, now),
    data: effect.data,
  });
}

function addTrace(
  writer: Writer,
  work: Work,
  { trace, messageId }: Effect<"trace">,
  acts: number,
  moment: EffectMoment,
): void {
  if (moment.botVersionId === null) return;
  writer.traces.push({
    accountId: work.loaded.accountId,
    id: uuidv7(),
    conversationId: work.state.id,
    messageId: messageId ?? moment.causeMessageId,
    botVersionId: moment.botVersionId,
    trace,
    acts,
    at: moment.now,
  });
}

/** Bot output that waits is not sent: what is in the outbox (see flush), and what this very batch was about to put there. */
function cancelAutomatic(writer: Writer, work: Work): void {
  work.cancelAutomatic = true;
  const isOurs = (send: NewSend): boolean => send.automatic && send.conversationId === work.state.id;
  const cancelled = new Set(writer.sends.filter(isOurs).map((send) => send.messageId));
  if (cancelled.size === 0) return;
  writer.sends = writer.sends.filter((send) => !cancelled.has(send.messageId));
  for (const message of writer.messages) if (cancelled.has(message.id)) message.status = "cancelled";
}

/** Writes down the effects of a decision and moves the work to its state. Answers the ids of messages to be sent. */
export function addEffects(
  writer: Writer,
  work: Work,
  after: ConversationState,
  effects: readonly ConversationEffect[],
  moment: EffectMoment,
): string[] {
  // taken back is what was said before this decision, never the decision's own words, wherever among them it stands
  if (effects.some(({ type }) => type === "cancel_automatic")) cancelAutomatic(writer, work);
  // seq belongs to the shell: the reducer's copy may be behind
  work.state = { ...after, seq: work.state.seq };
  const sent: string[] = [];
  for (const effect of effects) {
    if (effect.type === "send") sent.push(addSend(writer, work, effect, moment).id);
    else if (effect.type === "history") addHistory(writer, work, effect, moment.now);
    else if (effect.type === "trace") addTrace(writer, work, effect, botActs(effect.trace, effects), moment);
    else if (effect.type !== "alert") addBeside(writer, work, effect, moment);
    else
      writer.events.push({
        accountId: work.loaded.accountId,
        type: `alert.${effect.code}`,
        conversationId: work.state.id,
        teamId: work.state.teamId,
        at: moment.now,
        data: effect.data,
      });
  }
  return sent;
}
