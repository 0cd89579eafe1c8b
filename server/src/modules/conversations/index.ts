/**
 * Conversations: what customers and the company say to each other.
 * Owns: conversations, messages, their states, internal notes and mentions, drafts, timers, counters; the handling of facts; agents' commands.
 * Tables: conversation, message, reaction, parked_status, bot_trace, timer, conversation_counter, command_key, note, note_mention,
 *   conversation_label, draft, scheduled_message, list_view.
 * Emits: conversation.*, message.*, contact.*, note.*, mention.read, channel.notice.
 * Hears: facts of the lanes (as their FactHandler), the sender's question (as its SendCheck), the log (for screens, and for what calls).
 */
export { forgetCommandKeys } from "./command-keys.queries.ts";
export { firstAnswers } from "./answers.queries.ts";
export { contactDoor, onAgentPhones } from "./contact-door.ts";
export { readLoop } from "./reads.loop.ts";
export { blockLoop } from "./blocks.loop.ts";
export { numberDesk } from "./number-desk.ts";
export { canSee } from "./conversations.policy.ts";
export { seen as conversationSeenBy, sightOf } from "./conversations.reading.ts";
export { assignTo, changeStatus, forwardTo, giveToBot, read } from "./conversations.service.ts";
export { sendText } from "./content.service.ts";
export { conversationsTeamOwner, releaseAgent } from "./conversations.takeover.ts";
export { conversationRoutes } from "./conversations.routes.ts";
export { factHandler } from "./facts.handler.ts";
export { findMessages } from "./load.queries.ts";
export { allWanted } from "./message-search.queries.ts";
export { messagesSeenBy } from "./transcripts.service.ts";
export { realtime, type Realtime } from "./realtime.ts";
export type { TicketNews } from "./realtime-tickets.ts";
export { label, prioritise, snoozeUntil } from "./marks.service.ts";
export { addNote } from "./notes.service.ts";
export { contactCard, hydrateRows } from "./rows.queries.ts";
export { MOST_EVENTS, newsNow, newsSince, type ConversationNews } from "./news.ts";
export { agentsAtWork } from "./presence.ts";
export { scheduledFiles, scheduledTemplateUses } from "./scheduled.queries.ts";
export { scheduleMessage } from "./scheduled.service.ts";
export { sendCheck } from "./send-check.queries.ts";
export {
  hold,
  holdSeen,
  reachesFor,
  sayAsAgent,
  sayByItself,
  shownReaches,
  type HeldConversation,
} from "./speaking.ts";
export { hydrateMessages } from "./thread.queries.ts";
export type { CustomerMessage, OpenedTicket, TicketDesk } from "./tickets.door.ts";
export { strayStatuses } from "./stray-statuses.queries.ts";
export { socketRoutes } from "./sockets.ts";
export { viewsOf } from "./views.service.ts";
export { timerLoop } from "./timers.ts";
export { nextTimerAt, wakeAccount } from "./timers.queries.ts";
