import type { TicketSearch } from "../queries.ts";

/** The list that was looked at last: where a ticket's page leads back to. */
export const lastList: { search: TicketSearch } = { search: {} };
