import { z } from "zod";
import { Id, Time, Version, line } from "./common.ts";
import { Priority } from "./conversations.ts";

/** Minutes of business time: a year of them at most. */
const TargetMinutes = z.int().min(1).max(525_600).nullable();

/** What an account promises for some of its tickets. An empty list of what they are asks nothing. */
export const SlaPolicy = z
  .object({
    id: Id,
    name: line(60).min(1),
    priorities: z.array(Priority).max(5),
    /** of these or of what is below them */
    categoryIds: z.array(Id).max(100),
    organisationIds: z.array(Id).max(500),
    firstAnswerMinutes: TargetMinutes,
    solutionMinutes: TargetMinutes,
    /** how much of a target has gone by when people are warned, in per cent */
    warnPercent: z.int().min(1).max(99).nullable(),
  })
  .strict();
export type SlaPolicy = z.infer<typeof SlaPolicy>;

/** A policy without an id is a new one. */
export const SlaPolicyDraft = SlaPolicy.extend({ id: Id.nullable() });
export type SlaPolicyDraft = z.infer<typeof SlaPolicyDraft>;
/** PUT /api/settings/sla, by administrators: all policies, the first that matches a ticket is its own */
export const SlaSettings = z.object({ policies: z.array(SlaPolicyDraft).max(50), version: Version }).strict();
export type SlaSettings = z.infer<typeof SlaSettings>;
/** GET /api/settings/sla, with the names of the organisations that are in it */
export const SlaSettingsView = z.object({
  policies: z.array(SlaPolicy),
  version: Version,
  organisations: z.array(z.object({ id: Id, name: z.string() })),
});
export type SlaSettingsView = z.infer<typeof SlaSettingsView>;

/** One promise about a ticket; `slaLevel` of core says how it stands. */
export const SlaTarget = z.object({
  minutes: z.int(),
  /** null = the clock stands still */
  dueAt: Time.nullable(),
  warnAt: Time.nullable(),
  /** milliseconds of business time that are left while the clock stands still */
  left: z.int().nullable(),
  doneAt: Time.nullable(),
  /** it passed before it was done */
  breached: z.boolean(),
});
export type SlaTarget = z.infer<typeof SlaTarget>;

/** A ticket's promises; null where no policy holds. */
export const TicketSla = z.object({
  policy: z.object({ id: Id, name: z.string() }),
  firstAnswer: SlaTarget.nullable(),
  solution: SlaTarget.nullable(),
  /** the earliest deadline that is not done: lists are ordered by it */
  dueAt: Time.nullable(),
});
export type TicketSla = z.infer<typeof TicketSla>;
