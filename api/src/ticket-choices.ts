import { TICKET_STAGES } from "@balcao/core";
import { z } from "zod";
import { Color, Id, Version, line } from "./common.ts";

/** What a status means: the code that rules and clocks ask for. */
export const TicketStage = z.enum(TICKET_STAGES);

export const LONGEST_CHOICE_NAME = 60;
const Name = line(LONGEST_CHOICE_NAME).min(1);

/** A step of the account's workflow: Aberto, Em atendimento, Aguardando cliente, Resolvido, Fechado, or its own. */
export const TicketStatus = z.object({
  id: Id,
  name: z.string(),
  stage: TicketStage,
  color: Color,
  /** the board warns when its column holds more than so many; null = never */
  most: z.int().nullable(),
  /** what is not active is not offered; tickets that have it keep it */
  active: z.boolean(),
  version: Version,
});
export type TicketStatus = z.infer<typeof TicketStatus>;

/** A place in the tree of what tickets are about. */
export const TicketCategory = z.object({
  id: Id,
  /** null = at the top */
  parentId: Id.nullable(),
  name: z.string(),
  active: z.boolean(),
  version: Version,
});
export type TicketCategory = z.infer<typeof TicketCategory>;

/** Tipo: question, incident, request, whatever the account tells apart. */
export const TicketType = z.object({ id: Id, name: z.string(), active: z.boolean(), version: Version });
export type TicketType = z.infer<typeof TicketType>;

/** GET /api/ticket-choices : all of the account, active or not, each list in its order */
export const TicketChoices = z.object({
  statuses: z.array(TicketStatus),
  categories: z.array(TicketCategory),
  types: z.array(TicketType),
});
export type TicketChoices = z.infer<typeof TicketChoices>;

/** POST /api/ticket-statuses, by administrators; it stands last. The stage stays. */
export const TicketStatusCreate = z.object({ name: Name, color: Color, stage: TicketStage }).strict();
/** PUT /api/ticket-statuses/:id. The last active one of a stage that is needed stays active: 409 `last_status`. */
export const TicketStatusUpdate = z
  .object({
    name: Name,
    color: Color,
    /** left out, it stays as it is */
    most: z.int().min(1).max(9_999).nullable().optional(),
    active: z.boolean(),
    version: Version,
  })
  .strict();
/** POST /api/ticket-categories; it stands last among its siblings */
export const TicketCategoryCreate = z.object({ name: Name, parentId: Id.nullable() }).strict();
/** PUT /api/ticket-categories/:id : another parent takes along what is below */
export const TicketCategoryUpdate = TicketCategoryCreate.extend({ active: z.boolean(), version: Version });
/** POST /api/ticket-types; it stands last */
export const TicketTypeCreate = z.object({ name: Name }).strict();
/** PUT /api/ticket-types/:id */
export const TicketTypeUpdate = TicketTypeCreate.extend({ active: z.boolean(), version: Version });
/** PUT /api/ticket-statuses/order, /api/ticket-types/order : all of them; /api/ticket-categories/order : all with one parent */
export const TicketChoiceOrder = z.object({ ids: z.array(Id).min(1).max(500) }).strict();
