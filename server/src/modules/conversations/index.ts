/**
 * Conversations: what customers and the company say to each other.
 * Owns: conversations, messages, their states, timers, counters; the handling of facts; agents' commands.
 * Tables: conversation, message, reaction, parked_status, bot_trace, timer, conversation_counter, command_key.
 * Emits: conversation.*, message.*, contact.merged, channel.notice.
 * Hears: facts of the lanes (as their FactHandler) and the sender's question (as its SendCheck).
 */
export { factHandler } from "./facts.handler.ts";
export { sendCheck } from "./send-check.queries.ts";
export { timerLoop } from "./timers.ts";
