import { z } from "zod";
import { Id, isStorable, line } from "./common.ts";
import { Priority } from "./conversations.ts";

const text = (longest: number) => z.string().trim().max(longest).refine(isStorable);

/** Abertura de chamados. PUT /api/settings/ticket-opening, by administrators. */
export const TicketOpeningSettings = z
  .object({
    /** conversations that customers begin open a ticket */
    enabled: z.boolean(),
    /** may hold variables */
    title: line(200),
    /** null = the team in which the conversation begins */
    teamId: Id.nullable(),
    categoryId: Id.nullable(),
    typeId: Id.nullable(),
    priority: Priority,
    /** tells the customer the number, {{chamado}} */
    announcement: z.object({ enabled: z.boolean(), text: text(4096) }).strict(),
    email: z
      .object({
        mode: z.enum(["off", "optional", "mandatory"]),
        /** how often the question is put at most */
        attempts: z.int().min(1).max(5),
        /** so long without an answer ends the asking */
        silenceMinutes: z.int().min(1).max(240),
        question: text(1024),
        /** said when the answer was no e-mail address */
        repeat: text(1024),
      })
      .strict(),
    version: z.int().min(0),
  })
  .strict();
export type TicketOpeningSettings = z.infer<typeof TicketOpeningSettings>;
