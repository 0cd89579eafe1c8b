import { packTrace, textOf, unanswered } from "@balcao/core";
import { bulkInsert, iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { NewMessage, NewTrace } from "./writer.ts";

const MESSAGE = {
  account_id: "uuid",
  id: "uuid",
  conversation_id: "uuid",
  channel_id: "uuid",
  seq: "int",
  at: "timestamptz",
  direction: "text",
  author: "text",
  agent_id: "uuid",
  trigger_id: "uuid",
  kind: "text",
  text: "text",
  content: "json",
  wamid: "text",
  quoted_wamid: "text",
  status: "text",
  occurrence_key: "text",
  media_id: "uuid",
  created_at: "timestamptz",
};

export async function writeMessages(tx: Tx, messages: readonly NewMessage[]): Promise<void> {
  const rows = messages.map((message) => ({
    account_id: message.accountId,
    id: message.id,
    conversation_id: message.conversationId,
    channel_id: message.channelId,
    seq: message.seq,
    at: iso(message.at),
    direction: message.direction,
    author: message.author,
    agent_id: message.agentId,
    trigger_id: message.triggerId,
    kind: message.content.type,
    text: textOf(message.content),
    content: message.content,
    wamid: message.wamid,
    quoted_wamid: message.quotedWamid,
    status: message.status,
    occurrence_key: message.occurrenceKey,
    media_id: message.mediaId,
    created_at: iso(message.createdAt),
  }));
  await bulkInsert(tx, "message", MESSAGE, rows);
}

const TRACE = {
  account_id: "uuid",
  id: "uuid",
  conversation_id: "uuid",
  message_id: "uuid",
  bot_version_id: "uuid",
  trace: "json",
  acts: "int",
  unanswered: "text",
  unanswered_in: "uuid",
  at: "timestamptz",
};

export async function writeTraces(tx: Tx, traces: readonly NewTrace[]): Promise<void> {
  const rows = traces.map((trace) => {
    const lost = unanswered(trace.trace);
    return {
      account_id: trace.accountId,
      id: trace.id,
      conversation_id: trace.conversationId,
      message_id: trace.messageId,
      bot_version_id: trace.botVersionId,
      trace: packTrace(trace.trace),
      acts: trace.acts,
      unanswered: lost?.text ?? null,
      unanswered_in: lost?.team ?? null,
      at: iso(trace.at),
    };
  });
  await bulkInsert(tx, "bot_trace", TRACE, rows);
}
