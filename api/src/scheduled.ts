import { z } from "zod";
import { Id, isStorable, Time } from "./common.ts";
import { CompositionBody } from "./composed.ts";
import { command, SendFile } from "./conversations.ts";
import { DraftAt } from "./drafts.ts";
import { TemplateUse } from "./templates.ts";

/** Why a scheduled message was not sent: UnsentReason of @balcao/core */
export const UnsentReason = z.enum([
  "service_window_closed",
  "contact_replied",
  "contact_blocked",
  "number_removed",
  "conversation_closed",
  "author_may_not",
  "template_refused",
]);
export type UnsentReason = z.infer<typeof UnsentReason>;

/** A message that waits for its moment, or could not be sent at it. */
export const ScheduledView = z.object({
  id: Id,
  conversationId: Id,
  /** its author */
  agentId: Id,
  at: Time,
  /** not if the customer writes before */
  unlessReply: z.boolean(),
  /** the customer wrote after this moment was chosen */
  hasReply: z.boolean(),
  /** null = it waits */
  unsent: UnsentReason.nullable(),
  /** text, template, the kind of its file, or of what was put together */
  kind: z.enum([
    "text",
    "template",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "menu",
    "interactive",
  ]),
  /** what it says, or the caption; of a template as it would be sent when it was scheduled */
  text: z.string().nullable(),
  template: TemplateUse.nullable(),
  /** what was put together: a place, cards, a menu or an act to ask for */
  composition: CompositionBody.nullable(),
  file: z
    .object({
      fileName: z.string().nullable(),
      mimeType: z.string(),
      size: z.int(),
      voice: z.boolean(),
      url: z.string(),
    })
    .nullable(),
  quoted: z.object({ id: Id, author: z.string(), preview: z.string() }).nullable(),
});
export type ScheduledView = z.infer<typeof ScheduledView>;

/** GET /api/conversations/:id/scheduled : what comes first is first */
export const ScheduledList = z.object({ items: z.array(ScheduledView) });
/** GET /api/scheduled : one's own, in conversations one may see; `contactName` as lists name them */
export const OwnScheduledList = z.object({
  items: z.array(ScheduledView.extend({ contactName: z.string().nullable() })),
});
export type OwnScheduledList = z.infer<typeof OwnScheduledList>;

const moment = { at: Time, unlessReply: z.boolean().default(false) };
/** POST /api/conversations/:id/scheduled. `draftAt`: the draft it was; that and older ones end with it */
export const ScheduleMessage = z
  .object({
    ...command,
    ...moment,
    content: z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string().min(1).max(4096).refine(isStorable) }).strict(),
      z.object({ type: z.literal("template"), use: TemplateUse }).strict(),
      z.object({ type: z.literal("composed"), composition: CompositionBody }).strict(),
    ]),
    quotedMessageId: Id.nullable().default(null),
    draftAt: DraftAt.optional(),
  })
  .strict();
export type ScheduleMessage = z.infer<typeof ScheduleMessage>;
/** POST /api/conversations/:id/scheduled/files : as SendFile, with the moment before the file */
export const ScheduleFile = SendFile.safeExtend({
  at: Time,
  unlessReply: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true"),
});
export type ScheduleFile = z.infer<typeof ScheduleFile>;
/** POST /api/conversations/:id/scheduled/:scheduledId/move ; /send and /cancel take a PlainCommand */
export const MoveScheduled = z.object({ ...command, ...moment }).strict();
export type MoveScheduled = z.infer<typeof MoveScheduled>;
