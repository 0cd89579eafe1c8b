import { z } from "zod";
import { Id, isStorable, Time } from "./common.ts";
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

/** TemplateBlock of @balcao/core */
const block = {
  header: z
    .object({
      format: z.enum(["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"]),
      text: z.string().nullable(),
    })
    .nullable(),
  body: z.string(),
  buttons: z.array(
    z.object({
      type: z.string(),
      text: z.string(),
      url: z.string().optional(),
      flow: z.object({ id: z.string(), screen: z.string().nullable() }).optional(),
      otp: z.string().optional(),
      more: z.array(z.string()).optional(),
    }),
  ),
};

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
  ...block,
  footer: z.string().nullable(),
  cards: z.array(z.object(block)),
  authentication: z.object({ advises: z.boolean(), minutes: z.number().nullable() }).nullable(),
  parameterFormat: z.enum(["POSITIONAL", "NAMED"]),
  samples: z.record(z.string(), z.string()),
  unsendable: z.array(z.string()),
  /** Meta's own sentences about the reason */
  detail: z.string().nullable(),
  /** a category that Meta has announced, or found its words to be of: from when on and since when, as far as it said so */
  coming: z
    .object({
      category: z.string(),
      at: Time.nullable(),
      since: Time.nullable(),
      by: z.enum(["announced", "detected"]),
    })
    .nullable(),
  /** the teams that may choose it; none = everybody. Who oversees may always */
  teamIds: z.array(Id),
  /** what those who look after it remember, as of an appeal; null for who does not */
  note: z.string().nullable(),
  /** when it was edited from here while it was approved, as far as Meta still counts it */
  edits: z.array(Time),
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

/** TemplateUse of @balcao/core: `values` by the keys of its places */
const use = {
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  values: z
    .record(z.string().max(100).refine(isStorable), z.string().max(2000).refine(isStorable))
    .refine((values) => Object.keys(values).length <= 150),
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

const words = (most: number): z.ZodType<string> => z.string().max(most).refine(isStorable);
const button = z
  .object({
    type: z.enum(["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW"]),
    text: words(200),
    value: words(3000),
    screen: words(200).optional(),
  })
  .strict();
/** a handle of Meta's, or `keptFile` of @balcao/core: the file that the earlier template has */
const handle = words(4000).nullable();
/** TemplateDraft of @balcao/core: the rules of its fields are told one by one, by `draftProblems` */
export const TemplateDraft = z
  .object({
    name: words(600),
    language: words(20),
    category: words(40),
    parameterFormat: z.enum(["POSITIONAL", "NAMED"]),
    header: z
      .union([
        z.object({ format: z.literal("TEXT"), text: words(1000) }).strict(),
        z.object({ format: z.enum(["IMAGE", "VIDEO", "DOCUMENT"]), handle }).strict(),
      ])
      .nullable(),
    body: words(5000),
    footer: words(500),
    buttons: z.array(button).max(20),
    cards: z
      .array(
        z
          .object({
            header: z.object({ format: z.enum(["IMAGE", "VIDEO"]), handle }).strict(),
            body: words(1000),
            buttons: z.array(button).max(5),
          })
          .strict(),
      )
      .max(20)
      .default([]),
    authentication: z
      .object({ advises: z.boolean(), minutes: z.int().nullable(), button: words(200) })
      .strict()
      .nullable()
      .default(null),
    samples: z.record(words(100), words(2000)).refine((samples) => Object.keys(samples).length <= 200),
  })
  .strict();
export type TemplateDraft = z.infer<typeof TemplateDraft>;

/** POST /api/templates : to review at Meta, for the business account of a number; `from`: the template whose files are kept */
export const CreateTemplate = z
  .object({ wabaId: z.string().min(1).max(40), draft: TemplateDraft, from: Id.nullable().default(null) })
  .strict();
export type CreateTemplate = z.infer<typeof CreateTemplate>;
/** PUT /api/templates/:id : all of its parts anew, and to review again; its name and language stay */
export const EditTemplate = z.object({ draft: TemplateDraft }).strict();
export type EditTemplate = z.infer<typeof EditTemplate>;
/** PUT /api/templates/:id/about : what is not Meta's */
export const TemplateAbout = z.object({ teamIds: z.array(Id).max(200), note: words(2000) }).strict();
export type TemplateAbout = z.infer<typeof TemplateAbout>;
/** POST /api/templates/examples?wabaId=… : a file becomes the example of a header; `handle` is Meta's word for it */
export const TemplateExample = z.object({ handle: z.string() });
export type TemplateExample = z.infer<typeof TemplateExample>;
export const TemplateExampleQuery = z.object({ wabaId: z.string().min(1).max(40) });

/** GET /api/templates/uses : what of ours sends templates by itself, and stops when one cannot be sent */
export const TemplateUses = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      kind: z.enum(["trigger", "draft_trigger", "auto_message", "scheduled", "ticket_notice"]),
      /** of the trigger, or the status */
      id: z.string().nullable(),
      /** the trigger's description, the automatic message's key, the status' name; "" for scheduled messages */
      label: z.string(),
      count: z.int(),
    }),
  ),
  /** how each template that is used stands, of several numbers the worst */
  templates: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      /** null: a number has none of this name */
      id: Id.nullable(),
      status: z.string().nullable(),
      usable: z.boolean(),
    }),
  ),
});
export type TemplateUses = z.infer<typeof TemplateUses>;
