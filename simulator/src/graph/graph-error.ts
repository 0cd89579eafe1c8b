import type { JsonObject } from "../model.ts";

export type GraphErrorExtras = { http?: number; subcode?: number; type?: string; transient?: boolean };

/** An error as the Graph answers it (7.4). `details` becomes error_data.details. */
export class GraphError extends Error {
  readonly code: number;
  readonly title: string;
  readonly details: string | null;
  readonly http: number;
  readonly subcode: number | null;
  readonly type: string;
  readonly transient: boolean;

  constructor(code: number, title: string, details: string | null = null, extras: GraphErrorExtras = {}) {
    super(title);
    this.code = code;
    this.title = title;
    this.details = details;
    this.http = extras.http ?? 400;
    this.subcode = extras.subcode ?? null;
    this.type = extras.type ?? "OAuthException";
    this.transient = extras.transient ?? false;
  }

  /** The JSON body; keys that Meta leaves out are left out. */
  toBody(traceId: string): JsonObject {
    const error: JsonObject = {
      message:
        this.code >= 100 && this.code !== 190 && this.code !== 2500
          ? `(#${this.code}) ${this.title}`
          : this.title,
      type: this.type,
      code: this.code,
    };
    if (this.subcode !== null) error.error_subcode = this.subcode;
    if (this.details !== null) error.error_data = { messaging_product: "whatsapp", details: this.details };
    if (this.transient) error.is_transient = true;
    error.fbtrace_id = traceId;
    return { error };
  }
}

/** Errors of section 8 that a fault or a full bucket produces, by code. */
export function errorByCode(code: number): GraphError {
  const [title, http, details] = KNOWN[code] ?? ["Something went wrong", 400, null];
  const extras: GraphErrorExtras = { http };
  if (code === 190) extras.subcode = 463;
  if (code === 1 || code === 2 || code === 131016) extras.transient = true;
  return new GraphError(code, title, details, extras);
}

const KNOWN: Record<number, [title: string, http: number, details: string | null]> = {
  1: ["An unknown error occurred", 400, null],
  2: ["Service temporarily unavailable", 503, null],
  4: ["Application request limit reached", 400, null],
  10: ["Application does not have permission for this action", 403, null],
  33: ["Parameter value is not valid", 400, "The business phone number has been deleted."],
  190: ["Error validating access token: Session has expired", 401, null],
  368: ["Temporarily blocked for policies violations", 403, null],
  80007: ["Rate limit issues", 400, null],
  130429: ["Rate limit hit", 429, "Cloud API message throughput has been reached."],
  130472: ["User's number is part of an experiment", 400, null],
  131000: ["Something went wrong", 500, null],
  131016: ["Service unavailable", 500, null],
  131021: ["Recipient cannot be sender", 400, "Sender and recipient phone number is the same."],
  131026: ["Message undeliverable", 400, "Message undeliverable."],
  131030: [
    "Recipient phone number not in allowed list",
    400,
    "Add recipient phone number to recipient list and try again.",
  ],
  131031: ["Business Account locked", 403, "Business account has been locked."],
  131042: [
    "Business eligibility payment issue",
    400,
    "Message failed to send because there were one or more errors related to your payment method.",
  ],
  131047: [
    "Re-engagement message",
    400,
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  ],
  131048: [
    "Spam rate limit hit",
    400,
    "Message failed to send because there are restrictions on how many messages can be sent from this phone number.",
  ],
  131049: [
    "This message was not delivered to maintain healthy ecosystem engagement.",
    400,
    "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
  ],
  131050: [
    "User's opted out of marketing messages",
    400,
    "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.",
  ],
  131053: ["Media upload error", 400, "Media upload error"],
  131056: [
    "(Business Account, Consumer Account) pair rate limit hit",
    400,
    "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
  ],
  131057: ["Account in maintenance mode", 500, null],
  133004: ["Server temporarily unavailable", 503, null],
  133010: [
    "Account not registered",
    400,
    "Phone number is not registered on the WhatsApp Business Platform.",
  ],
};
