/**
 * Media: files that came with messages.
 * Owns: fetching them from Meta, keeping them, serving them to who may see the conversation.
 * Tables: media.
 * Emits: message.changed when a file is there, or cannot be had.
 * Hears: nothing.
 */
export { mediaLoop } from "./fetcher.ts";
export { mediaRoutes } from "./media.routes.ts";
export { queueMedia, type NewMedia } from "./media.queries.ts";
