import { MOST_AT_ONCE } from "@balcao/core";
import { z } from "zod";
import { Id } from "./common.ts";
import { ConversationRow } from "./conversations.ts";
import { ThreadEntry } from "./thread.ts";

/** Most entries that one transcript holds. */
export const MOST_PRINTED = 5_000;

const Chosen = z.array(Id).min(1).max(MOST_AT_ONCE);

/**
 * GET /api/conversations/:id/transcript : what is printed of a conversation, with its digest. `notes`: internal notes too. `upTo`: only
 * up to this place of the thread, to make an earlier transcript again. `messages`: only these, by ids with commas between.
 */
export const TranscriptQuery = z.object({
  notes: z.stringbool().default(false),
  upTo: z.coerce.number().int().min(0).optional(),
  messages: z
    .string()
    .transform((text) => text.split(","))
    .pipe(Chosen)
    .optional(),
});

/** POST /api/conversations/:id/transcript : the same as it is now, recorded in the conversation's history as printed */
export const PrintTranscript = z
  .object({
    key: z.string().min(8).max(64),
    notes: z.boolean().default(false),
    messages: Chosen.nullable().default(null),
  })
  .strict();

export const Transcript = z.object({
  conversation: ConversationRow,
  company: z.string(),
  channel: z.object({ name: z.string(), displayPhone: z.string() }),
  /** place of the thread up to which it goes */
  upTo: z.int(),
  notes: z.boolean(),
  /** oldest first */
  entries: z.array(ThreadEntry),
  /** the canonical text: JSON lines in UTF-8, the first about the conversation, then one for each entry, the last the names of ids */
  text: z.string(),
  /** SHA-256 over the bytes of `text`, in hexadecimal */
  digest: z.string(),
});
export type Transcript = z.infer<typeof Transcript>;
