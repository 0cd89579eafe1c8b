/** The state of the simulated WhatsApp: business numbers, people with phones, and their chats. Times are epoch ms. */

export type JsonObject = Record<string, unknown>;

/** A business number with the app that listens to it. */
export type BusinessNumber = {
  phoneNumberId: string;
  wabaId: string;
  appId: string;
  /** Numbers of one portfolio see the same BSUID for one person. */
  portfolioId: string;
  /** digits only */
  displayPhone: string;
  verifiedName: string;
  /** Where webhooks go; null = nowhere. */
  webhookUrl: string | null;
  /** Set through the Graph by a WABA or number override; wins over `webhookUrl`. */
  webhookOverride: { scope: "waba" | "number"; url: string } | null;
  appSecret: string;
  verifyToken: string;
  accessToken: string;
  tokenExpired: boolean;
  /** An app in development mode is told nothing of what people write. */
  appLive: boolean;
  /** false until the WABA is subscribed: without it no webhook is sent, as at Meta. */
  subscribed: boolean;
  registered: boolean;
  banned: boolean;
  paymentMethod: boolean;
  /** A test number only reaches the literal numbers of its list; null = an ordinary number. */
  allowList: string[] | null;
  /** Version chosen for the webhook subscription, e.g. "v25.0"; v23.0 and older carry `conversation`. */
  webhookVersion: string;
  /** Free-form messages priced in the current calendar month of the account (13.3). */
  serviceMonth: string;
  serviceCount: number;
  /** Customers the business has blocked, by user id. */
  blockedUsers: string[];
  profile: JsonObject;
  /** Media id of the profile picture; null = none. */
  profilePicture: string | null;
  /** Two-step PIN; absent = one nobody asks for, null = switched off. Registration and `POST /{phone}` set it. */
  pin?: string | null;
  /** Wrong guesses since the last right one. */
  wrongPins: number;
  /** Whether the code of the last SMS or call was given back. */
  codeVerified: boolean;
  /** What the simulated SMS or call said; null = none was asked for. */
  verificationCode: string | null;
  /** When register and deregister were called, epoch ms, the last 72 h. */
  registrationCalls: number[];
  /** `status` of the node; null = what the other facts make of it. */
  status: string | null;
  qualityRating: string;
  nameStatus: string;
  messagingLimit: string;
  throughputLevel: string;
  /** Fields the app listens to; null = all of them. */
  fields: string[] | null;
  /** What the access token may do, and until when (unix seconds, 0 = for ever). */
  scopes: string[];
  tokenExpiresAt: number;
  /** Coexistence: the number is in the WhatsApp Business app, too, since `onboardedAt` (epoch ms; section 15). */
  onBizApp: boolean;
  onboardedAt: number | null;
  /** Kinds of app data that were asked for; each comes once. */
  syncsAsked: string[];
  sharesHistory: boolean;
};

/** A business account (WABA): what its node says and its numbers share. */
export type Account = {
  wabaId: string;
  name: string;
  currency: string;
  timezoneId: string;
  country: string;
  reviewStatus: string;
  verificationStatus: string;
  ownershipType: string;
};

export type Visibility = "auto" | "visible" | "hidden";
export type Device = "online" | "offline" | "old";

/** A person with a phone. */
export type SimUser = {
  id: string;
  name: string;
  /** The account's own form, digits only; in Brazil 12 or 13 digits. */
  waId: string;
  /** Further literal forms that reach the account, besides the ones of the ninth digit. */
  aliases: string[];
  username: string | null;
  visibility: Visibility;
  readReceipts: boolean;
  device: Device;
  /** phone_number_ids this person has blocked */
  blockedNumbers: string[];
  marketingOptOut: boolean;
  experimentGroup: boolean;
  /** has had as much marketing as Meta lets one person have (131049) */
  marketingCapped: boolean;
  /** Portfolios whose contact book holds this person's phone. */
  contactBook: string[];
  /** Counts changes of number; part of the BSUID. */
  bsuidRotation: number;
};

export type MessageStatus = "pending" | "accepted" | "sent" | "delivered" | "read" | "played" | "failed";

/** One status of a business message and what became of its webhook. `at` in epoch ms. */
export type StatusEvent = {
  status: MessageStatus;
  at: number;
  webhook: "PENDING" | "DELIVERED" | "RETRYING" | "FAILED";
  detail?: string;
};

/** A message as the phone shows it. */
export type ChatMessage = {
  id: string;
  /** "in" = from the person to the business, as the business sees it */
  direction: "in" | "out";
  at: number;
  type: string;
  /** The wire object under the key of its type, plus `rendered` for templates. */
  content: JsonObject;
  quotedId: string | null;
  status: MessageStatus;
  failure: { code: number; title: string } | null;
  reactions: { user: string | null; business: string | null };
  /** biz_opaque_callback_data of the send, echoed on statuses */
  opaque: string | null;
  addressedBy: "phone" | "bsuid";
  /** fixed when the message leaves; then `pricedAt` says when, and `chargedAt` when it arrived and was charged (13.3) */
  pricing: JsonObject | null;
  pricedAt?: number;
  chargedAt?: number;
  /** category of the template at the moment of acceptance */
  templateCategory?: Template["category"];
  forwarded: "no" | "once" | "many";
  /** what its statuses told, for the message history (12.6) */
  events?: StatusEvent[];
  /** what its writer made of it since; absent = nothing */
  revised?: "edited" | "deleted";
};

/** One (business number, person) pair. */
export type Thread = {
  phoneNumberId: string;
  userId: string;
  messages: ChatMessage[];
  /** Opens the 24 h window (13.1). */
  lastUserMessageAt: number | null;
  /** Last message in either direction that carried the phone (6.1). */
  lastPhoneExchangeAt: number | null;
  referralAt: number | null;
  firstAnswerAt: number | null;
  pairTokens: number;
  pairTokensAt: number;
  typingUntil: number;
  /** Who has the chat open on a screen right now: client ids of phones, or "api". Not kept over a restart. */
  openBy: Set<string>;
};

/** A group with a business number in it (section 16). */
export type Group = {
  id: string;
  phoneNumberId: string;
  subject: string;
  description: string | null;
  /** ids of people */
  participants: string[];
  suspended: boolean;
};

export type MediaItem = {
  id: string;
  phoneNumberId: string | null;
  mimeType: string;
  fileName: string | null;
  sha256: Buffer;
  size: number;
  bytes: Buffer;
  createdAt: number;
  expiresAt: number;
};

export type Template = {
  id: string;
  name: string;
  language: string;
  status: string;
  category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
  rejected_reason?: string;
  quality_score?: JsonObject;
  previous_category?: string;
  /** announced, and not yet in force */
  correct_category?: string;
  message_send_ttl_seconds?: number;
  /** what Meta will do to it, the next first */
  plan?: { at: number; change: TemplateChange }[];
  /** when it was edited while it was approved */
  editedAt?: number[];
};

/** What Meta may do to a template; each part that is given is told by a webhook of its own. */
export type TemplateChange = {
  /** one of REST's words: APPROVED, REJECTED, PAUSED, DISABLED …; DELETED takes it out of the list */
  status?: string;
  /** why: a rejection reason, or the title of a pause (FIRST_PAUSE …) */
  reason?: string;
  /** Meta's sentence about a refusal */
  detail?: string;
  category?: Template["category"];
  /** a category that is announced, and from when on (epoch ms) */
  coming?: { category: Template["category"]; at: number };
  /** GREEN, YELLOW, RED or UNKNOWN */
  quality?: string;
  /** the body is written anew in Meta's own manager */
  body?: string;
  /** the category that its words are found to be of, without announcing a change */
  detected?: Template["category"];
};

export type TemplateButton = {
  type: string;
  text?: string;
  url?: string;
  phone_number?: string;
  flow_id?: string;
  flow_action?: string;
  navigate_screen?: string;
  otp_type?: string;
  example?: unknown;
};

export type TemplateComponent = {
  type: string;
  format?: string;
  text?: string;
  example?: JsonObject;
  buttons?: TemplateButton[];
  /** of a CAROUSEL */
  cards?: { components: TemplateComponent[] }[];
  /** of an AUTHENTICATION template: its BODY's, and its FOOTER's */
  add_security_recommendation?: boolean;
  code_expiration_minutes?: number;
};

/** True for a plain JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
