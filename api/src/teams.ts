import { z } from "zod";
import { Color, Id, Name, Version } from "./common.ts";
import { WeeklyHours } from "./settings.ts";

export const TeamKind = z.enum(["whatsapp", "tickets"]);

/** GET /api/teams, GET /api/teams/:id */
export const Team = z.object({
  id: Id,
  name: z.string(),
  kind: TeamKind,
  color: z.string(),
  description: z.string(),
  active: z.boolean(),
  inactivityHours: z.number().nullable(),
  businessHours: WeeklyHours.nullable(),
  memberIds: z.array(Id),
  /** conversations not closed, from the maintained counters */
  openConversations: z.int(),
  /** description of the published trigger that greets on entry; null = none */
  entryTrigger: z.string().nullable(),
  firstContact: z.boolean(),
  /** what its agents write reaches the customer with their name before it */
  signsReplies: z.boolean(),
  /** the account's holidays are none for it */
  worksHolidays: z.boolean(),
  version: Version,
});
export type Team = z.infer<typeof Team>;
export const TeamList = z.object({ items: z.array(Team) });

/** POST /api/teams */
export const TeamCreate = z
  .object({
    name: Name,
    kind: TeamKind,
    color: Color,
    description: z.string().trim().max(500),
    active: z.boolean(),
    inactivityHours: z.number().positive().max(720).nullable(),
    businessHours: WeeklyHours.nullable(),
    memberIds: z.array(Id).max(500),
    signsReplies: z.boolean().default(false),
    worksHolidays: z.boolean().default(false),
  })
  .strict();
/** PUT /api/teams/:id */
export const TeamUpdate = TeamCreate.omit({ kind: true }).extend({ version: Version });

/** GET /api/teams/:id/uses : what points at the team, so that deleting it is never blind */
export const TeamUse = z.object({
  kind: z.enum([
    "first_contact",
    "ticket_opening",
    "draft_trigger",
    "published_trigger",
    "open_conversations",
    "past_conversations",
    "members",
    "quick_replies",
    "templates",
    "tickets",
  ]),
  label: z.string(),
  count: z.int(),
});
export const TeamUses = z.object({ items: z.array(TeamUse) });
/** DELETE /api/teams/:id : everything listed moves to this team; 409 `team_in_use` when uses exist and none is given */
export const TeamDelete = z.object({ moveTo: Id.nullable(), version: Version }).strict();
