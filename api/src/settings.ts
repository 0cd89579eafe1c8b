import { NATIONAL_HOLIDAYS } from "@balcao/core";
import { z } from "zod";
import { Id, isStorable, Time, Version, line } from "./common.ts";
import { TemplateUse } from "./templates.ts";

/** Minutes since local midnight, `from` < `to`, at most four stretches a day. Index 0 = Sunday. */
export const DayHours = z
  .array(z.object({ from: z.int().min(0).max(1439), to: z.int().min(1).max(1440) }).strict())
  .max(4);
export const WeeklyHours = z.object({ days: z.array(DayHours).length(7) }).strict();
export type WeeklyHours = z.infer<typeof WeeklyHours>;

/** A date that is in the calendar. */
export const CalendarDate = z.iso.date();
/** A day of the company's own; `yearly`: on its day and month of every year. */
export const OwnHoliday = z
  .object({
    date: CalendarDate,
    name: line(80).min(1),
    yearly: z.boolean(),
  })
  .strict();
export type OwnHoliday = z.infer<typeof OwnHoliday>;
/** On these days nobody works, whatever the hours; but for an account without hours, which always works. */
export const Holidays = z.object({
  /** those of Brazil that are kept */
  national: z.array(z.enum(NATIONAL_HOLIDAYS)).max(NATIONAL_HOLIDAYS.length),
  own: z.array(OwnHoliday).max(200),
});
/** GET and PUT /api/settings/holidays */
export const HolidaySettings = Holidays.extend({ version: Version }).strict();
export type HolidaySettings = z.infer<typeof HolidaySettings>;

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

/** GET and PUT /api/channels/:id/settings : what one number does otherwise than the account; what is left out is as the account has it */
export const NumberSettings = z
  .object({
    firstTeamId: Id.nullable(),
    autoMessages: z.partialRecord(
      AutoMessageKind,
      z.object({ enabled: z.boolean(), text: z.string().max(4096).refine(isStorable) }).strict(),
    ),
    /** 0 = nothing was ever saved */
    version: z.int().min(0),
  })
  .strict();
export type NumberSettings = z.infer<typeof NumberSettings>;

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
    /** the customer's phone shows that an answer is being written */
    showsTyping: z.boolean(),
    autoMessages: z.record(AutoMessageKind, AutoMessage),
    botTexts: BotTexts,
    businessHours: WeeklyHours.nullable(),
    version: Version,
  })
  .strict();
export type WhatsAppSettings = z.infer<typeof WhatsAppSettings>;
/** PUT /api/settings/whatsapp takes the same shape; answers it with the next version */
export const WhatsAppSettingsView = WhatsAppSettings.extend({ holidays: Holidays, updatedAt: Time });
