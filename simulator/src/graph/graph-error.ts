import type { JsonObject } from "../model.ts";
import { knownError, knownSubcode } from "./known-errors.ts";

export type GraphErrorExtras = {
  http?: number;
  subcode?: number;
  type?: string;
  transient?: boolean;
  /** error_user_title; then `details` is the sentence for the person (management calls) */
  userTitle?: string;
};

/** An error as the Graph answers it (7.4). `details` becomes error_data.details. */
export class GraphError extends Error {
  readonly code: number;
  readonly title: string;
  readonly details: string | null;
  readonly http: number;
  readonly subcode: number | null;
  readonly type: string;
  readonly transient: boolean;
  readonly userTitle: string | null;

  constructor(code: number, title: string, details: string | null = null, extras: GraphErrorExtras = {}) {
    super(title);
    this.code = code;
    this.title = title;
    this.details = details;
    this.http = extras.http ?? 400;
    this.subcode = extras.subcode ?? null;
    this.type = extras.type ?? "OAuthException";
    this.transient = extras.transient ?? false;
    this.userTitle = extras.userTitle ?? null;
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
    if (this.transient || this.userTitle !== null) error.is_transient = this.transient;
    if (this.userTitle !== null)
      Object.assign(error, {
        error_user_title: this.userTitle,
        error_user_msg: this.details ?? this.userTitle,
      });
    else if (this.details !== null)
      error.error_data = { messaging_product: "whatsapp", details: this.details };
    error.fbtrace_id = traceId;
    return { error };
  }
}

const TRANSIENT = new Set([1, 2, 131016]);

/**
 * An error of section 8 by its code. A code that Meta hides in `error_subcode` becomes code 100 with that subcode; an unknown
 * one gets a title that says nothing. `subcode` is for codes that come with several (190).
 */
export function errorByCode(code: number, subcode: number | null = null): GraphError {
  const hidden = knownSubcode(code);
  if (hidden)
    return new GraphError(100, "Invalid parameter", hidden[2] ?? hidden[0], {
      http: hidden[1],
      subcode: code,
      userTitle: hidden[0],
    });
  const [title, http, details] = knownError(code) ?? ["Something went wrong", 400];
  const extras: GraphErrorExtras = { http, transient: TRANSIENT.has(code) };
  if (subcode !== null) extras.subcode = subcode;
  else if (code === 190) extras.subcode = 463;
  return new GraphError(code, title, details ?? null, extras);
}
