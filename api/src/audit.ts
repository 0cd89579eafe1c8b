import { z } from "zod";
import { Id, Time } from "./common.ts";

/** What the audit log tells of, by what it is about: the types of the event log that concern access, rights, settings and data that leave. */
export const AUDITED = {
  access: ["security.signed_in", "security.sign_in_failed", "security.signed_out", "security.sessions_ended"],
  identity: [
    "security.password_changed",
    "security.two_step_on",
    "security.two_step_off",
    "security.two_step_reset",
    "security.backup_codes_made",
    "security.passkey_added",
    "security.passkey_removed",
  ],
  people: [
    "security.role_changed",
    "security.agent_disabled",
    "security.agent_enabled",
    "agent.changed",
    "invitation.changed",
    "team.changed",
    "team.deleted",
  ],
  settings: [
    "security.two_step_required",
    "security.two_step_optional",
    "settings.changed",
    "cost.settings_changed",
    "sla.changed",
    "ticket_choice.changed",
    "field.changed",
    "label.changed",
    "bot.published",
    "channel.connected",
    "channel.access_changed",
    "channel.renamed",
    "channel.removed",
  ],
  data: ["contact_export.begun", "contact_import.begun", "security.exported", "security.backup_made"],
} as const;
export type AuditGroup = keyof typeof AUDITED;
export const AuditAct = z.enum(Object.values(AUDITED).flat());
export type AuditAct = z.infer<typeof AuditAct>;

const Person = z.object({ id: Id, name: z.string() });

export const AuditEntry = z.object({
  id: z.string(),
  at: Time,
  act: AuditAct,
  /** who did it; null = nobody known, or the system */
  by: Person.nullable(),
  /** to whom, where it is somebody else */
  to: Person.nullable(),
  /** where it came from, as far as it was kept */
  address: z.string().nullable(),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** facts of the act, each a word or a number, with nothing in them that cannot be seen */
  facts: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const Filter = z.object({
  /** who did it, or to whom it was done */
  agent: Id.optional(),
  act: AuditAct.optional(),
  /** days of the company's calendar, both included */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
});
/** GET /api/audit, the newest first. */
export const AuditQuery = Filter.extend({ cursor: z.string().max(60).optional() });
export const AuditList = z.object({ items: z.array(AuditEntry), nextCursor: z.string().nullable() });
export type AuditList = z.infer<typeof AuditList>;
/** GET /api/audit/export: the same, all of it, as a CSV file */
export const AuditExportQuery = Filter.extend({ locale: z.enum(["pt-BR", "en"]) });
