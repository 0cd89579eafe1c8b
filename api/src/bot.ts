import { z } from "zod";
import { Id, Time, Version, line } from "./common.ts";
import { TemplateUse } from "./templates.ts";

export const TeamCondition = z.object({ operator: z.enum(["is", "is_not"]), team: Id }).strict();
export const IdleCondition = z
  .object({ operator: z.enum(["greater_than", "less_than"]), hours: z.number().positive().max(8760) })
  .strict();
export const ExpectedWord = z.union([
  z.string().trim().min(1).max(256),
  z.object({ word: z.string().trim().min(1).max(256), match: z.enum(["equals", "contains"]) }).strict(),
]);
export const TriggerAction = z.discriminatedUnion("type", [
  z
    .object({
      type: z.literal("smart_message"),
      text: z.string().trim().min(1).max(4096),
      keywords: z.array(z.string().trim().min(1).max(256)).max(50),
      presentation: z.enum(["auto", "text", "buttons", "list"]),
      /** said in the text's place when a silence is answered after the service window closed */
      template: TemplateUse.nullable().default(null),
    })
    .strict(),
  z.object({ type: z.literal("hand_over"), team: Id }).strict(),
]);

export const TriggerFields = z
  .object({
    description: line(120).min(1),
    team: TeamCondition,
    fires: z.enum(["on_message", "on_entry", "on_silence"]),
    idle: IdleCondition.nullable(),
    expectedReply: z.array(ExpectedWord).max(100).nullable(),
    action: TriggerAction,
    active: z.boolean(),
  })
  .strict();
export type TriggerFields = z.infer<typeof TriggerFields>;

export const TriggerView = TriggerFields.extend({
  id: Id,
  position: z.int(),
  version: Version,
  firedLast7Days: z.int(),
  updatedAt: Time,
});
export type TriggerView = z.infer<typeof TriggerView>;

/** A trap in a bot: Finding of @balcao/core. */
export const BotFinding = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  triggerIds: z.array(z.string()),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  witness: z
    .object({
      begins: z.string(),
      team: z.string(),
      steps: z.array(
        z.union([
          z.object({ idleHours: z.number().nullable(), says: z.string().nullable() }),
          z.object({ silenceHours: z.number() }),
        ]),
      ),
    })
    .nullable(),
  repair: z
    .object({ triggerId: z.string(), change: TriggerFields.extend({ position: z.int() }).partial() })
    .nullable(),
  /** ids of the numbers on which it happens; absent = where the account's conversations begin */
  numbers: z.array(z.string()).optional(),
});
export type BotFinding = z.infer<typeof BotFinding>;

/** GET /api/bot : the draft, and what is published */
export const BotView = z.object({
  triggers: z.array(TriggerView),
  published: z
    .object({ number: z.int(), publishedAt: Time, publishedBy: z.string().nullable(), note: z.string() })
    .nullable(),
  /** errors of what is published: a team or a setting has changed under it since */
  alarms: z.array(BotFinding),
  /** what publishing would change; empty = the draft is what is published */
  changes: z.array(
    z.object({
      triggerId: Id,
      description: z.string(),
      kind: z.enum(["added", "changed", "moved", "removed"]),
    }),
  ),
});
export type BotView = z.infer<typeof BotView>;

/** POST /api/bot/triggers : with the id and place it had, a deleted trigger comes back as itself */
export const TriggerCreate = TriggerFields.extend({
  restore: z
    .object({ id: Id, position: z.int().min(0) })
    .strict()
    .optional(),
});
export type TriggerCreate = z.infer<typeof TriggerCreate>;
/** PUT /api/bot/triggers/:id */
export const TriggerUpdate = TriggerFields.extend({ version: Version });
export type TriggerUpdate = z.infer<typeof TriggerUpdate>;
/** PUT /api/bot/order : all ids of the draft, in the new order */
export const TriggerOrder = z.object({ ids: z.array(Id).max(1000) }).strict();
/**
 * POST /api/bot/publish : 409 `bot_has_errors` while the verifier or a kept script finds any, 409 `bot_has_warnings` unless they
 * are accepted; both carry `findings` (Finding of @balcao/core) and `scripts` (names of those that fail).
 */
export const BotPublish = z
  .object({ note: z.string().trim().max(500), acceptWarnings: z.boolean().default(false) })
  .strict();
