/**
 * Tickets (Chamados): numbered records of work, with the exact messages they are about.
 * Owns: tickets, their links with messages, comments, files, marks, relations, numbers and history, the lists they choose from, and
 * what is promised for them (SLA), and what they say to customers.
 * Tables: ticket_counter, ticket, ticket_message, ticket_comment, ticket_key, ticket_status, ticket_category, ticket_type, ticket_label,
 * ticket_follower, ticket_unfollowed, ticket_relation, ticket_file, ticket_count, ticket_send, ticket_telling, sla_setting.
 * Emits: ticket.*, ticket_choice.changed, sla.changed
 * Hears: nothing.
 */
export { createCategory, createType, getChoices } from "./choices.service.ts";
export { ticketChoiceRoutes } from "./choices.routes.ts";
export { ticketFiles } from "./files.queries.ts";
export { ticketFileRoutes } from "./files.routes.ts";
export { ticketNews } from "./news.ts";
export { slaLoop } from "./sla.loop.ts";
export { wakePromised } from "./sla.queries.ts";
export { slaRoutes } from "./sla.routes.ts";
export { writeSla } from "./sla.service.ts";
export { ticketOpeningRoutes } from "./opening.routes.ts";
export { ticketDesk } from "./opening.ts";
export { ticketTellingRoutes } from "./telling.routes.ts";
export { ticketRoutes } from "./tickets.routes.ts";
export { releaseTickets, ticketsTeamOwner } from "./tickets.takeover.ts";
export { comment } from "./telling.service.ts";
export { actOnTicket, createTicket } from "./tickets.service.ts";
export { forgetTicketKeys } from "./tickets.queries.ts";
export { ticketTemplateUses } from "./template-uses.ts";
export { prepareTickets } from "./workflow.ts";
