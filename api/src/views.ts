import { z } from "zod";
import { Id, Name, Version } from "./common.ts";
import { TicketViewFilter } from "./tickets.ts";
import { ConversationStatus, Order, Priority, Tab } from "./conversations.ts";

/** What a list of conversations shows, in the words of its address: what is left out is the screen's default. */
export const ViewFilter = z
  .object({
    tab: Tab.optional(),
    team: Id.optional(),
    status: ConversationStatus.optional(),
    label: Id.optional(),
    priority: Priority.optional(),
    agent: Id.optional(),
    unread: z.literal(true).optional(),
    order: Order.optional(),
  })
  .strict();
export type ViewFilter = z.infer<typeof ViewFilter>;

/** Who sees a view beside its maker: nobody, one team, everybody of the account. */
export const SharedWith = z.enum(["me", "team", "account"]);

/** The list that a view is of. */
export const ViewedList = z.enum(["conversations", "tickets"]);
export type ViewedList = z.infer<typeof ViewedList>;
const AnyFilter = z.union([ViewFilter, TicketViewFilter]);

/** Visão: a filter and an order, kept under a name. */
export const ListView = z.object({
  id: Id,
  list: ViewedList,
  name: z.string(),
  sharedWith: SharedWith,
  teamId: Id.nullable(),
  filter: AnyFilter,
  /** may this agent change and delete it */
  mayChange: z.boolean(),
  version: Version,
});
export type ListView = z.infer<typeof ListView>;

/** GET /api/views: what this agent sees, by name */
export const ListViews = z.object({ items: z.array(ListView) });
/** POST /api/views. Sharing is for who oversees; `teamId` goes with `team` and nothing else. */
export const ListViewFields = z
  .object({
    list: ViewedList.default("conversations"),
    name: Name,
    sharedWith: SharedWith,
    teamId: Id.nullable().default(null),
    filter: AnyFilter,
  })
  .strict()
  .refine(({ sharedWith, teamId }) => (sharedWith === "team") === (teamId !== null), { path: ["teamId"] })
  .refine(
    ({ list, filter }) => (list === "tickets" ? TicketViewFilter : ViewFilter).safeParse(filter).success,
    { path: ["filter"] },
  );
export type ListViewFields = z.infer<typeof ListViewFields>;
/** PUT /api/views/:id. DELETE /api/views/:id */
export const ListViewUpdate = z.object({ version: Version, view: ListViewFields }).strict();
