import { z } from "zod";
import { TriggerFields } from "./bot.ts";
import { Id, Name, Time, Version } from "./common.ts";

/** A trigger as a version keeps it: it never changes again. */
export const VersionTrigger = TriggerFields.extend({ id: Id, position: z.int() });

const versionHead = {
  number: z.int(),
  publishedAt: Time,
  publishedBy: z.string().nullable(),
  note: z.string(),
};
/** GET /api/bot/versions : newest first */
export const BotVersionList = z.object({
  items: z.array(z.object({ ...versionHead, triggers: z.int() })),
});
/** GET /api/bot/versions/:number */
export const BotVersionView = z.object({ ...versionHead, triggers: z.array(VersionTrigger) });
export type BotVersionView = z.infer<typeof BotVersionView>;
/** POST /api/bot/versions/:number/restore : the draft becomes what the version was; what runs is not touched. Answers BotView. */
export const VersionParams = z.object({ number: z.coerce.number().int().positive().max(2_147_483_647) });

/** A bot as one file: teams by name, so that it can be taken to another company. GET /api/bot/file (the draft) answers it. */
export const BotFile = z
  .object({
    format: z.literal("balcao-bot"),
    version: z.literal(1),
    name: z.string().trim().min(1).max(120),
    firstContactTeam: z.string().trim().min(1).max(80),
    triggers: z
      .array(
        TriggerFields.extend({
          team: z.object({ operator: z.enum(["is", "is_not"]), team: z.string().min(1).max(80) }).strict(),
          action: z.discriminatedUnion("type", [
            TriggerFields.shape.action.options[0],
            z.object({ type: z.literal("hand_over"), team: z.string().min(1).max(80) }).strict(),
          ]),
        }),
      )
      .min(1)
      .max(1000),
  })
  .strict();
export type BotFile = z.infer<typeof BotFile>;
/** POST /api/bot/file : replaces the draft; `teams` says which team of ours each name of the file is. Answers BotView. */
export const BotImport = z.object({ file: BotFile, teams: z.record(z.string(), Id) }).strict();
/** GET /api/bot/examples : bots to begin with, imported as any file */
export const BotExamples = z.object({ items: z.array(BotFile) });
/** GET /api/bot/file/schema : the JSON Schema of BotFile (docs/bot-file.schema.json) */

/** TesterStep of @balcao/core. */
export const TesterStep = z.discriminatedUnion("does", [
  z.object({ does: z.literal("writes"), text: z.string().min(1).max(4096) }).strict(),
  z.object({ does: z.literal("taps"), option: z.string().min(1).max(256) }).strict(),
  z.object({ does: z.literal("sends"), what: z.enum(["audio", "image"]) }).strict(),
  z.object({ does: z.literal("waits"), hours: z.number().positive().max(8760) }).strict(),
]);
/** A test of the bot: played from `begin` (local time of the account) on, its bot texts and teams must come out as `expected`. */
export const BotScriptFields = z
  .object({
    name: Name,
    begin: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
      .refine((text) => !Number.isNaN(Date.parse(`${text}Z`))),
    steps: z.array(TesterStep).min(1).max(200),
    expected: z.array(z.string().max(5000)).max(500),
  })
  .strict();
export type BotScriptFields = z.infer<typeof BotScriptFields>;
export const BotScript = BotScriptFields.extend({ id: Id, version: Version });
export type BotScript = z.infer<typeof BotScript>;
/** GET /api/bot/scripts; POST the same (answers the list); PUT, DELETE /api/bot/scripts/:id */
export const BotScriptList = z.object({ items: z.array(BotScript) });
export const BotScriptUpdate = BotScriptFields.extend({ version: Version });

/** POST /api/bot/replay : the last so many real conversations that the bot had a word in, played against the draft. */
export const BotReplayRequest = z.object({ conversations: z.int().min(1).max(200) }).strict();
export const ReplaySide = z.object({
  triggerId: Id.nullable(),
  text: z.string().nullable(),
  teamId: Id,
  owner: z.enum(["bot", "people"]),
});
export const BotReplay = z.object({
  played: z.int(),
  /** answers that would be the same */
  same: z.int(),
  differences: z.array(
    z.object({
      conversationId: Id,
      protocol: z.int(),
      messageId: Id,
      at: Time,
      said: z.string().nullable(),
      what: z.array(z.enum(["message", "team", "person"])),
      was: ReplaySide,
      would: ReplaySide,
    }),
  ),
});
export type BotReplay = z.infer<typeof BotReplay>;

/** GET /api/reports/bot?from=2026-11-01&to=2026-11-30 : whole local days of the account, both included */
export const BotReportQuery = z.object({ from: z.iso.date(), to: z.iso.date() });
export const BotReport = z.object({
  /** by published version, newest first; null = before any */
  versions: z.array(
    z.object({
      number: z.int().nullable(),
      /** conversations the bot had the first word in */
      entered: z.int(),
      /** conversations in which it said something */
      answered: z.int(),
      handedOver: z.int(),
      /** people had to take over because nothing more matched */
      gaveUp: z.int(),
      askedForPerson: z.int(),
    }),
  ),
  /** what customers wrote and nothing answered, most frequent first, at most 100 */
  unmatched: z.array(z.object({ text: z.string(), count: z.int(), teamId: Id.nullable(), lastAt: Time })),
});
export type BotReport = z.infer<typeof BotReport>;
