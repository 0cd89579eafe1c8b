import type {
  CommandResult,
  MoveScheduled,
  OwnScheduledList,
  ScheduledView,
  ScheduleFile,
  ScheduleMessage,
} from "@balcao/api";
import {
  composed,
  reschedule,
  schedule,
  sendScheduledNow,
  textOf,
  unschedule,
  type AgentContent,
} from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, notFound } from "../../platform/problem.ts";
import { usedKey } from "./command-keys.queries.ts";
import { getConversation, seen } from "./conversations.reading.ts";
import { checkComposition } from "./content.service.ts";
import { command, type CommandOptions } from "./conversations.service.ts";
import { checkCaption, fileContent, storeFile } from "./files.service.ts";
import type { FileToSend } from "./files.rows.ts";
import type { LoadedConversation } from "./load.queries.ts";
import {
  findScheduled,
  insertScheduled,
  scheduledBy,
  scheduledOf,
  type ScheduledContent,
  type ScheduledWords,
} from "./scheduled.queries.ts";
import { templateToSend } from "./templates.service.ts";

/** How many of one's own are listed. */
const MOST_OWN = 200;

/** What is scheduled in a conversation one may see. */
export const getScheduled = (deps: Deps, actor: Actor, id: string): Promise<ScheduledView[]> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    await seen(tx, actor, id);
    return scheduledOf(tx, actor.accountId, id);
  });

/** One's own, wherever one may still see it. */
export const getOwnScheduled = (deps: Deps, actor: Actor): Promise<OwnScheduledList["items"]> =>
  inAccount(deps.app, actor.accountId, (tx) => scheduledBy(tx, actor, MOST_OWN));

/** The file of a scheduled message, for who may see its conversation. */
export const getScheduledFile = (
  deps: Deps,
  actor: Actor,
  id: string,
  scheduledId: string,
): Promise<FileToSend> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    await seen(tx, actor, id);
    const file = (await findScheduled(tx, actor.accountId, id, scheduledId))?.file;
    if (!file) throw notFound();
    return file;
  });

type Wanted = Pick<MoveScheduled, "key" | "at" | "unlessReply"> & {
  quotedMessageId: string | null;
  draftAt?: number | undefined;
};

/** Writes down a message to be sent by itself: its words and its moment in one transaction. */
function put(
  deps: Deps,
  actor: Actor,
  id: string,
  wanted: Wanted,
  words: {
    file: FileToSend | null;
    content: (tx: Tx, loaded: LoadedConversation) => Promise<ScheduledContent>;
  },
): Promise<CommandResult> {
  const scheduledId = uuidv7();
  const { key, quotedMessageId, draftAt, unlessReply } = wanted;
  const send = { id: scheduledId, at: Date.parse(wanted.at), unlessReply };
  return command(
    deps,
    actor,
    id,
    key,
    (state, context, _running, now) => schedule(state, actor.agentId, send, context, now),
    {
      draftAt,
      check: async (tx, loaded) => {
        const content = await words.content(tx, loaded);
        const { file } = words;
        const row = { id: scheduledId, conversationId: id, content, file, quotedMessageId };
        await insertScheduled(tx, actor, row, deps.clock.now());
      },
    },
  );
}

/** Agendar envio of a text, of what was put together, or of a template. A template has to be one that could be sent today. The same key again has no effect. */
export const scheduleMessage = (
  deps: Deps,
  actor: Actor,
  id: string,
  body: ScheduleMessage,
): Promise<CommandResult> =>
  put(deps, actor, id, body, {
    file: null,
    content: async (tx, loaded) => {
      const { content } = body;
      if (content.type === "text") return { type: "text", body: content.text };
      if (content.type === "composed") {
        const { composition } = content;
        checkComposition(composition, "content.composition");
        const shown = composed(composition, actor.locale);
        return { type: "composed", composition, text: shown && textOf(shown) };
      }
      const shown = await templateToSend(tx, loaded, content.use, actor);
      return { type: "template", use: content.use, text: textOf(shown) };
    },
  });

/** Agendar envio of a file. `read` gives the bytes, and is not called when the command is refused or was done before. */
export async function scheduleFile(
  deps: Deps,
  actor: Actor,
  id: string,
  claim: ScheduleFile,
  read: () => Promise<Buffer>,
): Promise<CommandResult> {
  checkCaption(claim);
  const before = await inAccount(deps.app, actor.accountId, (tx) => usedKey(tx, actor, claim.key));
  if (before?.conversationId === id)
    return command(deps, actor, id, claim.key, () => {
      throw notFound();
    });
  const { can } = await getConversation(deps, actor, id);
  if (can.reply_reason !== null && can.reply_reason !== "service_window_closed")
    throw conflict(can.reply_reason);
  const file = await storeFile(deps, actor, claim, await read());
  let isWritten = false;
  let kept = false;
  try {
    const result = await put(deps, actor, id, claim, {
      file,
      content: () => {
        isWritten = true;
        return Promise.resolve(fileContent(file, claim.caption));
      },
    });
    kept = isWritten;
    return result;
  } finally {
    // a rival with the same key was first, or the command was refused
    if (!kept) await deps.storage.remove(file.storageKey);
  }
}

/** Another moment for a scheduled message, or for one that could not be sent. */
export const moveScheduled = (
  deps: Deps,
  actor: Actor,
  id: string,
  scheduledId: string,
  { key, at, unlessReply }: MoveScheduled,
): Promise<CommandResult> =>
  command(deps, actor, id, key, (state, context, _running, now) =>
    reschedule(state, actor.agentId, { id: scheduledId, at: Date.parse(at), unlessReply }, context, now),
  );

/** Takes a scheduled message back before its moment, or puts one away that could not be sent. */
export async function cancelScheduled(
  deps: Deps,
  actor: Actor,
  id: string,
  scheduledId: string,
  key: string,
): Promise<CommandResult> {
  const storageKeys: string[] = [];
  const check = async (tx: Tx): Promise<void> => {
    const words = await findScheduled(tx, actor.accountId, id, scheduledId);
    if (words?.file) storageKeys.push(words.file.storageKey);
  };
  const result = await command(
    deps,
    actor,
    id,
    key,
    (state) => unschedule(state, actor.agentId, scheduledId),
    { check },
  );
  for (const storageKey of storageKeys) await deps.storage.remove(storageKey);
  return result;
}

/** What can be said of it; what was put together is made in the account's language. */
async function contentToSend(
  tx: Tx,
  loaded: LoadedConversation,
  { content }: ScheduledWords,
): Promise<(locale: "pt-BR" | "en") => AgentContent | null> {
  if (content.type === "composed") return (locale) => composed(content.composition, locale);
  const said = content.type === "template" ? await templateToSend(tx, loaded, content.use, null) : content;
  return () => said;
}

/** Enviar agora: as the answer of who does it. */
export function sendScheduled(
  deps: Deps,
  actor: Actor,
  id: string,
  scheduledId: string,
  key: string,
): Promise<CommandResult> {
  let contentIn: (locale: "pt-BR" | "en") => AgentContent | null = () => null;
  const options: CommandOptions = {
    check: async (tx, loaded) => {
      const words = await findScheduled(tx, actor.accountId, id, scheduledId);
      if (!words) throw conflict("scheduled_gone");
      contentIn = await contentToSend(tx, loaded, words);
      options.quotedWamid = words.quotedWamid;
      options.file = words.file;
    },
  };
  return command(
    deps,
    actor,
    id,
    key,
    (state, context, _running, now) => {
      const content = contentIn(context.locale);
      if (content === null) throw new Error("a scheduled message is sent after it was looked up");
      return sendScheduledNow(state, actor.agentId, scheduledId, content, context, now);
    },
    options,
  );
}
