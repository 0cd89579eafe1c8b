import { z } from "zod";
import { Id, Time, Version } from "./common.ts";
import { TemplateUse } from "./templates.ts";

/** Minutes since local midnight, `from` < `to`, at most four stretches a day. Index 0 = Sunday. */
export const DayHours = z
  .array(z.object({ from: z.int().min(0).max(1439), to: z.int().min(1).max(1440) }).strict())
  .max(4);
export const WeeklyHours = z.object({ days: z.array(DayHours).length(7) }).strict();
export type WeeklyHours = z.infer<typeof WeeklyHours>;

export const AutoMessageKind = z.enum([
  "welcome",
  "out_of_hours",
  "manual_closing",
  "inactivity_closing",
  "inactivity_warning",
  "hand_over",
  "survey",
]);
export type AutoMessageKind = z.infer<typeof AutoMessageKind>;
export const AutoMessage = z
  .object({
    enabled: z.boolean(),
    text: z.string().max(4096),
    /** said in the text's place once the service window is closed */
    template: TemplateUse.nullable().default(null),
  })
  .strict();
export type AutoMessage = z.infer<typeof AutoMessage>;

export const BotTexts = z
  .object({
    otherAnswerText: z.string().trim().min(1).max(1024),
    otherAnswerLimit: z.int().min(0).max(10),
    personWords: z.array(z.string().trim().min(1).max(60)).max(20),
  })
  .strict();

/** GET /api/settings/whatsapp */
export const WhatsAppSettings = z
  .object({
    firstTeamId: Id,
    /** hours without an answer from the customer until the conversation is closed */
    inactivityHours: z.number().positive().max(720),
    /** the warning goes out this long before the closing, in hours */
    warningHours: z.number().positive().max(720),
    assignOnFirstReply: z.boolean(),
    /** nobody but who is responsible for a conversation writes to its customer */
    onlyResponsibleReplies: z.boolean(),
    segmentedView: z.boolean(),
    autoMessages: z.record(AutoMessageKind, AutoMessage),
    botTexts: BotTexts,
    businessHours: WeeklyHours.nullable(),
    version: Version,
  })
  .strict();
export type WhatsAppSettings = z.infer<typeof WhatsAppSettings>;
/** PUT /api/settings/whatsapp takes the same shape; answers it with the next version */
export const WhatsAppSettingsView = WhatsAppSettings.extend({ updatedAt: Time });
