import type { HistoryView, MessageView, NoteView, ThreadEntry } from "@balcao/api";
import { THREAD_PAGE } from "../../realtime/apply.ts";
import type { Attachment } from "../composer/attachments.ts";
import type { OutboxItem } from "../outbox.ts";

export type ThreadItem =
  | { type: "day"; key: string; at: number }
  | {
      type: "message";
      key: string;
      message: MessageView;
      outbox: OutboxItem | null;
      startsGroup: boolean;
      endsGroup: boolean;
      /** it failed, and the same words were sent again later */
      isRetried: boolean;
    }
  | { type: "history"; key: string; line: HistoryView }
  | { type: "note"; key: string; note: NoteView; outbox: OutboxItem | null }
  | { type: "unread"; key: string; count: number };

/** Where what was not read yet begins: the id of its first message, and how many there are. */
export type Unread = { from: string; count: number };

/** Bubbles of one author within this time stand together. */
const GROUP_MS = 60_000;

const voice = (message: MessageView): string =>
  [message.author, message.agentId, message.trigger?.id].join(" ");

type Held = Pick<MessageView, "kind" | "text" | "content" | "media">;
const withText = (text: string): Held => ({
  kind: "text",
  text,
  content: { type: "text", body: text },
  media: null,
});
/** A file as it will be, shown from this browser's own copy. */
const withFile = ({ id, file, kind, url, voice: isVoice }: Attachment, caption: string | null): Held => ({
  kind,
  text: caption,
  content: { type: kind, caption, fileName: file.name, voice: isVoice },
  media: {
    id,
    kind,
    state: "stored",
    isNumberRemoved: false,
    mimeType: file.type || null,
    fileName: file.name,
    size: file.size,
    voice: isVoice,
    url,
  },
});

function heldOf({ composed, file, text }: OutboxItem): Held {
  if (composed) return { kind: composed.content.type, text, content: composed.content, media: null };
  return file ? withFile(file, text || null) : withText(text);
}

/** A note of the outbox as the thread shows it. */
const asNote = (item: OutboxItem, note: string, agentId: string): NoteView => ({
  entry: "note",
  id: item.key,
  conversationId: item.conversationId,
  seq: Number.MAX_SAFE_INTEGER,
  at: new Date(item.at).toISOString(),
  agentId,
  text: note,
  editedAt: null,
  deletedAt: null,
});

const asEntry = (item: OutboxItem, agentId: string): MessageView | NoteView =>
  item.note === undefined ? asMessage(item, agentId) : asNote(item, item.note, agentId);

/** Do both say the same, as far as can be told before the server gave it an id? */
const saysSame = (entry: MessageView, item: OutboxItem): boolean =>
  item.composed
    ? entry.kind === item.composed.content.type && (entry.text ?? "") === item.text
    : item.file
      ? entry.media?.size === item.file.file.size && (entry.text ?? "") === item.text
      : entry.media === null && entry.text === item.text;

/** A message of the outbox as a bubble with a clock. */
function asMessage(item: OutboxItem, agentId: string): MessageView {
  return {
    entry: "message",
    id: item.key,
    conversationId: item.conversationId,
    seq: Number.MAX_SAFE_INTEGER,
    at: new Date(item.at).toISOString(),
    direction: "out",
    author: "agent",
    agentId,
    trigger: null,
    ...heldOf(item),
    quoted: item.quoted,
    reactions: [],
    revisions: [],
    status: item.state === "refused" ? "failed" : "queued",
    failure: null,
    hasTrace: false,
  };
}

/**
 * What waits in the outbox and is not in the thread yet. The socket may bring a message before the answer to its sending does:
 * one of the same words by the same person since then is that message.
 */
export function pendingOf(
  entries: readonly ThreadEntry[],
  outbox: readonly OutboxItem[],
  agentId: string,
): OutboxItem[] {
  const taken = new Set<string>();
  const isIt = (entry: ThreadEntry, item: OutboxItem): boolean =>
    item.note === undefined
      ? entry.entry === "message" && entry.author === "agent" && saysSame(entry, item)
      : entry.entry === "note" && entry.text === item.note;
  return outbox.filter((item) => {
    const arrived = entries.findLast(
      (entry) =>
        isIt(entry, item) &&
        entry.agentId === agentId &&
        Date.parse(entry.at) >= item.at - 2_000 &&
        !taken.has(entry.id),
    );
    if (arrived && item.state === "waiting") taken.add(arrived.id);
    return !(arrived && item.state === "waiting");
  });
}

/**
 * The place of the line "new messages" for a conversation opened with `count` unread ones. None when all of a short thread is new, when
 * the first of them is not in the known part, or when somebody answered since.
 */
export function unreadOf(entries: readonly ThreadEntry[], count: number): Unread | null {
  if (count === 0) return null;
  const messages = entries.filter((entry) => entry.entry === "message");
  const incoming = messages.filter(({ direction }) => direction === "in");
  const first = incoming[incoming.length - count];
  // a long one needs it though all is new: it is where the thread opens
  if (!first || (first === messages[0] && entries.length < THREAD_PAGE)) return null;
  const isAnswered = messages.slice(messages.indexOf(first)).some(({ author }) => author === "agent");
  return isAnswered ? null : { from: first.id, count };
}

export type FirstUnread = {
  /** null also when they begin before what is known of the thread */
  unread: Unread | null;
  /** how many there were, when their first is not known yet; else 0 */
  further: number;
};

/**
 * Where what was unread at opening begins, in a thread as far as it is known (`before` null: from its first word).
 * `last`: the newest entry that was there at opening.
 */
export function firstUnreadOf(
  { entries, before }: { entries: readonly ThreadEntry[]; before: string | null },
  opened: { count: number; last: string | undefined },
): FirstUnread {
  const last = entries.findLastIndex(({ id }) => id === opened.last);
  // what was shown first came from memory and has been read anew since: then the unread ones end where the thread does
  let end = last === -1 ? entries.length : last + 1;
  const isIncoming = (entry: ThreadEntry): boolean => entry.entry === "message" && entry.direction === "in";
  let incoming = entries.slice(0, end).filter(isIncoming).length;
  // a count may be told ahead of its messages: then they are those that come next
  for (; before === null && incoming < opened.count && end < entries.length; end++)
    if (isIncoming(entries[end] as ThreadEntry)) incoming += 1;
  const known = entries.slice(0, end);
  const isFurther = before !== null && incoming < opened.count;
  return { unread: unreadOf(known, opened.count), further: isFurther ? opened.count : 0 };
}

/** Failed messages of which the words were sent once more afterwards. */
function retriedOf(messages: readonly ThreadEntry[]): ReadonlySet<string> {
  const later = new Set<string>();
  const said = ({ kind, text, media }: MessageView): string =>
    JSON.stringify([kind, text, media?.fileName, media?.size]);
  const retried = new Set<string>();
  for (const entry of messages.toReversed()) {
    if (entry.entry !== "message" || entry.direction !== "out") continue;
    if (entry.status === "failed" && later.has(said(entry))) retried.add(entry.id);
    if (entry.author === "agent") later.add(said(entry));
  }
  return retried;
}

/** What stands between the bubbles. */
const asideOf = (entry: HistoryView | NoteView, outbox: OutboxItem | null): ThreadItem =>
  entry.entry === "note"
    ? { type: "note", key: `note ${entry.id}`, note: entry, outbox }
    : { type: "history", key: `history ${entry.id}`, line: entry };

type Bubble = Extract<ThreadItem, { type: "message" }>;

/** The message or note with this id among what is drawn; -1 when it is not. */
export const placeOf = (items: readonly ThreadItem[], id: string): number =>
  items.findIndex((item) => idOf(item) === id);

/** The id of a message or note; null for what is neither. */
export const idOf = (item: ThreadItem): string | null =>
  item.type === "message" ? item.message.id : item.type === "note" ? item.note.id : null;

/** The thread as it is drawn: days, bubbles in groups, the line where unread ones begin, and the history of changes unless hidden. */
export function threadItems(options: {
  entries: readonly ThreadEntry[];
  outbox: readonly OutboxItem[];
  agentId: string;
  hideHistory: boolean;
  unread: Unread | null;
  /** nothing is older than these entries: else the day above them is not drawn, for it would stay on top when older ones come */
  isWhole: boolean;
  dayKey: (at: number) => string;
}): ThreadItem[] {
  const { entries, outbox, agentId, hideHistory, unread, isWhole, dayKey } = options;
  const pending = pendingOf(entries, outbox, agentId);
  const outboxOf = new Map(pending.map((item) => [item.key, item]));
  const all = [...entries, ...pending.map((item) => asEntry(item, agentId))];
  const retried = retriedOf(all);
  const items: ThreadItem[] = [];
  let day = "";
  let group: Bubble | null = null;
  for (const entry of all) {
    if (entry.entry === "history" && hideHistory) continue;
    const at = Date.parse(entry.at);
    const ownDay = dayKey(at);
    if (ownDay !== day) {
      if (day !== "" || isWhole) items.push({ type: "day", key: `day ${ownDay}`, at });
      day = ownDay;
      group = null;
    }
    if (entry.entry !== "message") {
      items.push(asideOf(entry, outboxOf.get(entry.id) ?? null));
      group = null;
      continue;
    }
    if (entry.id === unread?.from && pending.length === 0) {
      items.push({ type: "unread", key: "unread", count: unread.count });
      group = null;
    }
    const joins: boolean =
      group !== null && voice(group.message) === voice(entry) && at - Date.parse(group.message.at) < GROUP_MS;
    const item: Bubble = {
      type: "message",
      key: `message ${entry.id}`,
      message: entry,
      outbox: outboxOf.get(entry.id) ?? null,
      startsGroup: !joins,
      endsGroup: true,
      isRetried: retried.has(entry.id),
    };
    if (joins && group) group.endsGroup = false;
    items.push(item);
    group = item;
  }
  return items;
}
