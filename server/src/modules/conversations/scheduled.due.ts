import {
  composed,
  dueScheduled,
  onScheduledDue,
  templateContent,
  templateProblems,
  type AgentContent,
  type ConversationContext,
  type OutgoingTemplate,
  type ScheduledSend,
} from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { findTemplates } from "../templates/index.ts";
import { canSee } from "./conversations.policy.ts";
import { noteFile, type FileToSend } from "./files.rows.ts";
import type { LoadedConversation } from "./load.queries.ts";
import { wordsOf, type AuthoredWords } from "./scheduled.queries.ts";
import { addEffects, type Work, type Writer } from "./writer.ts";

/** What may be said now in a batch: the words of all that is due, and the templates they use, as their numbers can send them. */
export type DueWords = {
  words: ReadonlyMap<string, AuthoredWords>;
  templates: ReadonlyMap<string, OutgoingTemplate>;
  /** files of messages that were said, to be noted with them */
  files: { loaded: LoadedConversation; file: FileToSend & { messageId: string } }[];
};

/** The words of what is due in these conversations, which are locked: two queries at most, none when nothing is. */
export async function loadDueWords(
  tx: Tx,
  conversations: readonly LoadedConversation[],
  now: number,
): Promise<DueWords> {
  const channels = new Map<string, LoadedConversation>();
  for (const loaded of conversations)
    for (const { id } of dueScheduled(loaded.state, now)) channels.set(id, loaded);
  const wanted = [...channels].map(([id, { accountId }]) => ({ accountId, id }));
  const words = await wordsOf(tx, wanted);
  const uses = words.flatMap(({ id, content }) => {
    const loaded = channels.get(id);
    return loaded && content.type === "template" ? [{ id, loaded, use: content.use }] : [];
  });
  const found = await (uses.length === 0
    ? []
    : findTemplates(
        tx,
        uses.map(({ loaded: { accountId, channelId }, use: { name, language } }) => ({
          accountId,
          channelId,
          name,
          language,
        })),
      ));
  const templates = new Map<string, OutgoingTemplate>();
  for (const { id, loaded, use } of uses) {
    const facts = found.find(
      (one) => one.channelId === loaded.channelId && one.name === use.name && one.language === use.language,
    );
    if (facts && templateProblems(facts, use).length === 0) templates.set(id, templateContent(facts, use));
  }
  return { words: new Map(words.map((one) => [one.id, one])), templates, files: [] };
}

function contentOf(
  { id, content }: AuthoredWords,
  { templates }: DueWords,
  { locale }: ConversationContext,
): AgentContent | null {
  if (content.type === "template") return templates.get(id) ?? null;
  return content.type === "composed" ? composed(content.composition, locale) : content;
}

function sayOne(
  writer: Writer,
  work: Work,
  send: ScheduledSend,
  due: DueWords,
  context: ConversationContext,
  now: number,
): void {
  const words = due.words.get(send.id);
  if (!words) throw new Error(`scheduled message ${send.id} has no words`);
  const { file, quotedWamid, authorActive, authorName } = words;
  const mayWrite = authorActive && canSee(words, work.state);
  const { state, effects } = onScheduledDue(
    work.state,
    send,
    contentOf(words, due, context),
    mayWrite,
    context,
    now,
  );
  const signature = context.teams.get(work.state.teamId)?.signsReplies ? authorName : null;
  const [messageId] = addEffects(writer, work, state, effects, {
    now,
    causeMessageId: null,
    botVersionId: null,
    quotedWamid,
    file: file && { mediaId: file.id, graphMediaId: null },
    signature,
  });
  if (file && messageId !== undefined) due.files.push({ loaded: work.loaded, file: { ...file, messageId } });
}

/**
 * Says what is due in a conversation, each as if its author wrote it now. What waits was read under the conversation's lock, and goes from
 * there in the transaction that queues its message: of two workers, or after a crash, one finds it.
 */
export function sayDue(
  writer: Writer,
  work: Work,
  due: DueWords,
  context: ConversationContext,
  now: number,
): void {
  for (const send of dueScheduled(work.state, now)) sayOne(writer, work, send, due, context, now);
}

/** The files of what was said, after their messages. */
export async function noteDueFiles(tx: Tx, { files }: DueWords, now: number): Promise<void> {
  for (const { loaded, file } of files) await noteFile(tx, loaded, file, null, now);
}
