import type { MessageView, ThreadEntry, Transcript } from "@balcao/api";

/** Written in the first line of a canonical text: another number means another form. */
const FORM = "balcao transcript 1";

function messageLine(message: MessageView): Record<string, unknown> {
  const { entry, id, seq, at, direction, author, agentId, trigger, kind, text, content } = message;
  const { media, quoted, reactions, revisions, status, failure } = message;
  return {
    entry,
    id,
    seq,
    at,
    direction,
    author,
    agentId,
    trigger: trigger?.description,
    kind,
    text,
    // of a text there is nothing else to say
    content: kind === "text" ? undefined : content,
    // what a file is, not how far its download has come
    file: media && {
      kind: media.kind,
      name: media.fileName,
      type: media.mimeType,
      size: media.size,
      voice: media.voice,
    },
    quoted: quoted?.id ?? quoted?.preview,
    reactions: reactions.map(({ author: by, emoji }) => ({ author: by, emoji })),
    revisions,
    status,
    errorCode: failure?.code,
  };
}

function entryLine(entry: ThreadEntry): Record<string, unknown> {
  if (entry.entry === "message") return messageLine(entry);
  const line: Record<string, unknown> = { ...entry };
  delete line["conversationId"];
  return line;
}

/** What a canonical text is made of, one value a line. `names`: of agents, teams and labels, by id; those that occur are told. */
export function transcriptLines(
  transcript: Omit<Transcript, "text" | "digest">,
  names: ReadonlyMap<string, string>,
): unknown[] {
  const { conversation, company, channel, upTo, notes, entries } = transcript;
  const head = {
    form: FORM,
    company,
    conversationId: conversation.id,
    protocol: conversation.protocol,
    contact: conversation.contact,
    channel,
    teamId: conversation.teamId,
    agentId: conversation.agentId,
    openedAt: conversation.openedAt,
    closedAt: conversation.closedAt,
    upTo,
    notes,
    entries: entries.length,
  };
  const lines = [head, ...entries.map(entryLine)];
  const said = JSON.stringify(lines);
  const told = [...names].filter(([id]) => said.includes(id));
  return [...lines, { names: Object.fromEntries(told) }];
}
