import type { OutgoingTemplate, TemplateUse } from "../template/types.ts";
import type { FileKind } from "../files/files.ts";
import type { Templates } from "../template/behind.ts";
import type { Holidays } from "../hours/holidays.ts";
import type { MessageContent } from "./content.ts";
import type { EmailAsk, EmailRules, EmailStanding } from "../email/ask.ts";
import type { BotSettings, OpenMenu, Trace } from "../bot/types.ts";

/** Times are epoch milliseconds; ids opaque strings. A conversation as its reducer sees it. */
export type ConversationStatus = "open" | "pending" | "resolved" | "closed";
/** whose is the next word */
export type Owner = "bot" | "team" | "agent";
/** none, low, medium, high, urgent: as numbers, since lists are ordered by them */
export type Priority = 0 | 1 | 2 | 3 | 4;

/** Why a scheduled message was not sent when its moment came, or will not be. */
export type UnsentReason =
  | "service_window_closed"
  | "contact_replied"
  | "contact_blocked"
  | "number_removed"
  | "conversation_closed"
  /** its author left, does not see the conversation any more, or only another answers in it */
  | "author_may_not"
  | "template_refused";

/** A message that is to be sent by itself. What it says is the shell's to keep, under this id. */
export type ScheduledSend = {
  id: string;
  at: number;
  /** its author */
  agentId: string;
  /** not if the customer writes before */
  unlessReply: boolean;
  /** when this moment was chosen */
  since: number;
  /** null = it waits */
  unsent: UnsentReason | null;
};

/** What the bot remembers in a conversation. */
export type ConversationBot = {
  /** the published version the open menu belongs to */
  versionId: string | null;
  menu: OpenMenu | null;
  otherAnswers: number;
  silenceAnsweredFor: { at: number; triggers: string[] } | null;
  /** when an agent gave the word back to it: a silence counts from then, absent = nobody did */
  returnedAt?: number | null;
  /** the e-mail that is asked for before anything else; absent = it was not asked for */
  email?: EmailAsk | null;
  /** number of the ticket that was opened with the conversation; absent = none was */
  ticket?: number | null;
};

/** Abertura de chamados: what a ticket is made of that opens with a conversation. */
export type TicketOpening = {
  /** may hold variables */
  title: string;
  /** null = the team in which the conversation begins */
  teamId: string | null;
  categoryId: string | null;
  typeId: string | null;
  priority: Priority;
  /** tells the customer the ticket's number */
  announcement: { enabled: boolean; text: string };
  /** null = no e-mail is asked for; its texts may hold variables */
  email: (EmailRules & { question: string; repeat: string }) | null;
};

export type ConversationState = {
  id: string;
  protocol: number;
  teamId: string;
  agentId: string | null;
  owner: Owner;
  status: ConversationStatus;
  unread: number;
  /** counter of thread entries: each message and each shown history line takes the next number */
  seq: number;
  openedAt: number;
  lastCustomerAt: number | null;
  /** last message in either direction */
  lastInteractionAt: number | null;
  windowClosesAt: number | null;
  /** since when the customer waits for a person; null = nobody waits */
  waitingSince: number | null;
  priority: Priority;
  /** put aside until then; null = it is not */
  snoozedUntil: number | null;
  /** what waits to be sent, or could not be; at most `MOST_SCHEDULED` */
  scheduled: readonly ScheduledSend[];
  bot: ConversationBot;
  /** lastInteractionAt for which the inactivity warning went out */
  warnedFor: number | null;
  /** local day ("2026-11-23") on which the out-of-hours text last went out: once a day is enough */
  outOfHoursOn: string | null;
  surveySentAt: number | null;
  rating: number | null;
  closedAt: number | null;
  closeReason: string | null;
};

export type AutoMessageKind =
  | "welcome"
  | "out_of_hours"
  | "manual_closing"
  | "inactivity_closing"
  | "inactivity_warning"
  | "hand_over"
  | "survey";
/** `template`: said in the text's place once the service window is closed; absent in what an earlier release saved. */
export type AutoMessage = { enabled: boolean; text: string; template?: TemplateUse | null };
export type AutoMessages = Record<AutoMessageKind, AutoMessage>;
/** Minutes since local midnight; index 0 = Sunday. null = always open. */
export type WeeklyHours = { days: { from: number; to: number }[][] };
export type BotTexts = Pick<BotSettings, "otherAnswerText" | "otherAnswerLimit" | "personWords">;

export type TeamFacts = {
  id: string;
  name: string;
  inactivityHours: number | null;
  businessHours: WeeklyHours | null;
  /** the account's holidays are none for it; absent = they are */
  worksHolidays?: boolean;
  hasMembers: boolean;
  /** agents' names stand before what they write (`signed`); absent = no */
  signsReplies?: boolean;
};

/** What decisions about a conversation lean on besides its own state. */
export type ConversationContext = {
  accountName: string;
  timeZone: string;
  locale: "pt-BR" | "en";
  firstTeamId: string;
  inactivityHours: number;
  warningHours: number;
  assignOnFirstReply: boolean;
  /** nobody but who is responsible writes to the customer; absent = whoever sees the conversation may */
  onlyResponsibleReplies?: boolean;
  autoMessages: AutoMessages;
  businessHours: WeeklyHours | null;
  /** absent = none */
  holidays?: Holidays;
  teams: ReadonlyMap<string, TeamFacts>;
  /** at least those that stand behind automatic texts */
  templates: Templates;
  /** absent = conversations open no tickets */
  opening?: TicketOpening | null;
  /** by which a customer asks for a person, whether a bot is published or not */
  personWords?: readonly string[];
  /**
   * `blocked`: what they write is kept and nothing goes out to them; `hasEmail`: nobody asks for it again; `noMarketing`: they want no
   * marketing; `noAutomatic`: nothing is said to them by itself. Absent = no
   */
  contact: {
    name: string | null;
    blocked: boolean;
    hasEmail?: boolean;
    noMarketing?: boolean;
    noAutomatic?: boolean;
  };
  /** its number was disconnected: what comes is kept and nothing goes out; absent = no */
  numberRemoved?: boolean;
};

/** What has to be written because of a decision, in this order. The shell gives ids and rows. */
export type ConversationEffect =
  | {
      type: "send";
      author: "bot" | "system";
      agentId: null;
      triggerId: string | null;
      content: OutgoingContent;
      /** an automatic message goes out at most once per key */
      occurrenceKey: string | null;
    }
  | {
      type: "send";
      author: "agent";
      agentId: string;
      triggerId: null;
      content: AgentContent;
      occurrenceKey: null;
    }
  /** a line of the history of changes, shown in the thread */
  | { type: "history"; event: HistoryEvent; agentId: string | null; data: Record<string, unknown> }
  /** bot output still queued from before this decision must not go out: a person has the word now */
  | { type: "cancel_automatic" }
  /** `messageId`: what was answered, when it is not what was just heard */
  | { type: "trace"; trace: Trace; messageId?: string | null }
  /** with the conversation, about its first message */
  | ({ type: "open_ticket"; number: number; teamId: string } & Pick<
      TicketOpening,
      "title" | "categoryId" | "typeId" | "priority"
    >)
  /** the customer wants no marketing any more, or wants it again */
  | { type: "note_marketing"; stopped: boolean }
  | { type: "note_email"; address: string; standing: EmailStanding }
  /** the code whose keyed hash this is goes to the address */
  | { type: "mail_code"; address: string; mac: string }
  | { type: "alert"; code: "hand_over_loop"; data: Record<string, unknown> };

export type HistoryEvent =
  | "conversation.opened"
  | "conversation.handed_over"
  | "conversation.forwarded"
  | "conversation.assigned"
  | "conversation.accepted"
  | "conversation.status_changed"
  | "conversation.reopened"
  | "conversation.closed"
  | "conversation.bot_stopped"
  | "conversation.bot_returned"
  /** the window was closed and the template behind an automatic text could not be said */
  | "conversation.template_unsaid"
  /** the customer is no longer asked for an e-mail, and what came of it */
  | "conversation.email_ended"
  | "conversation.rated"
  | "conversation.snoozed"
  | "conversation.woken"
  | "conversation.priority_changed"
  | "conversation.labelled"
  /** a transcript was made to be printed; its digest is in the data */
  | "conversation.printed"
  | "conversation.message_scheduled"
  | "conversation.message_unscheduled"
  /** a scheduled message was not sent: why, and whose it is */
  | "conversation.message_unsent"
  /** Meta took the window for closed while ours was open */
  | "conversation.window_corrected"
  | "contact.blocked"
  | "contact.unblocked"
  | "contact.marketing_stopped"
  | "contact.marketing_resumed"
  | "contact.automatic_stopped"
  | "contact.automatic_resumed"
  | "contact.identity_changed"
  | "contact.merged";

export type OutgoingContent =
  | { type: "text"; body: string }
  | { type: "buttons"; body: string; options: { id: string; title: string }[] }
  | { type: "list"; body: string; button: string; options: { id: string; title: string }[] }
  | OutgoingTemplate;

/** A file of ours; where its bytes are is the shell's to know. `voice`: shown as a voice message. */
export type OutgoingFile = {
  type: FileKind;
  caption: string | null;
  fileName: string | null;
  voice: boolean;
};

/** What only a person sends beside that: places, cards, what asks the customer to do something, and files. */
export type AgentContent =
  | OutgoingContent
  | OutgoingFile
  | Extract<MessageContent, { type: "location" | "contacts" | "interactive" }>;

export type ConversationDecision = { state: ConversationState; effects: ConversationEffect[] };
