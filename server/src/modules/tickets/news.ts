import type { TicketNews } from "../conversations/index.ts";
import { maySee } from "./tickets.policy.ts";
import { loadRows } from "./tickets.queries.ts";

/** What the stream to the screens is told of tickets. */
export const ticketNews: TicketNews = { rows: loadRows, maySee };
