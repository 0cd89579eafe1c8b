import { TICKET_STAGES } from "@balcao/core";
import { z } from "zod";
import { Id, page, Time, Version } from "./common.ts";
import { ContactCard, Priority } from "./conversations.ts";
import { FieldValues } from "./fields.ts";
import { TicketSla } from "./sla.ts";
import { TicketStage } from "./ticket-choices.ts";

/** What a list shows of a ticket. */
export const TicketRow = z.object({
  id: Id,
  /** "#1042": counted per account, without gaps */
  number: z.int(),
  title: z.string(),
  /** of the account's workflow */
  statusId: Id,
  /** what that status means */
  stage: TicketStage,
  priority: Priority,
  teamId: Id,
  /** null = nobody yet */
  agentId: Id.nullable(),
  categoryId: Id.nullable(),
  typeId: Id.nullable(),
  /** when it should be done */
  dueAt: Time.nullable(),
  /** who asked */
  requester: ContactCard,
  /** the requester's */
  organisation: z.object({ id: Id, name: z.string() }).nullable(),
  /** its promises; null where no policy holds */
  sla: TicketSla.nullable(),
  labelIds: z.array(Id),
  createdAt: Time,
  updatedAt: Time,
  version: Version,
});
export type TicketRow = z.infer<typeof TicketRow>;

/** Another ticket, as far as a line about it goes. */
const TicketBrief = TicketRow.pick({ id: true, number: true, title: true, statusId: true, stage: true });
export type TicketBrief = z.infer<typeof TicketBrief>;

/** Anexo: a file that somebody put to a ticket. */
const TicketFile = z.object({
  id: Id,
  name: z.string(),
  mimeType: z.string(),
  size: z.int(),
  agentId: Id,
  at: Time,
  /** same-origin path, served only to who may see the ticket */
  url: z.string(),
  canRemove: z.boolean(),
});

/** GET /api/tickets/by-number/:number, GET /api/tickets/:id */
export const Ticket = TicketRow.extend({
  description: z.string(),
  /** null = by the setting, with its conversation */
  createdBy: Id.nullable(),
  /** what the customer gave when a conversation's ticket opened; `of_another` = another contact's, and not confirmed */
  email: z
    .object({ address: z.string(), standing: z.enum(["confirmed", "stated", "of_another"]) })
    .nullable(),
  /** the conversation it was made in, for who may see it */
  conversationId: Id.nullable(),
  /** values of the account's own fields */
  fields: FieldValues,
  /** agents who want to hear of it */
  followerIds: z.array(Id),
  /** tickets it has to do with, as far as this agent may see them */
  related: z.array(TicketBrief),
  /** oldest first */
  files: z.array(TicketFile),
  /** the number of the ticket that it was merged into: it is closed for good */
  mergedInto: z.int().nullable(),
});
export type Ticket = z.infer<typeof Ticket>;

export const TicketNumberParams = z.object({ number: z.coerce.number().int().min(1).max(2_147_483_647) });

/** What a list of tickets is sorted by; `created` is the order of their numbers too, `sla` the earliest promise that is not kept. */
export const TicketOrder = z.enum(["updated", "created", "priority", "status", "due", "sla"]);
export type TicketOrder = z.infer<typeof TicketOrder>;
/** `desc`: the latest, the most urgent, the last step first; what has no due date or promise is due after all that has one */
export const Direction = z.enum(["asc", "desc"]);
export type Direction = z.infer<typeof Direction>;

/** What a list of tickets is narrowed down to. */
const narrowing = {
  team: Id.optional(),
  /** who is responsible; `none` = nobody yet */
  agent: z.union([Id, z.literal("none")]).optional(),
  priority: z.coerce.number().pipe(Priority).optional(),
  /** with all below it */
  category: Id.optional(),
  type: Id.optional(),
  label: Id.optional(),
  /** only what is not over, and late by its due date or by what was promised */
  overdue: z.literal("true").optional(),
  /** a number, with or without "#", words of title and description, or who asked: by name or phone */
  q: z.string().trim().max(100).optional(),
};

/** GET /api/tickets */
export const TicketQuery = z.object({
  /** a status of the workflow, all of a stage, or `active` = everything but resolved and closed */
  status: z.union([z.enum(["active", "all", ...TICKET_STAGES]), Id]).default("active"),
  ...narrowing,
  contact: Id.optional(),
  /** of all its contacts */
  organisation: Id.optional(),
  order: TicketOrder.default("updated"),
  direction: Direction.default("desc"),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type TicketQuery = z.infer<typeof TicketQuery>;

/** GET /api/tickets/board */
export const TicketBoardQuery = z.object({
  ...narrowing,
  order: TicketOrder.exclude(["status"]).default("priority"),
});
export type TicketBoardQuery = z.infer<typeof TicketBoardQuery>;

/** What a saved view of tickets keeps, in the words of its address. `agent`: `me` is whoever looks. */
export const TicketViewFilter = z
  .object({
    progress: z.union([z.enum(["all", ...TICKET_STAGES]), Id]).optional(),
    team: Id.optional(),
    agent: z.union([Id, z.literal("me"), z.literal("none")]).optional(),
    priority: Priority.optional(),
    category: Id.optional(),
    type: Id.optional(),
    label: Id.optional(),
    overdue: z.literal(true).optional(),
    sort: TicketOrder.optional(),
    direction: Direction.optional(),
    as: z.literal("board").optional(),
  })
  .strict();
export type TicketViewFilter = z.infer<typeof TicketViewFilter>;

/** GET /api/tickets/counts : of the tickets this agent may see. What narrows down is for `statuses` alone. */
const { q: _, ...countable } = narrowing;
export const TicketCountsQuery = z.object(countable);
export type TicketCountsQuery = z.infer<typeof TicketCountsQuery>;
export const TicketCounts = z.object({
  /** nobody has to do anything about the others any more */
  active: z.int(),
  mine: z.int(),
  unassigned: z.int(),
  /** counted no further than 1,000 */
  overdue: z.int(),
  /** by id of the status, narrowed down; null = by what is not counted */
  statuses: z.record(z.string(), z.int()).nullable(),
  /** by id of the saved view; null = narrowed down by what is not counted */
  views: z.record(z.string(), z.int().nullable()),
});
export type TicketCounts = z.infer<typeof TicketCounts>;
export const TicketPage = page(TicketRow);
export type TicketPage = z.infer<typeof TicketPage>;

/** The board: each active status of the workflow, in its order, with the first of its tickets; more of a column are pages of its list. */
export const TicketBoard = z.object({
  columns: z.array(
    z.object({
      statusId: Id,
      items: z.array(TicketRow),
      nextCursor: z.string().nullable(),
    }),
  ),
});
export type TicketBoard = z.infer<typeof TicketBoard>;

/** GET /api/conversations/:id/tickets : which messages of a conversation stand in which tickets this agent may see */
export const ConversationTickets = z.object({
  items: z.array(
    z.object({
      id: Id,
      number: z.int(),
      title: z.string(),
      statusId: Id,
      messageIds: z.array(Id),
    }),
  ),
});
export type ConversationTickets = z.infer<typeof ConversationTickets>;
