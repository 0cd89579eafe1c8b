/**
 * Quick replies: texts, with a file perhaps, that agents write again and again.
 * Owns: personal, team and account replies and their files.
 * Tables: quick_reply.
 * Emits: quick_reply.changed, quick_reply.own_changed.
 * Hears: nothing.
 */
export { replyFiles } from "./quick-replies.queries.ts";
export { quickReplyRoutes } from "./quick-replies.routes.ts";
export { createReply, quickReplyTeamOwner } from "./quick-replies.service.ts";
