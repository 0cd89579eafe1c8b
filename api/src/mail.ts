import { z } from "zod";
import { isStorable, Time } from "./common.ts";

/** `starttls` begins in the clear and goes no further without TLS; `none` is for relays of the own network. */
export const MailSecurity = z.enum(["tls", "starttls", "none"]);
export type MailSecurity = z.infer<typeof MailSecurity>;

const Line = z
  .string()
  .trim()
  .max(200)
  .refine((text) => isStorable(text) && !/[\r\n]/.test(text));

const Shared = z.object({
  enabled: z.boolean(),
  /** a name or an address, without a scheme */
  host: z.string().trim().toLowerCase().max(253),
  port: z.int().min(1).max(65_535),
  security: MailSecurity,
  /** "" = the server asks for none */
  username: Line,
  senderName: Line,
  senderAddress: z.string().trim().toLowerCase().max(254),
});

/** PUT /api/settings/mail, by administrators */
export const MailSettings = Shared.extend({
  /** null = the one that is kept, as long as it goes to the same server and name */
  password: z.string().max(500).refine(isStorable).nullable(),
  version: z.int().min(0),
}).strict();
export type MailSettings = z.infer<typeof MailSettings>;

/** GET /api/settings/mail, and what PUT answers. Version 0: nobody has saved it yet, and no mail goes out */
export const MailSettingsView = Shared.extend({
  hasPassword: z.boolean(),
  version: z.int().min(0),
  /** of the last seven days */
  waiting: z.int(),
  failed: z.int(),
  lastSentAt: Time.nullable(),
  /** what became of the latest that failed: the server's words, or `mail_host_not_public`, `expired`; null = none did */
  lastError: z.string().nullable(),
});
export type MailSettingsView = z.infer<typeof MailSettingsView>;

/** GET /api/settings/mail/ready : can mail go out? What every agent may know of it */
export const MailReady = z.object({ ready: z.boolean() });
export type MailReady = z.infer<typeof MailReady>;

/** POST /api/settings/mail/test : to who asks, by what is saved. `said` = the server's words when it did not take it */
export const MailTest = z.object({ ok: z.boolean(), to: z.string(), said: z.string().nullable() });
export type MailTest = z.infer<typeof MailTest>;
