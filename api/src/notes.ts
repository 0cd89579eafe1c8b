import { z } from "zod";
import { Id, isStorable, Time } from "./common.ts";
import { DraftAt } from "./drafts.ts";

/** An internal note in the thread: the company's alone, never part of what is sent. */
export const NoteView = z.object({
  entry: z.literal("note"),
  id: Id,
  conversationId: Id,
  seq: z.int(),
  at: Time,
  agentId: Id,
  /** with WhatsApp's marks, and `@[agent id]` for a mention (core text/mentions); null once it was deleted */
  text: z.string().nullable(),
  editedAt: Time.nullable(),
  deletedAt: Time.nullable(),
});
export type NoteView = z.infer<typeof NoteView>;

/** Longer than what a person writes, by the ids that stand for names. */
const NoteText = z.string().trim().min(1).max(8192).refine(isStorable);

/** PATCH /api/notes/:id : its author, within 15 minutes. The same text again changes nothing. DELETE /api/notes/:id */
export const NotePatch = z.object({ text: NoteText }).strict();
/** POST /api/conversations/:id/notes. `draftAt`: the draft it was; that and older ones end with it */
export const AddNote = z
  .object({ key: z.string().min(8).max(64), text: NoteText, draftAt: DraftAt.optional() })
  .strict();

/** GET /api/conversations/:id/notes : the newest first */
export const NoteList = z.object({ items: z.array(NoteView) });

/** GET /api/conversations/:id/readers : who may see it and so be mentioned in it */
export const ReaderList = z.object({
  items: z.array(z.object({ id: Id, name: z.string(), email: z.string() })),
});

/** A note that mentions who asks. */
export const Mention = z.object({
  noteId: Id,
  conversationId: Id,
  /** whom the conversation is with, as lists name them */
  contactName: z.string().nullable(),
  at: Time,
  agentId: Id,
  text: z.string(),
  readAt: Time.nullable(),
});
export type Mention = z.infer<typeof Mention>;
/** GET /api/mentions : newest first, of conversations that may still be seen; `unread` counts all that were not read */
export const MentionList = z.object({ items: z.array(Mention), unread: z.int() });
export type MentionList = z.infer<typeof MentionList>;
/** POST /api/mentions/read */
export const ReadMentions = z.object({ noteIds: z.array(Id).min(1).max(100) }).strict();
