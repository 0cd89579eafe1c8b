/**
 * Tickets (Chamados): numbered records of work, with the exact messages they are about.
 * Owns: tickets, their links with messages, internal comments, numbers and history.
 * Tables: ticket_counter, ticket, ticket_message, ticket_comment, ticket_key.
 * Emits: ticket.*
 * Hears: nothing.
 */
export { ticketRoutes } from "./tickets.routes.ts";
export { releaseTickets, ticketsTeamOwner } from "./tickets.takeover.ts";
