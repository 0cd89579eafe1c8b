import { z } from "zod";
import { Id, isStorable, Name, Time, Version } from "./common.ts";

/** ok · warn: works, with something to know · fail: does not work · wait: its turn comes later · unknown: could not be found out */
export const CheckState = z.enum(["ok", "warn", "fail", "wait", "unknown"]);
export type CheckState = z.infer<typeof CheckState>;

/** A number as the list has it. Secrets are write-only: never in an answer. */
export const Channel = z.object({
  id: Id,
  name: z.string(),
  phoneNumberId: z.string(),
  wabaId: z.string(),
  displayPhone: z.string(),
  /** the gravest of what was found when it was last looked at; null = never looked at */
  state: CheckState.nullable(),
  /** Meta refuses its sends with this code since then: they are held; null = it runs */
  paused: z.object({ code: z.int(), since: Time }).nullable(),
  /** when Meta last called this number's address; null = never */
  lastWebhookAt: Time.nullable(),
  /** where its conversations begin; null = where the account's do */
  firstTeamId: Id.nullable(),
  version: Version,
});
export type Channel = z.infer<typeof Channel>;
/** GET /api/channels, by administrators */
export const ChannelList = z.object({ items: z.array(Channel) });
export type ChannelList = z.infer<typeof ChannelList>;

/** GET /api/channels/:id/health : what became of its messages lately, and what waits */
export const ChannelHealth = z.object({
  /** messages that failed in the last 24 hours, by Meta's code, the most frequent first; `explanation` is a key of the catalogues */
  failures: z.array(z.object({ code: z.int().nullable(), explanation: z.string(), count: z.int() })),
  /** messages that wait to go out */
  waiting: z.int(),
  /** since when the oldest of what came from Meta waits to be handled; null = nothing waits */
  behindSince: Time.nullable(),
  /**
   * whom all numbers of the business portfolio wrote to outside their windows in the last 24 hours, and how many people Meta allows; `most`
   * null = no limit, or none that is known; `freeAt`: when the first of them counts no more
   */
  portfolio: z.object({
    used: z.int(),
    most: z.int().nullable(),
    isUnlimited: z.boolean(),
    freeAt: Time.nullable(),
  }),
  /** what Meta says ails it now, the gravest first. `kind`: Trouble of @balcao/whatsapp; `cause` and `words` are Meta's own */
  troubles: z.array(
    z.object({
      kind: z.string(),
      cause: z.string(),
      severity: z.enum(["critical", "warning", "info"]),
      since: Time,
      until: Time.nullable(),
      words: z.string(),
    }),
  ),
});
export type ChannelHealth = z.infer<typeof ChannelHealth>;

/** GET /api/channels/ill, by everybody who works with them: numbers that do not work, and what waits for them */
export const IllChannels = z.object({
  items: z.array(
    z.object({
      id: Id,
      name: z.string(),
      displayPhone: z.string(),
      /** its sends are held; false = something else of it does not work */
      isStopped: z.boolean(),
      /** what it is, in the reader's language */
      sentence: z.string(),
      held: z.int(),
    }),
  ),
});
export type IllChannels = z.infer<typeof IllChannels>;

/** What was found of one thing that must be right, in the reader's language. `id` and `act`: Check of @balcao/whatsapp. */
export const ChannelCheck = z.object({
  id: z.string(),
  state: CheckState,
  name: z.string(),
  sentence: z.string(),
  /** what to do about it; null = nothing */
  repair: z.string().nullable(),
  /** what can be done about it here */
  act: z.enum(["access", "webhook", "register", "verify_number", "pin", "test"]).nullable(),
  /** Meta's own words, for the small print */
  small: z.string().nullable(),
});
export type ChannelCheck = z.infer<typeof ChannelCheck>;
/** Checks part by part, in the order in which they are mended. */
export const ChannelPart = z.object({
  id: z.enum(["access", "account", "number", "webhook", "test"]),
  name: z.string(),
  checks: z.array(ChannelCheck),
});
export type ChannelPart = z.infer<typeof ChannelPart>;

/**
 * GET /api/channels/:id ; POST /api/channels/:id/check looks at all of it anew. The acts answer the same, with what Meta refused of
 * them: POST …/webhook (tells Meta where to call), …/register, …/pin, …/code, …/code/verify, …/test.
 */
export const ChannelView = z.object({
  channel: Channel,
  /** "" = not given: then nobody can ask Meta about the token */
  appId: z.string(),
  /** where Meta is to call */
  webhookUrl: z.string(),
  parts: z.array(ChannelPart),
  /** null = never looked at */
  checkedAt: Time.nullable(),
  refused: z.object({ sentence: z.string(), repair: z.string().nullable() }).nullable(),
});
export type ChannelView = z.infer<typeof ChannelView>;

const secret = (least: number, most: number) => z.string().trim().min(least).max(most).refine(isStorable);
const digits = z
  .string()
  .trim()
  .regex(/^\d{5,20}$/);
const access = { appId: digits, appSecret: secret(8, 200), accessToken: secret(10, 1000) };

/** POST /api/channels/inspect : what the token can do and which numbers it reaches; nothing is kept */
export const ChannelAccess = z
  .object({
    ...access,
    /** asked for when the token does not name its accounts */
    wabaId: digits.nullable().default(null),
  })
  .strict();
export type ChannelAccess = z.infer<typeof ChannelAccess>;
export const ChannelInspection = z.object({
  state: CheckState,
  parts: z.array(ChannelPart),
  accounts: z.array(
    z.object({
      wabaId: z.string(),
      name: z.string(),
      numbers: z.array(
        z.object({
          phoneNumberId: z.string(),
          displayPhone: z.string(),
          verifiedName: z.string().nullable(),
          /** it is a channel of this account already */
          isTaken: z.boolean(),
        }),
      ),
    }),
  ),
});
export type ChannelInspection = z.infer<typeof ChannelInspection>;

/** POST /api/channels : the number must be one that the token reaches. Answers ChannelView */
export const ChannelCreate = z
  .object({ ...access, wabaId: digits, phoneNumberId: digits, name: Name })
  .strict();
export type ChannelCreate = z.infer<typeof ChannelCreate>;

/** GET /api/channels/signup : by whose app numbers can be connected by signing in to Facebook; null = only by hand */
export const ChannelSignup = z.object({
  app: z.object({ appId: z.string(), configId: z.string(), version: z.string() }).nullable(),
});
export type ChannelSignup = z.infer<typeof ChannelSignup>;
/** POST /api/channels/signup : the code that Meta gave in the browser */
export const ChannelSignupCode = z.object({ code: secret(1, 2000) }).strict();
/** `signup` stands for the access for half an hour; the token itself stays with the server */
export const ChannelSignedUp = z.object({ signup: z.string(), found: ChannelInspection });
export type ChannelSignedUp = z.infer<typeof ChannelSignedUp>;
/** POST /api/channels, with `signup` instead of the access */
export const ChannelCreateBySignup = z
  .object({ signup: secret(1, 4000), wabaId: digits, phoneNumberId: digits, name: Name })
  .strict();
export type ChannelCreateBySignup = z.infer<typeof ChannelCreateBySignup>;

/** PUT /api/channels/:id/name : what the desk calls it. Answers ChannelView */
export const ChannelRename = z.object({ name: Name, version: Version }).strict();
export type ChannelRename = z.infer<typeof ChannelRename>;

/** GET /api/channels/:id/uses : what stops when the number is disconnected */
export const ChannelUses = z.object({
  /** conversations on it that have not ended */
  conversations: z.int(),
  /** messages that wait for their moment there, and messages that wait to go out now */
  scheduled: z.int(),
  waiting: z.int(),
  /** triggers that run and automatic messages that are switched on: they go on on other numbers */
  triggers: z.int(),
  autoMessages: z.int(),
  /** templates that no other number of the account can send */
  templates: z.int(),
  /** another connected number is of the same business account at Meta */
  sharesAccount: z.boolean(),
});
export type ChannelUses = z.infer<typeof ChannelUses>;

/**
 * POST /api/channels/:id/remove : disconnects it here, and at Meta what is asked for: `unsubscribe` ends the webhooks of its whole business
 * account, `deregister` takes the number off the Cloud API. Refused with Meta's reason when Meta refuses; then nothing has changed here.
 */
export const ChannelRemoval = z
  .object({ unsubscribe: z.boolean(), deregister: z.boolean(), version: Version })
  .strict();
export type ChannelRemoval = z.infer<typeof ChannelRemoval>;

/** PUT /api/channels/:id/access : takes the place of the old one only once Meta has accepted it. A secret left out stays */
export const ChannelAccessChange = z
  .object({
    appId: digits,
    appSecret: access.appSecret.nullable(),
    accessToken: access.accessToken.nullable(),
    version: Version,
  })
  .strict();
export type ChannelAccessChange = z.infer<typeof ChannelAccessChange>;

export const ChannelPin = z.object({ pin: z.string().regex(/^\d{6}$/) }).strict();
export const ChannelCodeRequest = z.object({ method: z.enum(["SMS", "VOICE"]) }).strict();
export const ChannelCode = z
  .object({
    code: z
      .string()
      .trim()
      .regex(/^[\d-]{4,8}$/),
  })
  .strict();
/** a phone as people write it; Brazilian when it names no country */
export const ChannelTest = z.object({ to: z.string().trim().min(8).max(30).refine(isStorable) }).strict();

/**
 * GET /api/channels/room : how many more people may be written to outside their windows, by number, where Meta has told a limit. `freeAt`: when the
 * first of those written to counts no more.
 */
export const ChannelRoom = z.object({
  items: z.array(z.object({ channelId: Id, left: z.int(), most: z.int(), freeAt: Time.nullable() })),
});
export type ChannelRoom = z.infer<typeof ChannelRoom>;
