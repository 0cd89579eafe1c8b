import { z } from "zod";
import { Id, isStorable } from "./common.ts";

/** An answer to the customer, or a note for the team. */
export const DraftMode = z.enum(["reply", "note"]);

/** When a draft was written: epoch milliseconds of the browser that wrote it, by the account's clock. */
export const DraftAt = z.int().min(0).max(8.64e15);

/** A text begun and not sent, of the agent who asks; "" = there is none any more. */
export const Draft = z.object({
  conversationId: Id,
  mode: DraftMode,
  text: z.string(),
  quotedMessageId: Id.nullable(),
  at: DraftAt,
});
export type Draft = z.infer<typeof Draft>;

/** GET /api/drafts : all of one's own that hold a text */
export const DraftList = z.object({ items: z.array(Draft) });

/**
 * PUT /api/conversations/:id/draft : the latest `at` wins, so that any number of tries, in any order, come to the same. Answers the
 * draft that stands now, which is another one when that was written later.
 */
export const SaveDraft = z
  .object({
    mode: DraftMode,
    text: z.string().max(20_000).refine(isStorable),
    quotedMessageId: Id.nullable(),
    at: DraftAt,
  })
  .strict();
export type SaveDraft = z.infer<typeof SaveDraft>;
