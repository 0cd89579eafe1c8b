import { z } from "zod";
import { Id, Time } from "./common.ts";
import { command, CommandResult } from "./conversations.ts";

/** TemplateUse of @balcao/core: `values` holds a text for each place of the template, by its key; variables of ours may stand in it. */
export const TemplateUse = z
  .object({
    name: z.string().min(1).max(512),
    language: z.string().min(1).max(20),
    values: z.record(z.string().min(1).max(120), z.string().max(2000)),
  })
  .strict();
export type TemplateUse = z.infer<typeof TemplateUse>;

/** A template of one name in one language, as Meta told it last: TemplateFacts of @balcao/core and what lists show beside. */
export const TemplateView = z.object({
  id: Id,
  /** the number's business account at Meta: a template can be sent from its numbers only */
  wabaId: z.string(),
  name: z.string(),
  language: z.string(),
  /** Meta's words, as received */
  category: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  /** GREEN, YELLOW, RED, UNKNOWN; null until Meta has said one */
  quality: z.string().nullable(),
  header: z
    .object({
      format: z.enum(["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"]),
      text: z.string().nullable(),
    })
    .nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(z.object({ type: z.string(), text: z.string(), url: z.string().optional() })),
  parameterFormat: z.enum(["POSITIONAL", "NAMED"]),
  samples: z.record(z.string(), z.string()),
  unsendable: z.array(z.string()),
});
export type TemplateView = z.infer<typeof TemplateView>;

/** GET /api/templates : every template of the account's numbers, by name and language; POST /api/templates/sync : the same, fetched anew */
export const TemplateList = z.object({
  items: z.array(TemplateView),
  /** one for each business account of the numbers: when its templates were last read at Meta, and why not since */
  accounts: z.array(
    z.object({
      wabaId: z.string(),
      channels: z.array(z.object({ id: Id, name: z.string(), displayPhone: z.string() })),
      syncedAt: Time.nullable(),
      /** a stable code with a sentence in the catalogue: token_refused, waba_unknown, graph_unreachable … */
      problem: z.string().nullable(),
    }),
  ),
});
export type TemplateList = z.infer<typeof TemplateList>;

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");
/** TemplateUse of @balcao/core: `values` by the keys of its places */
const use = {
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  values: z
    .record(z.string().max(100).refine(isStorable), z.string().max(2000).refine(isStorable))
    .refine((values) => Object.keys(values).length <= 50),
};

/** POST /api/conversations/:id/template : with the window open or closed */
export const SendTemplate = z
  .object({ ...command, ...use, quotedMessageId: Id.nullable().default(null) })
  .strict();
export type SendTemplate = z.infer<typeof SendTemplate>;

/**
 * POST /api/conversations : an agent writes first, to a phone as people write it (Brazilian when it names no country) or to a
 * contact that is known
 */
export const BeginConversation = z
  .object({
    ...command,
    channelId: Id,
    to: z.union([
      z.object({ phone: z.string().trim().min(1).max(40) }).strict(),
      z.object({ contactId: Id }).strict(),
    ]),
    teamId: Id,
    template: z.object(use).strict(),
  })
  .strict();
export type BeginConversation = z.infer<typeof BeginConversation>;
/** `existed`: the contact has an open conversation already; nothing was sent, it is the answer */
export const BegunConversation = CommandResult.extend({ existed: z.boolean() });
export type BegunConversation = z.infer<typeof BegunConversation>;
