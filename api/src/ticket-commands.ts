import { MOST_AT_ONCE } from "@balcao/core";
import { z } from "zod";
import { Id, isStorable, Time, Version, line } from "./common.ts";
import { command, Priority } from "./conversations.ts";
import { FieldValue } from "./fields.ts";
import { TicketSend } from "./ticket-telling.ts";
import { Ticket, TicketRow } from "./tickets.ts";

export const LONGEST_TITLE = 200;
export const LONGEST_DESCRIPTION = 10_000;
const Title = line(LONGEST_TITLE).min(1);
const Description = z.string().trim().max(LONGEST_DESCRIPTION).refine(isStorable);
/** Of our time, so that the database and every cursor can keep it. */
const DueTime = Time.refine((time) => time >= "1970" && time < "3000").nullable();
/** Files that a ticket can begin with. */
export const MOST_FIRST_FILES = 10;
const LONGEST_UPLOAD = 4_000;
/** POST /api/ticket-uploads : a file for a ticket that is still being written; it is gone unless a ticket takes it up within hours */
export const TicketFirstFile = z.object({}).strict();
export const TicketUpload = z.object({ upload: z.string() });
export type TicketUpload = z.infer<typeof TicketUpload>;
const MessageIds = z.array(Id).max(MOST_AT_ONCE);

/** POST /api/tickets : from a conversation, with these of its messages; its contact is the requester */
export const TicketCreate = z
  .object({
    ...command,
    conversationId: Id,
    messageIds: MessageIds.default([]),
    title: Title,
    description: Description.default(""),
    teamId: Id,
    agentId: Id.nullable().default(null),
    priority: Priority.default(0),
    categoryId: Id.nullable().default(null),
    typeId: Id.nullable().default(null),
    dueAt: DueTime.default(null),
    labelIds: z.array(Id).max(50).default([]),
    /** values of the account's own fields, by field */
    fields: z.record(Id, FieldValue).default({}),
    /** what POST /api/ticket-uploads answered for each file */
    files: z.array(z.string().max(LONGEST_UPLOAD)).max(MOST_FIRST_FILES).default([]),
  })
  .strict();
export type TicketCreate = z.infer<typeof TicketCreate>;

/** What can be done to many tickets at once. */
const sharedActs = [
  z.object({ type: z.literal("status"), statusId: Id }).strict(),
  z.object({ type: z.literal("assign"), agentId: Id.nullable() }).strict(),
  z.object({ type: z.literal("move"), teamId: Id }).strict(),
  z.object({ type: z.literal("priority"), priority: Priority }).strict(),
] as const;
export const TicketBatchAct = z.discriminatedUnion("type", sharedActs);
export type TicketBatchAct = z.infer<typeof TicketBatchAct>;
const Few = z.array(Id).max(50).default([]);

/** POST /api/tickets/:id/acts */
export const TicketActs = z
  .object({
    ...command,
    act: z.discriminatedUnion("type", [
      /** `version`: the one its editor saw; another one is answered 409 `version_conflict` */
      z
        .object({
          type: z.literal("describe"),
          title: Title,
          description: Description,
          version: Version,
        })
        .strict(),
      ...sharedActs,
      z.object({ type: z.literal("category"), categoryId: Id.nullable() }).strict(),
      z.object({ type: z.literal("kind"), typeId: Id.nullable() }).strict(),
      z.object({ type: z.literal("due"), dueAt: DueTime }).strict(),
      /** `was`: what the editor saw; another value there now is answered 409 `version_conflict` with it */
      z
        .object({
          type: z.literal("field"),
          fieldId: Id,
          value: FieldValue.nullable(),
          was: FieldValue.nullable(),
        })
        .strict(),
      z.object({ type: z.literal("labels"), add: Few, remove: Few }).strict(),
      /** who may see the ticket can follow it */
      z.object({ type: z.literal("followers"), add: Few, remove: Few }).strict(),
    ]),
  })
  .strict();
export type TicketActs = z.infer<typeof TicketActs>;

/** POST /api/tickets/acts : one act on one or many tickets, each a command of its own with its own key */
export const TicketBatch = z
  .object({
    act: TicketBatchAct,
    items: z
      .array(z.object({ id: Id, ...command }).strict())
      .min(1)
      .max(MOST_AT_ONCE),
  })
  .strict();
export type TicketBatch = z.infer<typeof TicketBatch>;
/** What became of each: the ticket as it is now, if it is still this agent's to see, or why not. */
export const TicketBatchResult = z.object({
  items: z.array(
    z.object({
      id: Id,
      ticket: TicketRow.nullable(),
      problem: z.object({ code: z.string(), title: z.string() }).nullable(),
    }),
  ),
});
export type TicketBatchResult = z.infer<typeof TicketBatchResult>;

/** POST /api/tickets/:id/messages : exact messages of one conversation; those that stand there already stay as they are */
export const TicketLink = z
  .object({ ...command, conversationId: Id, messageIds: MessageIds.min(1) })
  .strict();
export type TicketLink = z.infer<typeof TicketLink>;
/** POST /api/tickets/:id/unlink */
export const TicketUnlink = z.object({ ...command, messageIds: MessageIds.min(1) }).strict();
const Number = z.int().min(1).max(2_147_483_647);
/** POST /api/tickets/:id/relate : by the other one's number */
export const TicketRelate = z.object({ ...command, number: Number }).strict();
/** POST /api/tickets/:id/unrelate */
export const TicketUnrelate = z.object({ ...command, ticketId: Id }).strict();
/** POST /api/tickets/:id/merge : this one into the other, which is answered. It is closed for good. */
export const TicketMerge = z.object({ ...command, into: Number }).strict();
/** POST /api/tickets/:id/clone : answers the new one, related to this */
export const TicketClone = z.object(command).strict();
/** POST /api/tickets/:id/comments */
export const TicketComment = z
  .object({
    ...command,
    /** none only where a template is sent */
    text: z.string().trim().max(LONGEST_DESCRIPTION).refine(isStorable).default(""),
    /** part of what is said to the customer; else an internal note */
    public: z.boolean().default(false),
    /** a public one's way to the customer; null = it is kept in the ticket only */
    send: TicketSend.nullable().default(null),
  })
  .strict()
  .refine(({ text, send }) => text !== "" || send?.template, { path: ["text"] })
  .refine((wanted) => wanted.public || wanted.send === null, { path: ["send"] });
export type TicketComment = z.infer<typeof TicketComment>;
/** POST /api/tickets/:id/files : multipart, the key before the file */
export const TicketAttach = z.object(command).strict();
export const TicketFileParams = z.object({ id: Id, fileId: Id });
/** POST /api/tickets/:id/files/:fileId/remove, by who attached it or oversees */
export const TicketDetach = z.object(command).strict();

/** What a command answers; `ticket` is null when it is no longer (or never was) this agent's to see. */
export const TicketResult = z.object({ id: Id, number: z.int(), ticket: Ticket.nullable() });
export type TicketResult = z.infer<typeof TicketResult>;
